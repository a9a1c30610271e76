import { window } from 'vscode';
import type { UndoScope } from './undo-steps.ts';
import type { ReviewEvent } from '../../core/edits/review-state.ts';
import { findTarget, type ReviewTarget } from './find-target.ts';
import { createHunkPlaces } from './hunk-places.ts';
import { moveOn } from './move-on.ts';
import type { ReviewController } from './review-controller.ts';

/** The review's commands, by the ids of the manifest without their prefix. */
export type ReviewCommand =
  'keepAll' | 'undoAll' | 'keepFile' | 'undoFile' | 'keepHunk' | 'undoHunk' | 'reviewChanges';

export type ReviewCommands = Readonly<
  Record<ReviewCommand, (...args: readonly unknown[]) => Promise<void>>
>;

/** Each takes a `ReviewTarget`, as buttons, links and hints pass it, or acts where the cursor is. */
export function createReviewCommands(controller: ReviewController): ReviewCommands {
  const find = createHunkPlaces(controller);
  const decide =
    (
      toEvent: (target: ReviewTarget) => ReviewEvent | undefined,
      toScope?: (callId: string) => UndoScope,
    ) =>
    async (named: unknown): Promise<void> => {
      const target = findTarget(controller, named);
      if (target !== undefined && toScope !== undefined) {
        if (await decideClosed(controller, target, toScope)) return;
      }
      if (target !== undefined && controller.reviews.get(target.reviewId) === undefined) {
        void window.showInformationMessage(nothingWaits);
        return;
      }
      const event = target === undefined ? undefined : toEvent(target);
      if (target === undefined || event === undefined) {
        void window.showInformationMessage(
          'There is no change of Ratchet at the cursor: Alt+F5 goes to the next one.',
        );
        return;
      }
      // Before the decision, so that the cursor moves along with what an undone hunk takes away.
      const isAtCursor = event.type === 'keepHunk' || event.type === 'undoHunk';
      if (isAtCursor && target !== named) await moveOn(find, target);
      const isForAll = event.type === 'keepAll' || event.type === 'undoAll';
      // Newest first: each is taken back from what the one before it left.
      const ids = (isForAll ? target.all : undefined) ?? [target.reviewId];
      for (const id of ids) controller.reviews.decide(id, event);
      await controller.settled();
    };
  return {
    keepAll: decide(
      () => ({ type: 'keepAll' }),
      (callId) => ({ kind: 'stepAgain', callId }),
    ),
    undoAll: decide(
      () => ({ type: 'undoAll' }),
      (callId) => ({ kind: 'step', callId }),
    ),
    keepFile: decide(({ path }) => (path === undefined ? undefined : { type: 'keepFile', path })),
    undoFile: decide(({ path }) => (path === undefined ? undefined : { type: 'undoFile', path })),
    keepHunk: decide(({ path, hunkId }) =>
      path === undefined || hunkId === undefined ? undefined : { type: 'keepHunk', path, hunkId },
    ),
    undoHunk: decide(({ path, hunkId }) =>
      path === undefined || hunkId === undefined ? undefined : { type: 'undoHunk', path, hunkId },
    ),
    async reviewChanges(named) {
      const target = findTarget(controller, named);
      if (target !== undefined) await controller.open(target.reviewId, target);
      else void window.showInformationMessage('No changes of Ratchet wait for a review.');
    },
  };
}

const nothingWaits = 'These changes no longer wait for a review.';

/** A review that is over has its step taken back, or brought back; true when it was one. */
async function decideClosed(
  controller: ReviewController,
  { reviewId, taskId }: ReviewTarget,
  toScope: (callId: string) => UndoScope,
): Promise<boolean> {
  if (taskId === undefined || controller.reviews.get(reviewId) !== undefined) return false;
  const closed = await controller.closed(taskId, reviewId);
  if (closed === undefined) return false;
  const scope = toScope(closed.review.callId);
  // A second click on what the first one has kept.
  if (scope.kind === 'stepAgain' && !closed.takenBack) return true;
  const outcome = await controller.undo(taskId, scope);
  switch (outcome.kind) {
    case 'done':
    case 'cancelled':
      break;
    case 'nothing':
      void window.showInformationMessage(nothingToUndo(scope));
      break;
    case 'failed':
      void window.showErrorMessage(outcome.message);
  }
  return true;
}

function nothingToUndo({ kind }: UndoScope): string {
  return kind === 'stepAgain'
    ? 'This was undone together with other changes: “Ratchet: Restore Checkpoint” brings them back.'
    : 'This is undone already.';
}
