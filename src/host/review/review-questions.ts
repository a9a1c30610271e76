import { window } from 'vscode';
import type { Collision, CollisionChoice } from '../checkpoints/plan-undo.ts';

/** What a review and an undo ask the user, where nobody else can know. */
export interface ReviewQuestions {
  /**
   * The user's file and the proposal changed the same lines; both are shown side by side. Or the
   * file is gone.
   */
  settleConflict(path: string, isGone: boolean): Promise<'mine' | 'proposal' | 'later'>;
  /** A file with unsaved edits is to be deleted. */
  deleteUnsaved(path: string): Promise<boolean>;
  settleCollision(collision: Collision, path: string): Promise<CollisionChoice>;
}

export const modalQuestions: ReviewQuestions = {
  async settleConflict(path, isGone) {
    const proposal = isGone ? 'Write it anew' : 'Take the right side';
    const mine = isGone ? 'Leave it deleted' : 'Keep my text';
    const answer = await window.showWarningMessage(
      isGone
        ? `${path} was deleted while its change was reviewed.`
        : `${path} was changed where the proposal changes it.`,
      {
        modal: true,
        detail: isGone
          ? 'The proposal can be written as a new file, or the file stays deleted.'
          : 'The review shows your text on the left and the proposal on the right. ' +
            'Edit the right side until it holds both, or choose one.',
      },
      proposal,
      mine,
    );
    return answer === proposal ? 'proposal' : answer === mine ? 'mine' : 'later';
  },
  async deleteUnsaved(path) {
    const remove = 'Delete';
    const answer = await window.showWarningMessage(
      `${path} has unsaved edits. Delete it all the same?`,
      { modal: true, detail: 'The unsaved text stays in the checkpoint and can be restored.' },
      remove,
    );
    return answer === remove;
  },
  async settleCollision({ yours, earlier }, path) {
    const restore = earlier === undefined ? 'Delete it' : 'Restore the earlier text';
    const keep = yours === undefined ? 'Leave it deleted' : 'Keep my text';
    const answer = await window.showWarningMessage(
      `${path} was changed since, in the same place.`,
      { modal: true, detail: 'Everything else can be undone without a loss.' },
      restore,
      keep,
    );
    return answer === restore ? 'earlier' : answer === keep ? 'yours' : 'cancel';
  },
};
