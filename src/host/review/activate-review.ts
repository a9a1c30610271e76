import { Disposable, window, workspace, type ExtensionContext } from 'vscode';
import type { Recovery } from '../checkpoints/recover-steps.ts';
import { createWindowStorage } from '../checkpoints/window-storage.ts';
import { showHunkHints } from './hunk-hints.ts';
import { markHunks } from './hunk-marks.ts';
import { createHunkPlaces } from './hunk-places.ts';
import { createReviewOffers } from './offer-review.ts';
import {
  createReviewController,
  type ReviewController,
  type ReviewDeps,
} from './review-controller.ts';
import { trackReviewContext } from './review-context.ts';
import { showReviewLenses } from './review-lenses.ts';
import { windowQuestions } from './review-questions.ts';
import { showReviewStatus } from './review-status.ts';
import { createReviewUris, reviewSchemes } from './review-uris.ts';
import { watchActivity } from './user-activity.ts';

export interface ActivateReviewDeps {
  readonly settings: ReviewDeps['settings'];
  /** Whether the user is typing in the panel. */
  readonly isComposing: () => boolean;
  readonly rememberFocus: ReviewDeps['rememberFocus'];
  readonly report: (error: unknown) => void;
}

/**
 * Builds the reviews of this window. The caller registers `sides` under their schemes, and awaits
 * `recovered` before a task begins.
 */
export function activateReview(
  context: Pick<ExtensionContext, 'globalStorageUri' | 'storageUri' | 'subscriptions'>,
  deps: ActivateReviewDeps,
): ReviewController & { readonly recovered: Promise<void> } {
  const activity = watchActivity(deps.isComposing);
  const offer = createReviewOffers();
  const controller = createReviewController({
    storage: createWindowStorage(context),
    settings: deps.settings,
    uris: createReviewUris(reviewSchemes),
    questions: windowQuestions,
    isBusy: () => activity.isBusy(),
    rememberFocus: deps.rememberFocus,
    announce: (files, open) => void offer(files, open).catch(deps.report),
    applyEdit: (edit) => workspace.applyEdit(edit),
    report: deps.report,
  });
  const find = createHunkPlaces(controller);
  const withLenses = ['file', 'vscode-vfs', reviewSchemes.proposal].map((scheme) => ({ scheme }));
  context.subscriptions.push(
    Disposable.from(
      controller,
      activity,
      markHunks(controller, find),
      showHunkHints(controller, find),
      showReviewLenses(controller, find, withLenses),
      showReviewStatus(controller),
      trackReviewContext(controller, find),
    ),
  );
  const recovered = recover(controller).catch(deps.report);
  return { ...controller, recovered };
}

async function recover(controller: ReviewController): Promise<void> {
  for (const recovery of await controller.recover()) void tell(recovery);
  await controller.restore();
}

/** Says which way a step that was cut short was brought to an end. */
async function tell({ outcome, uris, leftAlone }: Recovery): Promise<void> {
  const files = uris.length === 1 ? '1 file' : `${uris.length} files`;
  const said =
    outcome === 'completed'
      ? `Ratchet was interrupted while writing ${files}; the change is complete now.`
      : `Ratchet was interrupted while writing ${files}; they are as they were before.`;
  if (leftAlone.length === 0) {
    await window.showInformationMessage(said);
    return;
  }
  const names = leftAlone.map(({ uri, reason }) => `${workspace.asRelativePath(uri)} (${reason})`);
  await window.showWarningMessage(`${said} Left as found: ${names.join(', ')}.`);
}
