import { workspace, WorkspaceEdit, type NotebookDocument } from 'vscode';
import { addNotebookEdits } from './add-notebook-edits.ts';

/** Brings an open notebook from one text to another. False when it holds something else. */
export async function setNotebook(
  notebook: NotebookDocument,
  from: string,
  to: string,
): Promise<boolean> {
  if (from === to) return true;
  const edit = new WorkspaceEdit();
  if (!addNotebookEdits(edit, notebook, from, to)) return false;
  return edit.size === 0 || workspace.applyEdit(edit);
}
