import { Disposable, StatusBarAlignment, window } from 'vscode';
import type { ReviewController } from './review-controller.ts';
import { isReviewTab } from './show-review.ts';

/** Says in the status bar that proposals wait which are not in sight, and leads to them. */
export function showReviewStatus(controller: ReviewController): Disposable {
  const item = window.createStatusBarItem('ratchet.review', StatusBarAlignment.Left);
  item.name = 'Ratchet Review';
  item.command = 'ratchet.openReview';
  item.tooltip = 'Ratchet proposes changes and waits until they are kept or undone';
  const update = (): void => {
    const tab = window.tabGroups.activeTabGroup.activeTab;
    const document = window.activeTextEditor?.document;
    const shown = document && controller.deps.uris.parse(document.uri)?.reviewId;
    const files = controller.reviews
      .all()
      .map(({ session }) => session.record())
      .filter((record) => record.phase === 'open')
      .filter((record) => record.id !== shown && !isReviewTab(tab, record))
      .flatMap(({ state }) => state.files).length;
    const text = `$(diff-multiple) Review ${files === 1 ? '1 file' : `${files} files`}`;
    item.text = text;
    item.accessibilityInformation = { label: text.replace('$(diff-multiple) ', 'Ratchet: ') };
    if (files > 0) item.show();
    else item.hide();
  };
  return Disposable.from(
    item,
    window.tabGroups.onDidChangeTabs(update),
    window.tabGroups.onDidChangeTabGroups(update),
    window.onDidChangeActiveTextEditor(update),
    controller.reviews.onDidChange(update),
  );
}
