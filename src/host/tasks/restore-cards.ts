import { isDeepStrictEqual } from 'node:util';
import { reviewShown } from '../../core/agent/review-update.ts';
import type { LiveReviews } from '../review/live-reviews.ts';
import { toReview } from '../review/to-review.ts';
import type { Tasks } from './tasks.ts';

/**
 * Brings the cards of tasks up to what their reviews hold: a journal has only the beginning and the
 * end of a review, and a kill may have come before either.
 */
export async function restoreCards(reviews: LiveReviews, tasks: Tasks): Promise<void> {
  // Most windows open without any; the list of tasks is on the disk.
  if (reviews.all().length === 0) return;
  const known = new Set((await tasks.list()).map(({ id }) => id));
  for (const { session } of reviews.all()) {
    const record = session.record();
    if (!known.has(record.taskId)) continue;
    const task = await tasks.open(record.taskId);
    const review = toReview(record);
    const shown = reviewShown(task.session.snapshot(), review.id);
    if (!isDeepStrictEqual(shown, review)) task.session.record({ type: 'review', review });
  }
}
