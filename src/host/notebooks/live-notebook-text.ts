import { extensions, NotebookData, type NotebookDocument } from 'vscode';
import { overlayNotebook } from '../../core/notebooks/overlay-notebook.ts';
import { parseNotebook } from '../../core/notebooks/parse-notebook.ts';
import { liveCellData } from './cell-data.ts';

/**
 * The text that a notebook with unsaved changes stands for: the saved file with what its editor
 * holds. `undefined` where VS Code's own notebook extension, which knows how it would be saved, is
 * not there.
 */
export async function liveNotebookText(
  notebook: NotebookDocument,
  savedText: string | undefined,
): Promise<string | undefined> {
  const exportNotebook = await findExporter();
  if (exportNotebook === undefined) return undefined;
  const data = new NotebookData(notebook.getCells().map(liveCellData));
  data.metadata = { ...notebook.metadata };
  const text = await exportNotebook(data);
  const live = parseNotebook(text);
  const saved = savedText === undefined ? undefined : parseNotebook(savedText);
  return live.ok && saved?.ok === true ? overlayNotebook(saved.notebook, live.notebook) : text;
}

type ExportNotebook = (data: NotebookData) => Promise<string>;

/** What `vscode.ipynb` exports for other extensions; the Jupyter extension uses it too. */
async function findExporter(): Promise<ExportNotebook | undefined> {
  const extension = extensions.getExtension<unknown>('vscode.ipynb');
  const api = await extension?.activate();
  const isExporter = typeof api === 'object' && api !== null && 'exportNotebook' in api;
  return isExporter && typeof api.exportNotebook === 'function'
    ? (api.exportNotebook as ExportNotebook)
    : undefined;
}
