import type { Decided } from '../edits/create-editor.ts';
import type { ReviewController } from './review-controller.ts';
import type { ReviewRecord } from './review-record.ts';
import { createReviewSession } from './review-session.ts';

/** Review after: writes a proposal whole, then leaves it open for the user to take parts back. */
export async function applyAtOnce(
  record: ReviewRecord,
  reviews: ReviewController,
  beforeWrite: () => Promise<void>,
): Promise<Decided> {
  await beforeWrite();
  const noted: ReviewRecord = { ...record, isWrittenFirst: true };
  await reviews.note({ ...noted, phase: 'applying' });
  const everything = createReviewSession(record);
  everything.dispatch({ type: 'keepAll' });
  const finished = await reviews.write(everything);
  if (finished.kind !== 'written' || finished.stepId === undefined) {
    await reviews.discard(record.id);
    return { review: { ...everything.record(), phase: 'failed' }, finished };
  }
  const kept = everything.record();
  // The left side is what was there; the right side is what was written, saving included.
  await reviews.start({ ...noted, phase: 'applied', stepId: finished.stepId });
  return { review: { ...kept, phase: 'applied' }, finished };
}
