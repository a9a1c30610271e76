import { alignCells } from './align-cells.ts';
import { isCellName, readCellTexts, writeCellTexts } from './cell-text.ts';
import { mendCells } from './mend-cells.ts';
import { newCellId } from './new-cell-id.ts';
import { type Notebook, parseNotebook, type StoredCell } from './parse-notebook.ts';
import { addedCell, type CellText, changedCell, copiedCell, placeCells } from './write-notebook.ts';

/** The notebook of a change as its file has it, and as it is proposed: what a review is held against. */
export interface ReviewedNotebook {
  /** Undefined for a new file. */
  readonly before: string | undefined;
  /** Undefined for a file that is to go. */
  readonly after: string | undefined;
}

export interface CellsTaken {
  /** The notebook's own text. */
  readonly text: string;
  /** Sentences on what was not to be taken to the letter; nothing of the text is left out. */
  readonly notices: readonly string[];
}

/**
 * Both sides as texts by cell, which `takeCells` turns back to exactly these notebooks; undefined
 * where that is not so, as for a change of outputs or metadata.
 */
export function showByCell(
  reviewed: ReviewedNotebook,
): { readonly before: string; readonly after: string } | undefined {
  const names = nameReviewed(reviewed);
  if (names === undefined) return undefined;
  const { before, after } = names;
  const isExact = (shown: NamedNotebook | undefined): boolean => {
    if (shown === undefined) return true;
    const { notebook } = shown;
    const taken = putBack(names, (before ?? shown).notebook, textOf(shown));
    return isPlain(notebook) && taken.text === notebook.text && taken.notices.length === 0;
  };
  if (!isExact(before) || !isExact(after)) return undefined;
  // Without a cell there is nothing to tell a new notebook from none.
  if (before === undefined && after?.notebook.cells.length === 0) return undefined;
  return {
    before: before === undefined ? '' : textOf(before),
    after: after === undefined ? '' : textOf(after),
  };
}

/** The notebook as it is by now, in the same form; undefined where the form does not hold it. */
export function showNow(reviewed: ReviewedNotebook, now: string): string | undefined {
  const names = nameReviewed(reviewed);
  const notebook = names === undefined ? undefined : readNow(names, now);
  return names === undefined || notebook === undefined ? undefined : showFrame(names, notebook);
}

function showFrame(names: Names, notebook: Notebook): string | undefined {
  if (!isPlain(notebook)) return undefined;
  const text = textOf(nameNow(names, notebook));
  return putBack(names, notebook, text).text === notebook.text ? text : undefined;
}

/** Mostly it is as it was, and need not be read again. */
function readNow({ before }: Names, now: string): Notebook | undefined {
  if (now === before?.notebook.text) return before.notebook;
  const parsed = parseNotebook(now);
  return parsed.ok ? parsed.notebook : undefined;
}

/** What a notebook's file holds by now: its own text, and that as `showNow` shows it. */
export interface NotebookNow {
  readonly text: string;
  readonly shown: string;
}

/**
 * The notebook that a text by cell stands for, on top of what the file holds by now (undefined: it is
 * gone, or new). Outputs and metadata stay with the cells that heads name. Any text will do; there is
 * no answer only where the file does not hold what is said to be shown of it.
 */
export function takeCells(
  reviewed: ReviewedNotebook,
  now: NotebookNow | undefined,
  text: string,
): CellsTaken | undefined {
  const names = nameReviewed(reviewed);
  if (names === undefined) return undefined;
  const frame =
    now === undefined ? (names.after ?? names.before)?.notebook : readNow(names, now.text);
  if (frame === undefined) return undefined;
  if (now !== undefined && showFrame(names, frame) !== now.shown) return undefined;
  return putBack(names, frame, text);
}

interface NamedNotebook {
  readonly notebook: Notebook;
  /** By the place of the cell. */
  readonly names: readonly string[];
}

interface Names {
  readonly before: NamedNotebook | undefined;
  readonly after: NamedNotebook | undefined;
}

