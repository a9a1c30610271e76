import { describeOutputs } from './describe-outputs.ts';
import type { Notebook } from './parse-notebook.ts';

/**
 * A notebook for the model, as lines: each cell under a line with its number, kind and id, then its
 * outputs as bounded text. Pictures and other data are named, not shown.
 */
export function listCells({ cells, language }: Notebook, outputLimit: number): readonly string[] {
  return cells.flatMap((cell, index) => {
    const kind = cell.language === 'raw' ? 'raw' : cell.kind;
    const own = kind === 'code' && cell.language !== language ? ` · ${cell.language}` : '';
    const id = cell.id === undefined ? '' : ` · id ${cell.id}`;
    const count = cell.json['execution_count'];
    const run = typeof count === 'number' ? ` · run ${count}` : '';
    const output = describeOutputs(cell.json['outputs'], outputLimit);
    return [
      `=== cell ${index} · ${kind}${own}${id}${run}`,
      ...(cell.source === '' ? [] : cell.source.split(/\r\n|\r|\n/u)),
      ...(output === '' ? [] : [`--- output of cell ${index}`, ...output.split('\n')]),
    ];
  });
}
