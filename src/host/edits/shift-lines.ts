import { minimalEdits } from '../../core/edits/minimal-edits.ts';

/** Where a 1-based line of one text is in another; `undefined` for a line that was changed. */
export function shiftLines(before: string, after: string): (line: number) => number | undefined {
  const runs: { readonly start: number; readonly end: number; readonly delta: number }[] = [];
  const lineAt = lineCounter(before);
  for (const { start, end, text } of minimalEdits(before, after)) {
    const first = lineAt(start);
    const last = lineAt(end);
    runs.push({ start: first, end: last, delta: countEndings(text) - (last - first) });
  }
  return (line) => {
    let shifted = line;
    for (const run of runs) {
      if (run.start > line) break;
      // A change inside the line itself leaves it where it is, when it stays one line.
      if (run.end >= line && run.delta === 0 && run.start === run.end) continue;
      if (run.end >= line && run.start <= line && run.start !== run.end) return undefined;
      shifted += run.delta;
    }
    return shifted;
  };
}

/** Offsets must come in rising order. */
function lineCounter(text: string): (offset: number) => number {
  let at = 0;
  let line = 1;
  return (offset) => {
    for (; at < offset; at++) if (text.charCodeAt(at) === 0x0a) line++;
    return line;
  };
}

function countEndings(text: string): number {
  return text.split('\n').length - 1;
}
