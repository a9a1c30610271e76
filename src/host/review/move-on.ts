import {
  commands,
  Selection,
  TabInputText,
  TabInputTextDiff,
  TextEditorRevealType,
  window,
} from 'vscode';
import type { FindHunkPlaces } from './hunk-places.ts';
import type { ReviewTarget } from './find-target.ts';

/**
 * Puts the cursor at the next open hunk after the one that is being decided, so that one key after
 * the other goes through a file; in the multi-diff editor on to the next file.
 */
export async function moveOn(find: FindHunkPlaces, { hunkId }: ReviewTarget): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return;
  const places = find(editor.document);
  const here = places.findIndex(({ hunk }) => hunk.id === hunkId);
  const next = places.slice(here + 1).find(({ hunk }) => hunk.decision === 'pending');
  if (next !== undefined) {
    const at = new Selection(next.line, 0, next.line, 0);
    editor.selection = at;
    editor.revealRange(at, TextEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof TabInputText || input instanceof TabInputTextDiff) return;
  await commands.executeCommand('multiDiffEditor.goToNextChange');
}
