import { Disposable, Uri, window, workspace, type ExtensionContext } from 'vscode';
import { createNodeStorage } from '../checkpoints/node-storage.ts';
import {
  createReviewController,
  type ReviewController,
  type ReviewDeps,
} from './review-controller.ts';
import { modalQuestions } from './review-questions.ts';
import { createReviewUris, reviewSchemes } from './review-uris.ts';
import { watchActivity } from './user-activity.ts';

export interface ActivateReviewDeps {
  readonly settings: ReviewDeps['settings'];
  /** Whether the user is typing in the panel. */
  readonly isComposing: () => boolean;
  readonly report: (error: unknown) => void;
}

/** Builds the reviews of this window. */
export function activateReview(
  context: Pick<ExtensionContext, 'globalStorageUri' | 'subscriptions'>,
  deps: ActivateReviewDeps,
): ReviewController {
  const activity = watchActivity(deps.isComposing);
  const folder = (name: string) =>
    createNodeStorage(Uri.joinPath(context.globalStorageUri, name).fsPath);
  const controller = createReviewController({
    storage: { checkpoints: folder('checkpoints'), reviews: folder('reviews') },
    settings: deps.settings,
    uris: createReviewUris(reviewSchemes),
    questions: modalQuestions,
    isBusy: () => activity.isBusy(),
    announce: (files, open) => void announce(files, open),
    applyEdit: (edit) => workspace.applyEdit(edit),
    report: deps.report,
  });
  context.subscriptions.push(Disposable.from(controller, activity));
  return controller;
}

async function announce(files: number, open: () => Promise<void>): Promise<void> {
  const review = 'Review Changes';
  const answer = await window.showInformationMessage(
    `Ratchet proposes changes to ${files} files.`,
    review,
  );
  if (answer === review) await open();
}
