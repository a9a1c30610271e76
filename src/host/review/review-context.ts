import { commands, Disposable, window } from 'vscode';
import type { ReviewController } from './review-controller.ts';
import { isUnreviewed } from './review-record.ts';
import { isReviewTab } from './show-review.ts';

/**
 * Keeps `ratchet.reviewTab` true while the active tab is a review: the multi-diff editor has no
 * resource scheme that a menu could ask for.
 */
export function trackReviewTab(controller: ReviewController): Disposable {
  let known = false;
  const update = (): void => {
    const tab = window.tabGroups.activeTabGroup.activeTab;
    const records = controller.reviews.all().map(({ session }) => session.record());
    const shown = controller.taskIn(tab);
    const isReview = records.some(
      (record) => isUnreviewed(record) && (record.taskId === shown || isReviewTab(tab, record)),
    );
    if (isReview === known) return;
    known = isReview;
    void commands.executeCommand('setContext', 'ratchet.reviewTab', isReview);
  };
  return Disposable.from(
    window.tabGroups.onDidChangeTabs(update),
    window.tabGroups.onDidChangeTabGroups(update),
    controller.reviews.onDidChange(update),
  );
}
