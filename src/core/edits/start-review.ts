import {
  type ChangeSet,
  type FileChange,
  resultPath,
  textAfter,
  textBefore,
} from './change-set.ts';
import { diffHunks } from './diff-hunks.ts';
import type { ReviewFile, ReviewHunk, ReviewState } from './review-state.ts';
import { splitLines } from './split-lines.ts';

/** A review with everything open: nothing is decided until the user does. */
export function startReview(changeSet: ChangeSet): ReviewState {
  return { files: changeSet.changes.map(startFile) };
}

function startFile(change: FileChange): ReviewFile {
  const base = textBefore(change);
  const current = textAfter(change);
  const whole = fileHunk(change.kind === 'create' ? current : '');
  const texts = readHunks(base, current);
  return {
    path: resultPath(change),
    change,
    base,
    baseVersion: change.kind === 'create' ? undefined : change.baseVersion,
    current,
    hunks:
      change.kind === 'modify' ? texts : change.kind === 'rename' ? [whole, ...texts] : [whole],
    conflict: undefined,
  };
}

/** The id of every hunk that stands for a creation, deletion or renaming. */
const fileHunkId = 'file';

function fileHunk(text: string): ReviewHunk {
  return {
    id: fileHunkId,
    kind: 'file',
    decision: 'pending',
    author: 'agent',
    baseStart: 0,
    baseLines: 0,
    text,
  };
}

/** The agent's hunks between two texts, all open. */
export function readHunks(base: string, current: string): readonly ReviewHunk[] {
  const lines = splitLines(current);
  return diffHunks(base, current).map((hunk) => ({
    id: hunk.id,
    kind: 'text',
    decision: 'pending',
    author: 'agent',
    baseStart: hunk.beforeStart,
    baseLines: hunk.beforeLines,
    text: lines.slice(hunk.afterStart, hunk.afterStart + hunk.afterLines).join(''),
  }));
}
