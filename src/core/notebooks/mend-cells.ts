import type { NotebookCell } from '../edits/notebook-operations.ts';
import type { CellTexts } from './cell-text.ts';

/** A cell that a text asks for. `isCopy`: its name stands for another one already. */
export interface MendedCell extends NotebookCell {
  readonly name: string | undefined;
  readonly isCopy: boolean;
}

/**
 * Reads any text as cells, so that nothing of it is lost, and says what was not to the letter.
 * `proposed`: the cells that would be there if nobody had edited the text.
 */
export function mendCells(
  { cells, lead, notHeads }: CellTexts,
  known: ReadonlyMap<string, NotebookCell>,
  proposed: ReadonlyMap<string, NotebookCell>,
  notebookLanguage: string,
): { readonly cells: readonly MendedCell[]; readonly notices: readonly string[] } {
  const notices: string[] = [];
  const used = new Set<string>();
  const mended: MendedCell[] = [];
  const kindOf = (language: string): Pick<NotebookCell, 'kind' | 'language'> => ({
    kind: language === 'markdown' ? 'markdown' : 'code',
    language: language === 'code' ? notebookLanguage : language,
  });
  if (lead.trim() !== '') {
    notices.push('The text above the first cell became a cell of its own.');
    mended.push({ ...kindOf('code'), source: lead, name: undefined, isCopy: false });
  }
  for (const { name, language, source } of cells) {
    const old = name === undefined ? undefined : known.get(name);
    const kind = kindOf(language ?? old?.language ?? 'code');
    const isCopy = old !== undefined && used.has(name ?? '');
    mended.push({ ...kind, source, name: old === undefined ? undefined : name, isCopy });
    if (name === undefined) continue;
    if (old === undefined) notices.push(`There was no cell ${name}: it became a new cell.`);
    else if (isCopy) notices.push(`Cell ${name} is there twice: the second became a copy of it.`);
    used.add(name);
  }
  for (const line of notHeads) {
    notices.push(`Line ${line} looks like the head of a cell and is none: it became source.`);
  }
  for (const [name, { source }] of proposed) {
    if (used.has(name)) continue;
    const sources = [source, known.get(name)?.source ?? ''].filter((text) => text.trim() !== '');
    const host = mended.find((cell) => {
      const own = [known, proposed].map((cells) => cells.get(cell.name ?? '')?.source ?? '');
      return sources.some(
        (text) => cell.source.includes(text) && !own.some((old) => old.includes(text)),
      );
    });
    if (host === undefined) continue;
    notices.push(`Cell ${name} has lost its head: its source went to another cell.`);
  }
  return { cells: mended, notices };
}