function nameReviewed(reviewed: ReviewedNotebook): Names | undefined {
  const read = (text: string | undefined) => (text === undefined ? undefined : parseNotebook(text));
  const [before, after] = [read(reviewed.before), read(reviewed.after)];
  if (before?.ok === false || after?.ok === false) return undefined;
  const named = before === undefined ? undefined : nameCells(before.notebook, undefined, new Set());
  const taken = new Set(named?.names);
  return {
    before: named,
    after: after === undefined ? undefined : nameCells(after.notebook, named, taken),
  };
}

function nameNow({ before, after }: Names, notebook: Notebook): NamedNotebook {
  if (notebook.text === after?.notebook.text && before === undefined) return after;
  const taken = new Set([...(before?.names ?? []), ...(after?.names ?? [])]);
  return nameCells(notebook, before ?? after, taken);
}

/** A cell that was there before keeps its name; others go by their id, or by a number. */
function nameCells(
  notebook: Notebook,
  known: NamedNotebook | undefined,
  taken: Set<string>,
): NamedNotebook {
  const { cells } = notebook;
  const origins = alignCells(known?.notebook.cells ?? [], cells);
  const names = cells.map(({ id }, index) => {
    const origin = origins[index];
    const name = origin === undefined ? undefined : known?.names[origin];
    if (name !== undefined) return name;
    const own = `id=${id ?? ''}`;
    let next = isCellName(own) && !taken.has(own) ? own : `cell=${index}`;
    for (let at = cells.length; taken.has(next); at += 1) next = `cell=${at}`;
    taken.add(next);
    return next;
  });
  return { notebook, names };
}

function textOf({ notebook, names }: NamedNotebook): string {
  return writeCellTexts(
    notebook.cells.map(({ language, source }, index) => ({
      name: names[index],
      language,
      source,
    })),
  );
}

interface Found {
  readonly notebook: Notebook;
  readonly cell: StoredCell;
  /** Its place in the notebook as it is by now. */
  readonly from: number | undefined;
}

function putBack(names: Names, now: Notebook, text: string): CellsTaken {
  const read = readCellTexts(text);
  const known = new Map<string, Found>();
  const own = nameNow(names, now);
  // What the file has by now counts most: its outputs may be newer.
  for (const named of [own, names.after, names.before]) {
    for (const [index, name] of (named?.names ?? []).entries()) {
      const cell = named?.notebook.cells[index];
      if (named === undefined || cell === undefined || known.has(name)) continue;
      const from = named === own ? index : undefined;
      known.set(name, { notebook: named.notebook, cell, from });
    }
  }
  const { cells, notices } = mendCells(
    read,
    new Map([...known].map(([name, { cell }]) => [name, cell])),
    new Map(
      (names.after?.notebook.cells ?? []).map((cell, at) => [names.after?.names[at] ?? '', cell]),
    ),
    now.language,
  );
  const ids = new Set([...known.values()].map(({ cell }) => cell.id ?? ''));
  const placed = cells.map(({ name, isCopy, ...cell }): CellText => {
    const found = name === undefined ? undefined : known.get(name);
    const id = (): string => newCellId(cell.source, ids);
    if (found === undefined) return { from: undefined, text: addedCell(now, cell, id) };
    if (isCopy) return { from: undefined, text: copiedCell(now, found.cell, cell, id) };
    return { from: found.from, text: changedCell(found.notebook, found.cell, cell) };
  });
  return { text: placeCells(now, placed), notices };
}

/** What the form and VS Code's documents hold without a change. */
function isPlain({ cells, rest }: Notebook): boolean {
  const ids = cells.flatMap(({ id }) => (id === undefined ? [] : [id]));
  return (
    Number(rest['nbformat']) >= 4 &&
    new Set(ids).size === ids.length &&
    cells.every(({ source }) => source.isWellFormed() && !/[\0\r]/u.test(source))
  );
}
