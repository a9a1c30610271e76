import { window } from 'vscode';

/**
 * Offers a review that could not be opened while the user was at work: one notification at a time,
 * however many edits come, and its button opens the newest.
 */
export function createReviewOffers(): (files: number, open: () => Promise<void>) => Promise<void> {
  let openNewest: (() => Promise<void>) | undefined;
  return async (files, open) => {
    const isOffered = openNewest !== undefined;
    openNewest = open;
    if (isOffered) return;
    const review = 'Review Changes';
    const what = files === 1 ? '1 file' : `${files} files`;
    const answer = await window.showInformationMessage(
      `Ratchet proposes changes to ${what}.`,
      review,
    );
    const chosen = openNewest;
    openNewest = undefined;
    if (answer === review) await chosen();
  };
}
