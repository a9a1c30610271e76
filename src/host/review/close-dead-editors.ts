import { TabInputTextDiff, window, type Uri } from 'vscode';
import type { ReviewUris } from './review-uris.ts';

/**
 * Closes the editors of an earlier life of the window that show nothing any more: a question of an
 * undo ends with the window, and a review may have ended without it. Unsaved text keeps its editor.
 * `isAlive`: by authority.
 */
export async function closeDeadEditors(
  uris: ReviewUris,
  isAlive: (authority: string) => boolean,
): Promise<void> {
  const isDead = (uri: Uri): boolean => {
    const side = uris.parse(uri);
    return side?.side === 'proposal' && !isAlive(side.reviewId);
  };
  const tabs = window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ isDirty, input }) => {
      return !isDirty && input instanceof TabInputTextDiff && isDead(input.modified);
    });
  if (tabs.length > 0) await window.tabGroups.close(tabs, true);
}
