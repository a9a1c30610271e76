import type { Review, ReviewFile } from '../../shared/events.ts';
import { isUndecided } from '../../shared/review-status.ts';
import { plural } from '../parts/format.ts';

/** What a review that waits asks of the user. */
export function hintWords({ state, files }: Review): string {
  const hunks = files.flatMap((file) => file.hunks);
  const decided = hunks.filter(({ decision }) => decision !== 'pending').length;
  const some = `${decided} of ${plural(hunks.length, 'change')}`;
  if (state === 'applied') {
    return decided === 0 ? 'Written. You can still undo.' : `Written. ${some} reviewed.`;
  }
  const conflicts = files.flatMap(({ conflict }) => conflict ?? []);
  if (conflicts.includes('changed')) {
    return 'You changed the same lines meanwhile: you are asked which to take when you keep it.';
  }
  if (conflicts.includes('deleted')) {
    return 'You deleted it meanwhile: you are asked whether to write it anew when you keep it.';
  }
  // What is edited by hand waits until it is kept in so many words.
  const waits = files.some(({ decision }) => decision === 'pending');
  const isEdited = hunks.some(({ decision }) => decision === 'edited');
  if (!waits && !isEdited) return 'All decided. Writing…';
  if (!waits) return 'Nothing is written until you keep it.';
  if (decided === 0) return 'Nothing is written until you keep it.';
  return `${some} decided. Nothing is written before all are.`;
}

/** What became of a review that is folded to one line. */
export function foldedWords(review: Review): string {
  const { state, files } = review;
  if (state === 'failed') return 'Changes could not be written';
  if (isUndecided(review)) return `${plural(files.length, 'file')} changed`;
  const count = (wanted: ReviewFile['decision']): number =>
    files.filter(({ decision }) => decision === wanted).length;
  const [kept, mixed, undone] = [count('kept'), count('mixed'), count('undone')];
  const parts = [
    kept > 0 && `kept ${plural(kept, 'file')}`,
    mixed > 0 && `kept ${plural(mixed, 'file')} in part`,
    undone > 0 && `undid ${plural(undone, 'file')}`,
  ].filter((part) => part !== false);
  const words = parts.join(', ');
  return words === '' ? 'Changes closed' : words.charAt(0).toUpperCase() + words.slice(1);
}
