import { workspace, type NotebookDocument, type Uri } from 'vscode';

/** The Jupyter notebook that VS Code has open for a file, in an editor or in the background. */
export function openNotebook(uri: Uri): NotebookDocument | undefined {
  const key = uri.toString();
  return workspace.notebookDocuments.find(
    (notebook) =>
      !notebook.isClosed &&
      notebook.notebookType === 'jupyter-notebook' &&
      notebook.uri.toString() === key,
  );
}
