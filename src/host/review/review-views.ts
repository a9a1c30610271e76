import type { TaskCheckpoints } from '../checkpoints/task-checkpoints.ts';
import { pause } from '../edits/in-steps.ts';
import { findBeginnings } from './find-beginnings.ts';
import type { ReviewDeps, ReviewPlace } from './review-controller.ts';
import type { ReviewRecord } from './review-record.ts';
import type { ReviewSides } from './review-sides.ts';
import { closeReview, showReview } from './show-review.ts';
import type { TaskChanges } from './task-changes.ts';

/** Brings reviews before the user's eyes. */
export interface ReviewViews {
  /** Makes the sides of a review show it as it is now; of some files by path, or of all. */
  refresh(reviewId: string, only?: ReadonlySet<string>): Promise<void>;
  open(reviewId: string, at?: ReviewPlace): Promise<void>;
  /** Opens a new review without getting in the way of what the user is doing, or offers it. */
  present(reviewId: string): Promise<void>;
}

export interface ReviewViewsDeps extends Pick<
  ReviewDeps,
  'uris' | 'isBusy' | 'rememberFocus' | 'announce'
> {
  readonly sides: ReviewSides;
  readonly taskChanges: TaskChanges;
  readonly checkpoints: (taskId: string) => Promise<TaskCheckpoints>;
  /** The living review, if there is one. */
  readonly find: (reviewId: string) => ReviewRecord | undefined;
  /** Brings one back that a reload interrupted. */
  readonly load: (reviewId: string) => Promise<void>;
}

export function createReviewViews(deps: ReviewViewsDeps): ReviewViews {
  const { uris, sides, taskChanges, checkpoints, find } = deps;
  const views: ReviewViews = {
    async refresh(reviewId, paths) {
      // A keystroke in a long file is work enough for one turn.
      await pause();
      const current = (): ReviewRecord | undefined => find(reviewId);
      const record = current();
      const only = paths === undefined ? {} : { only: paths };
      if (record?.phase !== 'applied') return sides.show(current, only);
      // Written changes are shown against what the task found, not against its last step.
      const beginnings = await findBeginnings(await checkpoints(record.taskId), record, paths);
      return sides.show(current, { beginnings, ...only });
    },
    async open(reviewId, { path, hunkId } = {}) {
      await deps.load(reviewId);
      const record = find(reviewId);
      if (record === undefined) return;
      // What is written already is looked at as a whole, whichever step it came with.
      const isWhole = record.phase === 'applied' && path === undefined;
      if (isWhole && (await taskChanges.show(record.taskId))) return;
      await views.refresh(reviewId);
      await showReview(uris, record, {
        focus: 'take',
        ...(path === undefined ? {} : { path }),
        ...(hunkId === undefined ? {} : { hunkId }),
      });
    },
    async present(reviewId) {
      const record = find(reviewId);
      if (record === undefined) return;
      await views.refresh(reviewId);
      if (find(reviewId) === undefined) return;
      const focus = deps.isBusy() ? 'background' : 'leave';
      const bringFocusBack = deps.rememberFocus();
      const shown = await showReview(uris, record, { focus });
      // A diff of one file leaves the focus alone: taking it would close what the user opens just then.
      if (shown && record.state.files.length > 1) await bringFocusBack();
      // Decided in the panel while its editor opened: nothing else closes it any more.
      if (find(reviewId) === undefined) await closeReview(uris, record);
      else if (!shown) deps.announce(record.state.files.length, () => views.open(reviewId));
    },
  };
  return views;
}
