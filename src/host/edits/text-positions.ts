import { Position } from 'vscode';
import { mapLines } from '../../core/edits/line-map.ts';
import { endsLine } from '../../core/edits/split-lines.ts';

/** Turns offsets of a text into positions, in the lines that VS Code counts. */
export function positionsIn(text: string): (offset: number) => Position {
  const { starts } = mapLines(text);
  // Behind a final ending VS Code counts one more line, which is empty.
  const last = endsLine(text) ? starts.length - 1 : starts.length - 2;
  return (offset) => {
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return new Position(low, offset - (starts[low] ?? 0));
  };
}
