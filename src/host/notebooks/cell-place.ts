import { NotebookCellKind, workspace, type NotebookDocument, type Uri } from 'vscode';
import type { AlignableCell } from '../../core/notebooks/align-cells.ts';
import { openNotebook } from './open-notebook.ts';

export interface CellPlace {
  /** The notebook's own place. */
  readonly uri: Uri;
  /** Counted from 0. */
  readonly cell: number;
}

/** The cell that VS Code shows as a document of its own; undefined for any other document. */
export function cellPlace(document: Uri): CellPlace | undefined {
  if (document.scheme !== 'vscode-notebook-cell') return undefined;
  const key = document.toString();
  for (const notebook of workspace.notebookDocuments) {
    const cell = notebook.getCells().find((each) => each.document.uri.toString() === key);
    if (cell !== undefined) return { uri: notebook.uri, cell: cell.index };
  }
  return undefined;
}

/** A cell of an open notebook as others are compared with it. */
export interface LiveCell extends AlignableCell {
  readonly source: string;
  readonly languageId: string;
}

/** The cells of a notebook that is open; none for any other file. */
export function liveCells(uri: Uri): readonly LiveCell[] {
  return openNotebook(uri)?.getCells().map(toLiveCell) ?? [];
}

function toLiveCell({
  document,
  kind,
  metadata,
}: ReturnType<NotebookDocument['cellAt']>): LiveCell {
  const id: unknown = metadata['id'];
  return {
    id: typeof id === 'string' ? id : undefined,
    kind: kind === NotebookCellKind.Markup ? 'markdown' : 'code',
    source: document.getText(),
    languageId: document.languageId,
  };
}
