import { withHunks } from '../../core/edits/compose-review.ts';
import type { LineChange } from '../../core/edits/diff-lines.ts';
import { diffTextsInSteps } from '../../core/edits/diff-texts.ts';
import { findTakenBack } from '../../core/edits/find-taken-back.ts';
import { countLines, mapLines } from '../../core/edits/line-map.ts';
import { isMadeAlike } from '../../core/edits/made-alike.ts';
import { mergeTextsInSteps } from '../../core/edits/merge-texts.ts';
import type { ReviewFile } from '../../core/edits/review-state.ts';
import { runToEnd } from '../../core/edits/run-steps.ts';
import { placeHunks } from './place-hunks.ts';

/** How often a text is merged to find out which hunks are meant, where it is not plain. */
const mostLooks = 64;

/** The open hunks of a written file that `text`, what the file holds by now, no longer has. */
export function undoneHunks(file: ReviewFile, text: string): readonly string[] {
  return runToEnd(undoneHunksInSteps(file, text));
}

/** Likewise, and yields now and then. */
export function* undoneHunksInSteps(
  file: ReviewFile,
  text: string,
): Generator<void, readonly string[]> {
  // Of mixed line endings VS Code's document has one only: what was taken back cannot be told surely.
  const isMixed = isMadeAlike(file.base) || isMadeAlike(file.current);
  if (isMixed && !isMadeAlike(text)) return [];
  if (text === file.current) return [];
  const base = mapLines(file.base);
  const exactly = findTakenBack({
    ...{ text, isFollowed: false, base, start: 0, end: countLines(base), hunks: file.hunks },
    mayBeGone: ({ decision }) => decision === 'pending',
  });
  if (exactly !== undefined) return exactly.map(({ id }) => id);
  yield;
  let looks = mostLooks;
  function* among(ids: readonly string[]): Generator<void, readonly string[]> {
    looks -= 1;
    if (ids.length === 0 || looks < 0) return [];
    if (yield* hasNoneOf(file, ids, text)) return ids;
    const middle = ids.length >> 1;
    if (ids.length === 1) return [];
    return [...(yield* among(ids.slice(0, middle))), ...(yield* among(ids.slice(middle)))];
  }
  return yield* among(yield* missingHunks(file, text));
}

/** Whether taking these hunks back, and whatever else was typed, makes exactly the text. */
function* hasNoneOf(
  file: ReviewFile,
  ids: readonly string[],
  text: string,
): Generator<void, boolean> {
  const gone = new Set(ids);
  const { current } = withHunks(
    file,
    file.hunks.map((hunk) => (gone.has(hunk.id) ? { ...hunk, decision: 'undone' } : hunk)),
  );
  yield;
  const merged = yield* mergeTextsInSteps(file.current, current, text);
  return merged.ok && merged.text === text;
}

/** Open hunks that the text has changed, and where it reads as it did before them. */
function* missingHunks(file: ReviewFile, text: string): Generator<void, readonly string[]> {
  const lines = mapLines(text);
  const fromCurrent = yield* diffTextsInSteps(mapLines(file.current), lines);
  const fromBase = yield* diffTextsInSteps(mapLines(file.base), lines);
  yield;
  const isTouched = follower(fromCurrent);
  const isOther = follower(fromBase);
  return placeHunks(file)
    .filter(({ hunk }) => hunk.kind === 'text' && hunk.decision === 'pending')
    .filter(({ line, lines: count }) => isTouched(line, count))
    .filter(({ hunk }) => !isOther(hunk.baseStart, hunk.baseLines))
    .map(({ hunk }) => hunk.id);
}

/** Asked with ascending lines: whether one of the changes touches them, or the place they were at. */
function follower(changes: readonly LineChange[]): (line: number, count: number) => boolean {
  let next = 0;
  return (line, count) => {
    while ((changes[next]?.beforeEnd ?? Infinity) < line) next += 1;
    return (changes[next]?.beforeStart ?? Infinity) <= line + count;
  };
}
