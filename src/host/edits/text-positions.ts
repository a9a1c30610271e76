import { Position } from 'vscode';

/** Turns offsets of a text into positions, in the lines that VS Code counts. */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const endsLine = code === 0x0a || (code === 0x0d && text.charCodeAt(index + 1) !== 0x0a);
    if (endsLine) starts.push(index + 1);
  }
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return new Position(low, offset - (starts[low] ?? 0));
  };
}
