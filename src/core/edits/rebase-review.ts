import { isVisible, withHunks } from './compose-review.ts';
import { joinMet } from './join-met.ts';
import { changedLines, moveHunks } from './move-hunks.ts';
import type { ReviewFile } from './review-state.ts';
import { isWhole } from './whole-files.ts';

/**
 * The file after the user's own side became `text` (undefined: it is gone). Hunks whose lines did not
 * change move along; one that the user has made alike falls away; where a hunk's lines changed
 * otherwise there is a conflict, and everything stays as it is until the user settles it.
 */
export function rebaseReview(
  file: ReviewFile,
  text: string | undefined,
  version: string | undefined,
): ReviewFile {
  const settled: ReviewFile = { ...file, conflict: undefined };
  if (text === file.base) return { ...settled, baseVersion: version };
  const conflict = (lines: readonly number[]): ReviewFile => ({
    ...file,
    conflict: { theirs: text ?? '', proposed: file.current, theirVersion: version, lines },
  });
  const whole = file.hunks[0]?.kind === 'file' ? file.hunks[0] : undefined;
  if (whole !== undefined && isWhole(file)) {
    const agrees = text === undefined ? file.change.kind === 'delete' : text === file.current;
    if (isVisible(whole) && !agrees) return conflict([0]);
    return withHunks({ ...settled, base: text ?? '', baseVersion: version }, file.hunks);
  }
  if (text === undefined && file.hunks.some(isVisible)) return conflict([0]);
  const base = text ?? '';
  const moved = moveHunks(file.hunks, changedLines(file.base, base));
  const collisions = moved.filter(({ collides }) => collides);
  if (collisions.length > 0) return conflict(collisions.map(({ hunk }) => hunk.baseStart));
  const hunks = moved.map(({ hunk }) => hunk);
  return withHunks({ ...settled, base, baseVersion: version }, joinMet(hunks, base));
}
