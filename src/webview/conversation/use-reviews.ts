import { useRef } from 'preact/hooks';

import type { Review } from '../../shared/events.ts';
import type { Entry } from '../../shared/view-entries.ts';

/** The task's reviews as a list that keeps its identity as long as none of them changed. */
export function useReviews(entries: readonly Entry[]): readonly Review[] {
  const kept = useRef<readonly Review[]>([]);
  const reviews = entries.flatMap((entry) => (entry.kind === 'review' ? [entry.review] : []));
  const same =
    reviews.length === kept.current.length &&
    reviews.every((review, index) => review === kept.current[index]);
  if (!same) kept.current = reviews;
  return kept.current;
}
