import { isVisible, withHunks } from './compose-review.ts';
import { hunkId } from './diff-hunks.ts';
import { hasSameLines } from './made-alike.ts';
import type { ReviewFile, ReviewHunk } from './review-state.ts';

/**
 * Files that come or go as a whole. Their one hunk stands for that; text hunks, always undone, are
 * what the user wrote there before they undid it and wrote something else.
 */
export function isWhole({ change }: ReviewFile): boolean {
  return change.kind === 'create' || change.kind === 'delete';
}

/** Whether the user wrote something else into a file that was to go. */
export function isReplaced({ change, hunks }: ReviewFile): boolean {
  const [whole] = hunks;
  return change.kind === 'delete' && whole?.author === 'user' && !isVisible(whole);
}

/** Whether what the user wrote stands in the proposal: in its hunks, or where a file was to go. */
export function isTyped(file: ReviewFile): boolean {
  const { change, hunks } = file;
  return hunks.some(
    (hunk) =>
      hunk.author !== 'agent' &&
      (isVisible(hunk) || (change.kind === 'delete' && hunk.kind === 'file')),
  );
}

/** The file after the user changed the right side's text. */
export function changeWhole(file: ReviewFile, whole: ReviewHunk, text: string): ReviewFile {
  return file.change.kind === 'delete'
    ? changeDeletion(file, whole, text)
    : changeCreation(file, whole, text);
}

/** Emptied, as VS Code's arrow leaves it, a new file is undone; its last text is remembered. */
function changeCreation(file: ReviewFile, whole: ReviewHunk, text: string): ReviewFile {
  const after = file.change.kind === 'create' ? file.change.after : '';
  if (text === '' && after !== '') {
    const memories = file.hunks.filter((hunk) => hunk.kind === 'text');
    return withHunks(file, [{ ...whole, decision: 'undone' }, ...memories]);
  }
  const isAnew = !isVisible(whole) || text === '';
  const memories = memoriesOf(file, isAnew ? whole : undefined, text);
  const untouched = text === after;
  const decision = !untouched ? 'edited' : whole.decision === 'kept' ? 'kept' : 'pending';
  const author = untouched ? 'agent' : 'both';
  return withHunks(file, [{ ...whole, text, decision, author }, ...memories]);
}

/**
 * A text takes the deletion back. What the user wrote is remembered when they write anew after the
 * deletion stood once more, and when the arrow brings the file's own text.
 */
function changeDeletion(file: ReviewFile, whole: ReviewHunk, shown: string): ReviewFile {
  // An empty document knows no ending: lines that come back have another one there than the file.
  const text = hasSameLines(shown, file.base) ? file.base : shown;
  const isAnew = isVisible(whole) || text === file.base;
  const memories = memoriesOf(file, isAnew ? whole : undefined, text);
  return withHunks(file, [decideDeletion(whole, file.base, text, 'pending'), ...memories]);
}

/** The file with its deletion settled: gone, or with this text, against what the user has now. */
export function settleDeletion(file: ReviewFile, theirs: string, text: string): ReviewFile {
  const [whole] = file.hunks;
  if (whole === undefined) return file;
  const settled = decideDeletion(whole, theirs, text, 'kept');
  const yields = text !== '' && text === theirs ? ({ yields: true } as const) : {};
  return withHunks(file, [{ ...settled, ...yields }, ...memoriesOf(file, whole, text)]);
}

function decideDeletion(
  hunk: ReviewHunk,
  theirs: string,
  text: string,
  standing: 'pending' | 'kept',
): ReviewHunk {
  const author = text === '' || text === theirs ? 'agent' : 'user';
  return { ...hunk, author, decision: text === '' ? standing : 'undone', text };
}

/** What the user wrote there earlier, and what `whole` had of theirs, less what is there again. */
function memoriesOf(
  file: ReviewFile,
  whole: ReviewHunk | undefined,
  text: string,
): readonly ReviewHunk[] {
  const isTheirs = whole !== undefined && whole.author !== 'agent' && whole.text !== '';
  const last = isTheirs ? [rememberText(whole)] : [];
  const known = file.hunks.filter((hunk) => hunk.kind === 'text' && hunk.text !== last[0]?.text);
  return [...known, ...last].filter((hunk) => hunk.text !== text);
}

/** What the user wrote into a file before undoing it and writing something else. */
function rememberText(whole: ReviewHunk): ReviewHunk {
  return { ...whole, id: hunkId(0, 0, whole.text), kind: 'text', decision: 'undone' };
}

/** Brings a remembered text of a file back, in exchange for the one it has now. */
export function recallText(file: ReviewFile, memory: ReviewHunk): ReviewFile {
  const isDeletion = file.change.kind === 'delete';
  const back = isDeletion
    ? ({ decision: 'undone', author: 'user' } as const)
    : ({ decision: 'edited', author: 'both' } as const);
  const hunks = file.hunks.flatMap((hunk): readonly ReviewHunk[] => {
    const { id, kind, baseStart, baseLines } = hunk;
    if (kind === 'file') return [{ id, kind, baseStart, baseLines, text: memory.text, ...back }];
    if (hunk !== memory) return [hunk];
    return file.hunks
      .filter((one) => one.kind === 'file' && one.text !== '')
      .filter((one) => !isDeletion || one.author !== 'agent')
      .map(rememberText);
  });
  return withHunks(file, hunks);
}
