import { collide, inOrder, isVisible, withHunks } from './compose-review.ts';
import { followDocument } from './follow-document.ts';
import { hunkId } from './diff-hunks.ts';
import { rebaseReview } from './rebase-review.ts';
import { decideDeletion, resolveConflict } from './resolve-conflict.ts';
import type { Decision, ReviewEvent, ReviewFile, ReviewHunk, ReviewState } from './review-state.ts';

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
      return changeHunk(state, event.path, event.hunkId, keptDecision);
    case 'undoHunk':
      return changeHunk(state, event.path, event.hunkId, () => 'undone');
    case 'resetHunk':
      return changeHunk(state, event.path, event.hunkId, openDecision);
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
  decide: (hunk: ReviewHunk) => Decision,
): ReviewState {
  return changeFile(state, path, (file) => {
    const hunk = file.hunks.find((one) => one.id === hunkId);
    return hunk === undefined ? file : decideHunk(file, hunk, decide(hunk));
  });
}

function decideHunk(file: ReviewFile, hunk: ReviewHunk, decision: Decision): ReviewFile {
  const comesBack = !isVisible(hunk) && decision !== 'undone';
  if (file.change.kind === 'create' && hunk.kind === 'text') {
    return comesBack ? recallText(file, hunk) : file;
  }
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

/** What the user changed by hand is kept as it is. */
function keptDecision(hunk: ReviewHunk): Decision {
  return hunk.author === 'agent' ? 'kept' : 'edited';
}

function openDecision(hunk: ReviewHunk): Decision {
  return hunk.author === 'agent' ? 'pending' : 'edited';
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
    hunk.author === 'user' ? hunk : { ...hunk, decision: 'undone' },
  );
  return follow(withHunks(file, hunks));
}

function changeDocument(file: ReviewFile, text: string): ReviewFile {
  if (text === file.current) return file;
  const [whole] = file.hunks;
  if (whole?.kind === 'file' && file.change.kind === 'create') {
    return follow(changeCreation(file, whole, text));
  }
  if (whole?.kind === 'file' && file.change.kind === 'delete') {
    return withHunks(file, [decideDeletion(whole, file.base, text, 'pending')]);
  }
  const followed = followDocument(file, text);
  return follow({ ...followed, hunks: inOrder(followed.hunks) });
}

/** Emptied, as VS Code's arrow leaves it, a new file is undone; its last text is remembered. */
function changeCreation(file: ReviewFile, whole: ReviewHunk, text: string): ReviewFile {
  const after = file.change.kind === 'create' ? file.change.after : '';
  const memories = file.hunks.filter((hunk) => hunk.kind === 'text');
  if (text === '' && after !== '') {
    return withHunks(file, [{ ...whole, decision: 'undone' }, ...memories]);
  }
  const typedBefore = !isVisible(whole) && whole.author !== 'agent' && whole.text !== text;
  const kept = typedBefore ? [...memories, rememberText(whole)] : memories;
  const untouched = text === after;
  const decision = !untouched ? 'edited' : whole.decision === 'kept' ? 'kept' : 'pending';
  const author = untouched ? 'agent' : 'both';
  return withHunks(file, [{ ...whole, text, decision, author }, ...kept]);
}

/** What the user wrote into a new file before undoing it and writing something else. */
function rememberText(whole: ReviewHunk): ReviewHunk {
  return { ...whole, id: hunkId(0, 0, whole.text), kind: 'text', decision: 'undone' };
}

/** Brings a remembered text of a new file back, in exchange for the one it has now. */
function recallText(file: ReviewFile, memory: ReviewHunk): ReviewFile {
  const hunks = file.hunks.flatMap((hunk): readonly ReviewHunk[] => {
    if (hunk.kind === 'file')
      return [{ ...hunk, text: memory.text, decision: 'edited', author: 'both' }];
    if (hunk !== memory) return [hunk];
    return file.hunks.filter((one) => one.kind === 'file').map(rememberText);
  });
  return withHunks(file, hunks);
}
