import { collide, inOrder, isVisible, withHunks } from './compose-review.ts';
import { hunkId } from './diff-hunks.ts';
import { joinMet } from './join-met.ts';
import { mapLines } from './line-map.ts';
import { changedLines, moveHunks, rememberAt } from './move-hunks.ts';
import type { ReviewConflict, ReviewFile, ReviewHunk } from './review-state.ts';
import { readHunks } from './start-review.ts';
import { isWhole, settleDeletion } from './whole-files.ts';

const yielding = { decision: 'undone', yields: true } as const;

/** Both ways out of a conflict, as the texts that the file would have. */
export interface ConflictTexts {
  /** The user's lines where the two meet; `undefined`: the file stays deleted. */
  readonly mine: string | undefined;
  /** The proposal's lines there. Everywhere else both have what the user and the proposal changed. */
  readonly proposal: string;
}

export function conflictTexts(file: ReviewFile, conflict: ReviewConflict): ConflictTexts {
  if (isGone(conflict)) return { mine: undefined, proposal: file.current };
  if (isWhole(file)) return { mine: conflict.theirs, proposal: file.current };
  const { mine, proposal } = bothWays(file, conflict);
  return { mine: mine.current, proposal: proposal.current };
}

/**
 * The file without its conflict: from here on the review is against what the user has, and its right
 * side is `text`. Hunks that met nothing stay as they were decided; where the user's lines stand, the
 * proposal's are remembered as an undone hunk.
 */
export function resolveConflict(file: ReviewFile, text: string): ReviewFile {
  const { conflict } = file;
  if (conflict === undefined) return file;
  if (isWhole(file) || isGone(conflict)) return resolveWhole(file, conflict, text);
  const { mine, proposal } = bothWays(file, conflict);
  if (text === mine.current) return mine;
  if (text === proposal.current) return proposal;
  return withHunks(proposal, readSettled(mine, proposal, text));
}

/**
 * The hunks of a text that the user made of both: what is as proposed is the proposal's, what is as
 * the user had it leaves the proposal's hunk undone, and everything else is of both.
 */
function readSettled(mine: ReviewFile, proposal: ReviewFile, text: string): readonly ReviewHunk[] {
  const known = new Map(proposal.hunks.filter(isVisible).map((hunk) => [hunk.id, hunk]));
  const shown = readHunks(proposal.base, text).map(
    (hunk): ReviewHunk => known.get(hunk.id) ?? { ...hunk, decision: 'edited', author: 'both' },
  );
  const ids = new Set(shown.map(({ id }) => id));
  const lines = mapLines(proposal.base);
  const rest = mine.hunks.flatMap((hunk): readonly ReviewHunk[] => {
    if (hunk.kind === 'file') return [hunk];
    if (ids.has(hunk.id)) return [];
    const undone: ReviewHunk = { ...hunk, decision: 'undone' };
    if (!shown.some((one) => collide(one, hunk))) return [undone];
    // Its place is taken; what the user wrote in it is remembered all the same.
    return hunk.author === 'agent' ? [] : rememberAt(undone, hunk.baseStart, lines);
  });
  return [...rest, ...shown];
}

function bothWays(
  file: ReviewFile,
  { theirs, theirVersion }: ReviewConflict,
): { readonly mine: ReviewFile; readonly proposal: ReviewFile } {
  const moved = moveHunks(file.hunks, changedLines(file.base, theirs));
  const next: ReviewFile = {
    ...file,
    base: theirs,
    baseVersion: theirVersion,
    conflict: undefined,
  };
  const mine = moved.map(({ hunk, collides }) => (collides ? { ...hunk, ...yielding } : hunk));
  const proposal = moved.map(({ hunk }) => hunk);
  return {
    mine: withHunks(next, joinMet(mine, theirs)),
    proposal: withHunks(next, joinMet(proposal, theirs)),
  };
}

function isGone({ theirs, theirVersion }: ReviewConflict): boolean {
  return theirVersion === undefined && theirs === '';
}

function resolveWhole(file: ReviewFile, conflict: ReviewConflict, text: string): ReviewFile {
  const { theirs: base, theirVersion: baseVersion } = conflict;
  const next: ReviewFile = { ...file, base, baseVersion, current: text, conflict: undefined };
  switch (file.change.kind) {
    case 'create':
      return withHunks(
        next,
        file.hunks.map((hunk) => settleCreation(hunk, file, base, text)),
      );
    case 'delete':
      return settleDeletion(next, base, text);
    case 'modify':
    case 'rename':
      return { ...next, hunks: inOrder(writeAnew(file, text)) };
  }
}

function settleCreation(
  hunk: ReviewHunk,
  { current }: ReviewFile,
  theirs: string,
  text: string,
): ReviewHunk {
  if (hunk.kind === 'text' || text === current) return hunk;
  if (text === theirs) return { ...hunk, ...yielding };
  return { ...hunk, text, decision: 'edited', author: 'both' };
}

/** The hunks of a file that the user deleted: all its text as one, undone where it stays so. */
function writeAnew(file: ReviewFile, text: string): readonly ReviewHunk[] {
  const staysGone = text === '';
  const all = staysGone ? file.current : text;
  const isProposed = all === file.current && file.hunks.every(({ author }) => author === 'agent');
  const whole: ReviewHunk = {
    id: hunkId(0, 0, all),
    kind: 'text',
    author: isProposed ? 'agent' : 'both',
    baseStart: 0,
    baseLines: 0,
    text: all,
    ...(staysGone ? yielding : { decision: isProposed ? 'kept' : 'edited' }),
  };
  const renamings = file.hunks
    .filter((hunk) => hunk.kind === 'file')
    .map((hunk) => (staysGone ? { ...hunk, ...yielding } : hunk));
  const remembered = file.hunks
    .filter((hunk) => hunk.kind === 'text' && !isVisible(hunk) && hunk.author !== 'agent')
    .flatMap((hunk) => rememberAt(hunk, 0, mapLines('')));
  return [...renamings, whole, ...remembered];
}
