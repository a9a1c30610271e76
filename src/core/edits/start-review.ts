import {
  type ChangeSet,
  type FileChange,
  resultPath,
  textAfter,
  textBefore,
} from './change-set.ts';
import { diffHunksInSteps } from './diff-hunks.ts';
import type { ReviewFile, ReviewHunk, ReviewState } from './review-state.ts';
import { runToEnd } from './run-steps.ts';

/** A review with everything open: nothing is decided until the user does. */
export function startReview(changeSet: ChangeSet): ReviewState {
  return runToEnd(startReviewInSteps(changeSet));
}

/** Likewise, and yields now and then: for change sets of any size. */
export function* startReviewInSteps({ changes }: ChangeSet): Generator<void, ReviewState> {
  const files: ReviewFile[] = [];
  for (const change of changes) {
    files.push(yield* startFile(change));
    yield;
  }
  return { files };
}

function* startFile(change: FileChange): Generator<void, ReviewFile> {
  const base = textBefore(change);
  const current = textAfter(change);
  const whole = fileHunk(change.kind === 'create' ? current : '');
  const texts = yield* readHunksInSteps(base, current);
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
  return runToEnd(readHunksInSteps(base, current));
}

function* readHunksInSteps(base: string, current: string): Generator<void, readonly ReviewHunk[]> {
  const hunks = yield* diffHunksInSteps(base, current);
  yield;
  return hunks.map(({ id, beforeStart, beforeLines, text }) => ({
    id,
    kind: 'text',
    decision: 'pending',
    author: 'agent',
    baseStart: beforeStart,
    baseLines: beforeLines,
    text,
  }));
}
