import type { ReviewEvent } from '../../core/edits/review-state.ts';
import type { ReviewRecord } from './review-record.ts';

/** What takes the decisions between two states of a review back: they could not be carried out. */
export function reverseDecisions(
  before: Pick<ReviewRecord, 'state'>,
  after: Pick<ReviewRecord, 'state'>,
): readonly ReviewEvent[] {
  return after.state.files.flatMap(({ path, hunks }) => {
    const old = before.state.files.find((file) => file.path === path);
    return hunks.flatMap(({ id: hunkId, decision }): readonly ReviewEvent[] => {
      const was = old?.hunks.find(({ id }) => id === hunkId)?.decision;
      if (was === undefined || (was === 'undone') === (decision === 'undone')) return [];
      return [{ type: was === 'undone' ? 'undoHunk' : 'resetHunk', path, hunkId }];
    });
  });
}
