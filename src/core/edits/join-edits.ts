import type { TextEdit } from './hunk.ts';

/**
 * At most `most` edits that make the same of `before`: those closest to each other are joined, with
 * the text between them. `edits` are ascending and do not overlap.
 */
export function joinEdits(
  before: string,
  edits: readonly TextEdit[],
  most: number,
): readonly TextEdit[] {
  const tooMany = edits.length - most;
  if (tooMany <= 0) return edits;
  const gapAt = (index: number): number =>
    (edits[index]?.start ?? 0) - (edits[index - 1]?.end ?? 0);
  const byGap = Array.from({ length: edits.length - 1 }, (_, index) => index + 1).sort(
    (one, other) => gapAt(one) - gapAt(other) || one - other,
  );
  const joined = new Set(byGap.slice(0, tooMany));
  const result: TextEdit[] = [];
  for (let first = 0; first < edits.length;) {
    let next = first + 1;
    while (joined.has(next)) next += 1;
    result.push(joinRun(before, edits.slice(first, next)));
    first = next;
  }
  return result;
}

function joinRun(before: string, run: readonly TextEdit[]): TextEdit {
  const start = run[0]?.start ?? 0;
  const pieces: string[] = [];
  let end = start;
  for (const edit of run) {
    pieces.push(before.slice(end, edit.start), edit.text);
    end = edit.end;
  }
  return { start, end, text: pieces.join('') };
}
