import { NotebookCellData, NotebookCellKind, type NotebookCell } from 'vscode';
import { isObject, type StoredCell } from '../../core/notebooks/parse-notebook.ts';
import { outputData } from './output-data.ts';

/** A cell of an open notebook, whole: to put it elsewhere with its outputs and its state. */
export function liveCellData(cell: NotebookCell): NotebookCellData {
  const { document } = cell;
  const data = new NotebookCellData(cell.kind, document.getText(), document.languageId);
  data.metadata = { ...cell.metadata };
  data.outputs = [...cell.outputs];
  if (cell.executionSummary !== undefined) data.executionSummary = cell.executionSummary;
  return data;
}

/**
 * A cell of a file, as VS Code's own notebook extension would open it. `language`: of code cells that
 * do not say otherwise.
 */
export function storedCellData(cell: StoredCell, language: string): NotebookCellData {
  const kind = cell.kind === 'markdown' ? NotebookCellKind.Markup : NotebookCellKind.Code;
  const data = new NotebookCellData(kind, cell.source, language);
  const { json } = cell;
  data.metadata = {
    ...(typeof json['execution_count'] === 'number'
      ? { execution_count: json['execution_count'] }
      : {}),
    metadata: isObject(json['metadata']) ? json['metadata'] : {},
    ...(cell.id === undefined ? {} : { id: cell.id }),
    ...(isObject(json['attachments']) ? { attachments: json['attachments'] } : {}),
  };
  data.outputs = outputData(json['outputs']);
  return data;
}
