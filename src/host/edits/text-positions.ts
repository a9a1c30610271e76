import { Position } from 'vscode';
import { countLines, countStartsUpTo, mapLines } from '../../core/edits/line-map.ts';
import { endsLine } from '../../core/edits/split-lines.ts';

/** Turns offsets of a text into positions, in the lines that VS Code counts. */
export function positionsIn(text: string): (offset: number) => Position {
  const lines = mapLines(text);
  // Behind a final ending VS Code counts one more line, which is empty.
  const last = endsLine(text) ? countLines(lines) : countLines(lines) - 1;
  return (offset) => {
    const line = Math.min(countStartsUpTo(lines, offset) - 1, last);
    return new Position(line, offset - (lines.starts[line] ?? 0));
  };
}
