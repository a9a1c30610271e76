import { isVisible, withHunks } from './compose-review.ts';
import { diffLines } from './diff-lines.ts';
import { hunkId } from './diff-hunks.ts';
import { endsLine, moveHunks } from './move-hunks.ts';
import type { Decision, ReviewFile, ReviewHunk } from './review-state.ts';
import { splitLines } from './split-lines.ts';

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
  const isWhole = file.change.kind === 'create' || file.change.kind === 'delete';
  if (whole !== undefined && isWhole) {
    const agrees = text === undefined ? file.change.kind === 'delete' : text === file.current;
    if (isVisible(whole) && !agrees) return conflict([0]);
    return withHunks({ ...settled, base: text ?? '', baseVersion: version }, file.hunks);
  }
  if (text === undefined) return conflict([0]);
  const edits = diffLines(splitLines(file.base), splitLines(text));
  const lines = splitLines(text);
  const moved: ReviewHunk[] = [];
  const collisions: number[] = [];
  for (const result of moveHunks(file.hunks, edits, lines)) {
    const { kind, hunk } = result;
    if (kind === 'moved') moved.push(hunk);
    else if (kind === 'collides' && isVisible(hunk)) collisions.push(result.line);
    else if (kind === 'collides' && hunk.author !== 'agent') {
      moved.push(rememberAt(hunk, result.line, lines));
    }
  }
  if (collisions.length > 0) return conflict(collisions);
  return withHunks({ ...settled, base: text, baseVersion: version }, joinMet(moved, text));
}

/** Additions that come to stand at one point, because the user removed what was between, are one. */
function joinMet(hunks: readonly ReviewHunk[], base: string): readonly ReviewHunk[] {
  const joined: ReviewHunk[] = [];
  let last = -1;
  for (const hunk of hunks) {
    const before = joined[last];
    const isAddition = hunk.kind === 'text' && isVisible(hunk) && hunk.baseLines === 0;
    if (!isAddition || before?.baseStart !== hunk.baseStart) {
      if (isAddition) last = joined.length;
      joined.push(hunk);
      continue;
    }
    const newline = base.includes('\r\n') ? '\r\n' : '\n';
    const text = before.text + (endsLine(before.text) ? '' : newline) + hunk.text;
    joined[last] = {
      ...before,
      id: hunkId(before.baseStart, 0, text),
      text,
      author: before.author === hunk.author ? hunk.author : 'both',
      decision: joinDecisions(before.decision, hunk.decision),
    };
  }
  return joined;
}

/** What was not decided is not decided by being joined. */
function joinDecisions(one: Decision, other: Decision): Decision {
  if (one === other) return one;
  return one === 'pending' || other === 'pending' ? 'pending' : 'edited';
}

/**
 * An undone hunk with words of the user's own, whose lines are no longer there: remembered as an
 * addition before the line that changed, so that bringing it back takes nothing away.
 */
export function rememberAt(hunk: ReviewHunk, line: number, lines: readonly string[]): ReviewHunk {
  const lacksFinal = lines.length > 0 && !endsLine(lines.at(-1) ?? '');
  const baseStart = Math.min(line, lacksFinal ? lines.length - 1 : lines.length);
  const text = baseStart < lines.length && !endsLine(hunk.text) ? `${hunk.text}\n` : hunk.text;
  return { ...hunk, id: hunkId(baseStart, 0, text), baseStart, baseLines: 0, text };
}
