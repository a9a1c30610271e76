import type { HunkPlace, HunkVerdict } from './locate-hunk.ts';
import type { MatchSource } from './match-source.ts';
import type { HunkLine, HunkRange, PatchHunk } from './patch.ts';

/**
 * Lets the numbers of `@@ -12,3 +12,4 @@` choose where a hunk's lines are at several places: only if
 * the lengths are right, so that they were counted and not made up, and if no other hunk of the
 * section is elsewhere than its own numbers say, so that they are of this text.
 */
export function heedRanges(
  source: MatchSource,
  hunks: readonly PatchHunk[],
  verdicts: HunkVerdict[],
): void {
  const isTrue = hunks.every((hunk, at) => {
    const verdict = verdicts[at];
    return verdict?.kind !== 'placed' || isAsNumbered(hunk, verdict.place);
  });
  if (!isTrue) return;
  for (const [at, hunk] of hunks.entries()) {
    const verdict = verdicts[at];
    const place = verdict && numberedPlace(source, hunk, verdict);
    if (place !== undefined) verdicts[at] = { kind: 'placed', place };
  }
}

function isAsNumbered({ range, looseHead }: PatchHunk, { start }: HunkPlace): boolean {
  if (range === undefined) return true;
  const numbered = range.oldLines === 0 ? range.start : range.start - 1;
  return start === numbered || start === numbered + looseHead;
}

/** A hunk that ends without context was the end of its file: elsewhere its numbers are stale. */
function numberedPlace(
  source: MatchSource,
  { range }: PatchHunk,
  verdict: HunkVerdict,
): HunkPlace | undefined {
  if (verdict.kind !== 'ambiguous' || range === undefined) return undefined;
  const { lines, strictness, starts } = verdict;
  const start = range.start - 1;
  if (!hasLengths(lines, range) || !starts.includes(start)) return undefined;
  const reachesEnd = start + range.oldLines === source.lines.count;
  if (lines.at(-1)?.kind !== 'context' && !reachesEnd) return undefined;
  return { lines, start, strictness, within: undefined, by: 'line numbers' };
}

/** Whether the lines are as many, before and after, as the numbers say. */
export function hasLengths(lines: readonly HunkLine[], { oldLines, newLines }: HunkRange): boolean {
  const removed = lines.filter((line) => line.kind === 'remove').length;
  const added = lines.filter((line) => line.kind === 'add').length;
  return lines.length - added === oldLines && lines.length - removed === newLines;
}
