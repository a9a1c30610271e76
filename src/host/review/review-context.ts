import { commands, Disposable, Uri, window } from 'vscode';
import type { FindHunkPlaces } from './hunk-places.ts';
import type { ReviewController } from './review-controller.ts';
import { isUnreviewed, uriOf, type ReviewRecord } from './review-record.ts';
import { isReviewTab } from './show-review.ts';

/**
 * Keeps what the `when` clauses of the manifest ask for, so that no command shows where it does
 * nothing:
 * - `ratchet.reviewWaits`: there is something to decide in this window;
 * - `ratchet.reviewHere`: the active editor shows some of it;
 * - `ratchet.reviewTab`: the active tab is a review of several files, which has no resource that a
 *   menu could ask for;
 * - `ratchet.changedFiles`: the paths of files that were written already and wait for the user.
 */
export function trackReviewContext(controller: ReviewController, find: FindHunkPlaces): Disposable {
  const known = new Map<string, string>();
  const set = (name: string, value: unknown): void => {
    const text = JSON.stringify(value);
    if (known.get(name) === text) return;
    known.set(name, text);
    void commands.executeCommand('setContext', `ratchet.${name}`, value);
  };
  const update = (): void => {
    const tab = window.tabGroups.activeTabGroup.activeTab;
    const waiting = controller.reviews
      .all()
      .map(({ session }) => session.record())
      .filter(isUnreviewed);
    const shown = controller.taskIn(tab);
    const isTab = waiting.some((record) => record.taskId === shown || isReviewTab(tab, record));
    const document = window.activeTextEditor?.document;
    set('reviewWaits', waiting.length > 0);
    set('reviewTab', isTab);
    set('reviewHere', isTab || (document !== undefined && find(document).length > 0));
    set('changedFiles', waiting.flatMap(openFiles));
  };
  update();
  return Disposable.from(
    window.tabGroups.onDidChangeTabs(update),
    window.tabGroups.onDidChangeTabGroups(update),
    window.onDidChangeActiveTextEditor(update),
    controller.reviews.onDidChange(update),
  );
}

/** As `resourcePath` may spell them: by the window's platform, which need not be this one's. */
function openFiles(record: ReviewRecord): readonly string[] {
  if (record.phase !== 'applied') return [];
  return record.state.files
    .filter(({ hunks }) => hunks.some(({ decision }) => decision === 'pending'))
    .map(({ path }) => Uri.parse(uriOf(record, path), true))
    .flatMap(({ path, fsPath }) => [...new Set([path, fsPath, path.replaceAll('/', '\\')])]);
}
