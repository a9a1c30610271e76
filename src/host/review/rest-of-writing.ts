import { restOfReview } from '../../core/edits/rest-of-review.ts';
import { newReviewId } from './new-review-id.ts';
import type { ReviewRecord } from './review-record.ts';

/**
 * What the user typed in the right sides of a review from its last decision until its editors were
 * closed, as a review of its own; `undefined` where that is nothing. It is theirs, so it is kept.
 */
export function restOfWriting(
  record: ReviewRecord,
  typed: ReadonlyMap<string, string>,
): ReviewRecord | undefined {
  const state = restOfReview(record.state, typed);
  if (state.files.length === 0) return undefined;
  const { taskId, callId, uris, notebooks, stepId } = record;
  return {
    id: newReviewId(),
    taskId,
    callId,
    phase: 'open',
    at: Date.now(),
    uris,
    follows: { stepId },
    state,
    ...(notebooks === undefined ? {} : { notebooks }),
    encodings: encodingsNow(record),
  };
}

/** A moved file is read by now as it was where it came from. */
function encodingsNow({ encodings = {}, state }: ReviewRecord): Readonly<Record<string, string>> {
  const moved = state.files.flatMap(({ change }) => {
    if (change.kind !== 'rename') return [];
    const encoding = encodings[change.from];
    return encoding === undefined ? [] : [[change.to, encoding] as const];
  });
  return { ...encodings, ...Object.fromEntries(moved) };
}
