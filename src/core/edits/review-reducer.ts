import { collide, inOrder, isVisible, withHunks } from './compose-review.ts';
import { followDocument } from './follow-document.ts';
import { rebaseReview } from './rebase-review.ts';
import { resolveConflict } from './resolve-conflict.ts';
import type { Decision, ReviewEvent, ReviewFile, ReviewHunk, ReviewState } from './review-state.ts';
import { changeWhole, isWhole, recallText } from './whole-files.ts';

/**
 * The state after an event. Events on files or hunks that are not there change nothing. Nothing the
 * user typed is lost: an undone hunk keeps its text and comes back with `resetHunk` or `keepHunk`.
 */
export function reviewReducer(state: ReviewState, event: ReviewEvent): ReviewState {
  switch (event.type) {
    case 'keepAll':
      return { files: state.files.map(keepFile) };
    case 'undoAll':
      return { files: state.files.map(undoFile) };
    case 'keepFile':
      return changeFile(state, event.path, keepFile);
    case 'undoFile':
      return changeFile(state, event.path, undoFile);
    case 'keepHunk':
      return changeHunk(state, event.path, event.hunkId, 'kept');
    case 'undoHunk':
      return changeHunk(state, event.path, event.hunkId, 'undone');
    case 'undoHunks':
      return event.hunkIds.reduce(
        (next, hunkId) => changeHunk(next, event.path, hunkId, 'undone'),
        state,
      );
    case 'resetHunk':
      return changeHunk(state, event.path, event.hunkId, 'pending');
    case 'documentChanged':
      return changeFile(state, event.path, (file) => changeDocument(file, event.text));
    case 'baseChanged':
      return changeFile(state, event.path, (file) => rebaseReview(file, event.text, event.version));
    case 'resolveConflict':
      return changeFile(state, event.path, (file) => resolveConflict(file, event.text));
  }
}

/** Every hunk has its decision and no conflict is open: the kept part may be applied. */
export function isDecided(state: ReviewState): boolean {
  return state.files.every(
    (file) =>
      file.conflict === undefined && file.hunks.every((hunk) => hunk.decision !== 'pending'),
  );
}

function changeFile(
  state: ReviewState,
  path: string,
  change: (file: ReviewFile) => ReviewFile,
): ReviewState {
  return { files: state.files.map((file) => (file.path === path ? change(file) : file)) };
}

function changeHunk(
  state: ReviewState,
  path: string,
  hunkId: string,
  decision: 'kept' | 'undone' | 'pending',
): ReviewState {
  return changeFile(state, path, (file) => {
    const hunk = file.hunks.find((one) => one.id === hunkId);
    if (hunk === undefined) return file;
    return decideHunk(file, hunk, decision === 'undone' ? decision : by(decision, file, hunk));
  });
}

function decideHunk(file: ReviewFile, hunk: ReviewHunk, decision: Decision): ReviewFile {
  const comesBack = !isVisible(hunk) && decision !== 'undone';
  if (isWhole(file) && hunk.kind === 'text') return comesBack ? recallText(file, hunk) : file;
  const blocked = file.hunks.some((one) => one !== hunk && isVisible(one) && collide(one, hunk));
  // Where the user has written something else meanwhile, the undone text has no place any more.
  if (comesBack && blocked) return file;
  const hunks = file.hunks.map((one) => (one === hunk ? decided(one, decision) : one));
  const next = withHunks(file, hunks);
  return follow(next);
}

/** Whatever it yielded to: now it is decided by name. */
function decided(hunk: ReviewHunk, decision: Decision): ReviewHunk {
  const { id, kind, author, baseStart, baseLines, text } = hunk;
  return { id, kind, decision, author, baseStart, baseLines, text };
}

/** A conflict is looked at again whenever the proposal changes: it may have gone. */
function follow(file: ReviewFile): ReviewFile {
  const { conflict } = file;
  if (conflict === undefined) return file;
  const gone = conflict.theirVersion === undefined && conflict.theirs === '';
  return rebaseReview(file, gone ? undefined : conflict.theirs, conflict.theirVersion);
}

/** What the user changed by hand is kept as it is; a deletion is one whatever they wrote instead. */
function by(decision: 'kept' | 'pending', { change }: ReviewFile, hunk: ReviewHunk): Decision {
  return hunk.author === 'agent' || change.kind === 'delete' ? decision : 'edited';
}

/** Keeps what is open; what was undone stays undone. */
function keepFile(file: ReviewFile): ReviewFile {
  const hunks = file.hunks.map((hunk): ReviewHunk =>
    hunk.decision === 'pending' ? { ...hunk, decision: 'kept' } : hunk,
  );
  return { ...file, hunks };
}

/** Undoes all that the agent proposed; what the user alone wrote stays. */
function undoFile(file: ReviewFile): ReviewFile {
  const hunks = file.hunks.map((hunk): ReviewHunk =>
    hunk.kind === 'text' && hunk.author === 'user' ? hunk : { ...hunk, decision: 'undone' },
  );
  return follow(withHunks(file, hunks));
}

function changeDocument(file: ReviewFile, text: string): ReviewFile {
  if (text === file.current) return file;
  const [whole] = file.hunks;
  if (whole !== undefined && isWhole(file)) return follow(changeWhole(file, whole, text));
  const followed = followDocument(file, text);
  return follow({ ...followed, hunks: inOrder(followed.hunks) });
}
