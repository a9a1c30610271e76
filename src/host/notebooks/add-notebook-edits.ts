import {
  EndOfLine,
  NotebookCellKind,
  NotebookEdit,
  NotebookRange,
  type NotebookCell,
  type NotebookCellData,
  type NotebookDocument,
  type WorkspaceEdit,
} from 'vscode';
import { diffLines } from '../../core/edits/diff-lines.ts';
import { hasSameLines } from '../../core/edits/made-alike.ts';
import { alignCells } from '../../core/notebooks/align-cells.ts';
import { sameJson } from '../../core/notebooks/overlay-notebook.ts';
import {
  parseNotebook,
  type JsonObject,
  type Notebook,
  type StoredCell,
} from '../../core/notebooks/parse-notebook.ts';
import { addTextEdits } from '../edits/open-documents.ts';
import { liveCellData, storedCellData } from './cell-data.ts';

/**
 * Adds the edits that take an open notebook from one text to another: changed sources as text edits
 * of their cells, all else cell by cell, so that the editor state, outputs and unsaved changes of
 * every other cell stay. False when the notebook does not hold `from`, or `to` is no notebook.
 */
export function addNotebookEdits(
  edit: WorkspaceEdit,
  notebook: NotebookDocument,
  from: string,
  to: string,
): boolean {
  const [before, after] = [parseNotebook(from), parseNotebook(to)];
  if (!before.ok || !after.ok || !showsCells(notebook, before.notebook)) return false;
  const cells = notebook.getCells();
  const origins = alignCells(before.notebook.cells, after.notebook.cells);
  const language = cells.find(({ kind }) => kind === NotebookCellKind.Code)?.document.languageId;
  const planned = after.notebook.cells.map((cell, index): PlannedCell => {
    const origin = origins[index];
    const old = origin === undefined ? undefined : before.notebook.cells[origin];
    const live = origin === undefined ? undefined : cells[origin];
    const isSame = old !== undefined && live !== undefined && sameButSource(old, cell);
    if (isSame) return { key: String(origin), live, cell, data: () => moved(live, cell.source) };
    const isPlain = cell.kind === 'code' && cell.language === after.notebook.language;
    const own = isPlain ? (language ?? cell.language) : cell.language;
    return { key: `+${index}`, live: undefined, cell, data: () => storedCellData(cell, own) };
  });
  const changes = diffLines(
    cells.map((_, index) => String(index)),
    planned.map(({ key }) => key),
  );
  const replaced = changes.flatMap(({ afterStart, afterEnd }) =>
    planned.slice(afterStart, afterEnd),
  );
  // First the texts, while every cell is where it was.
  for (const { live, cell } of planned.filter((one) => !replaced.includes(one))) {
    if (live === undefined) continue;
    const { document } = live;
    const shown = document.getText();
    const wanted = cell.source.replaceAll(/\r\n|\r|\n/gu, endingOf(document.eol));
    if (shown !== wanted) addTextEdits(edit, document.uri, shown, wanted);
  }
  const structure = changes.map((change) =>
    NotebookEdit.replaceCells(
      new NotebookRange(change.beforeStart, change.beforeEnd),
      planned.slice(change.afterStart, change.afterEnd).map(({ data }) => data()),
    ),
  );
  if (structure.length > 0) edit.set(notebook.uri, structure);
  return true;
}

/** Whether an open notebook's cells say what a text says. */
export function showsText(notebook: NotebookDocument, text: string): boolean {
  const parsed = parseNotebook(text);
  return parsed.ok && showsCells(notebook, parsed.notebook);
}

function showsCells(notebook: NotebookDocument, { cells }: Notebook): boolean {
  const live = notebook.getCells();
  return (
    live.length === cells.length &&
    live.every(({ document }, index) => {
      const source = cells[index]?.source ?? '';
      return hasSameLines(document.getText(), source);
    })
  );
}

interface PlannedCell {
  /** The number of the cell that stays, or a name that no cell has. */
  readonly key: string;
  readonly live: NotebookCell | undefined;
  readonly cell: StoredCell;
  readonly data: () => NotebookCellData;
}

function moved(live: NotebookCell, source: string): NotebookCellData {
  const data = liveCellData(live);
  data.value = source;
  return data;
}

function sameButSource(one: StoredCell, other: StoredCell): boolean {
  return sameJson(withoutSource(one.json), withoutSource(other.json));
}

/** An id may come with saving; it is no other cell for that. */
function withoutSource(cell: JsonObject): JsonObject {
  return { ...cell, source: undefined, id: undefined };
}

function endingOf(eol: EndOfLine): string {
  return eol === EndOfLine.CRLF ? '\r\n' : '\n';
}
