/** A notebook as different tools write it; cells in between are given as JSON values. */
export function notebookJson(cells: readonly object[], indent: number | string = 1): string {
  const notebook = {
    cells,
    metadata: { language_info: { name: 'python' }, '1': { version: '3.11' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, undefined, indent)}\n`;
}

export function codeCell(id: string, source: string | readonly string[], outputs: object[] = []) {
  return { cell_type: 'code', execution_count: null, id, metadata: {}, outputs, source };
}

export function markdownCell(id: string, source: string | readonly string[]) {
  return { cell_type: 'markdown', id, metadata: {}, source };
}
