import type { AgentEvent, Review } from '../../shared/events.ts';
import { isUndecided } from '../../shared/review-status.ts';

type ReviewEvent = Extract<AgentEvent, { type: 'review' }>;

/**
 * Where among `events` the one stands that `event` only brings up to date; -1 where it says
 * something new. Each decision on a review that waits, and each key typed into it, tells of all its
 * hunks again: the last of these is enough, since the review itself is on the disk for as long.
 */
export function findOutdated(events: readonly AgentEvent[], { review }: ReviewEvent): number {
  if (review.state !== 'open' && !isUndecided(review)) return -1;
  const at = findReview(events, review.id);
  const known = events[at];
  return known?.type === 'review' && known.review.state === review.state ? at : -1;
}

/** What a task's card shows of a review. */
export function reviewShown(events: readonly AgentEvent[], id: string): Review | undefined {
  const event = events[findReview(events, id)];
  return event?.type === 'review' ? event.review : undefined;
}

/** What a rewind took away does not count. */
function findReview(events: readonly AgentEvent[], id: string): number {
  const at = events.findLastIndex(
    (event) => event.type === 'rewind' || (event.type === 'review' && event.review.id === id),
  );
  return events[at]?.type === 'review' ? at : -1;
}
