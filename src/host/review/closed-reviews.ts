import type { Review } from '../../shared/events.ts';
import type { Storage } from '../checkpoints/storage.ts';
import { toReview } from './to-review.ts';
import type { ReviewRecord } from './review-record.ts';

/** A review that is over, as far as it takes to take its step back, or to bring it back. */
export interface ClosedReview {
  readonly taskId: string;
  readonly stepId: string;
  /** As it was decided. */
  readonly review: Review;
  readonly takenBack: boolean;
}

/** Written reviews beside the checkpoints of their steps: they live and go with them. */
export interface ClosedReviews {
  /** Keeps what is left of a review once it is written. */
  add(record: ReviewRecord, stepId: string): Promise<void>;
  readonly get: (taskId: string, reviewId: string) => Promise<ClosedReview | undefined>;
  /** Notes which of a task's steps are in effect; answers with the reviews that changed by it. */
  follow(taskId: string, standing: ReadonlySet<string>): Promise<readonly Review[]>;
}

export function createClosedReviews(storage: Storage): ClosedReviews {
  const folderOf = (taskId: string): string => `checkpoints/${taskId}/reviews`;
  const pathOf = (taskId: string, id: string): string => `${folderOf(taskId)}/${id}.json`;
  const save = (closed: ClosedReview): Promise<void> =>
    storage.write(
      pathOf(closed.taskId, closed.review.id),
      new TextEncoder().encode(JSON.stringify(closed)),
    );
  const load = async (path: string): Promise<ClosedReview | undefined> => {
    const bytes = await storage.read(path);
    // Written by `save` alone, in this form.
    return bytes === undefined
      ? undefined
      : (JSON.parse(new TextDecoder().decode(bytes)) as ClosedReview);
  };
  return {
    add: (record, stepId) =>
      save({
        taskId: record.taskId,
        stepId,
        review: toReview({ ...record, phase: 'closed' }),
        takenBack: false,
      }),
    get: (taskId, reviewId) => load(pathOf(taskId, reviewId)),
    async follow(taskId, standing) {
      const changed: Review[] = [];
      for (const { path } of await storage.list(folderOf(taskId))) {
        const known = await load(path);
        if (known === undefined || known.takenBack !== standing.has(known.stepId)) continue;
        const next = { ...known, takenBack: !known.takenBack };
        await save(next);
        changed.push(next.takenBack ? takenBack(next.review) : next.review);
      }
      return changed;
    },
  };
}

/** The card of a written review whose step was taken back as a whole. */
function takenBack(review: Review): Review {
  return {
    ...review,
    state: 'closed',
    takenBack: true,
    files: review.files.map((file) => ({
      ...file,
      decision: 'undone',
      hunks: file.hunks.map((hunk) => ({ ...hunk, decision: 'undone' })),
    })),
  };
}
