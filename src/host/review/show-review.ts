import { commands, Range, TabInputTextDiff, Uri, window, workspace, type Tab } from 'vscode';
import type { ReviewFile } from '../../core/edits/review-state.ts';
import type { ReviewRecord } from './review-record.ts';
import { sidesOf } from './review-sides.ts';
import type { ReviewUris } from './review-uris.ts';

export interface ShowOptions {
  /** Reveal this file. */
  readonly path?: string;
  /** Open it without taking the active editor's place: the user is at work there. */
  readonly background: boolean;
}

/**
 * Opens a review in VS Code's own editors: one file in the diff editor, several in the multi-diff
 * editor. In the background only a single diff can be opened; several files wait to be asked for.
 */
export async function showReview(
  uris: ReviewUris,
  record: ReviewRecord,
  options: ShowOptions,
): Promise<boolean> {
  const files = record.state.files;
  const [only] = files;
  if (only === undefined) return false;
  const single = files.find(({ path }) => path === options.path) ?? only;
  if (files.length === 1) {
    await showFile(uris, record, single, options.background);
    return true;
  }
  // VS Code opens the multi-diff editor with the focus in it, whatever it is asked.
  if (options.background) return false;
  const resources = files.map((file): [Uri, Uri | undefined, Uri | undefined] => {
    const { original, modified } = sidesOf(uris, record, file);
    return [
      modified,
      file.change.kind === 'create' ? undefined : original,
      file.change.kind === 'delete' ? undefined : modified,
    ];
  });
  await commands.executeCommand('vscode.changes', reviewTitle(record), resources);
  return true;
}

async function showFile(
  uris: ReviewUris,
  record: ReviewRecord,
  file: ReviewFile,
  background: boolean,
): Promise<void> {
  const { original, modified } = sidesOf(uris, record, file);
  const first = file.hunks.find(({ decision }) => decision === 'pending')?.baseStart ?? 0;
  await commands.executeCommand('vscode.diff', original, modified, reviewTitle(record), {
    preview: false,
    preserveFocus: true,
    background,
    selection: new Range(first, 0, first, 0),
  });
}

/** Names the editor tab; tells one review from another by what it is about. */
function reviewTitle({ state, phase }: ReviewRecord): string {
  const [first] = state.files;
  const name = first?.path.split('/').at(-1) ?? 'changes';
  const more = state.files.length > 1 ? ` and ${state.files.length - 1} more` : '';
  return `${phase === 'applied' ? 'Changed' : 'Proposed'}: ${name}${more}`;
}

/** Whether a tab shows a review of several files; VS Code adds their number to the title. */
export function isReviewTab(tab: Tab | undefined, record: ReviewRecord): boolean {
  const title = reviewTitle(record);
  // Its input has no type in the stable API.
  return tab?.label.startsWith(`${title} (`) === true;
}

/** Closes the editors of a review that is over; what was typed in them is part of it by now. */
export async function closeReview(uris: ReviewUris, record: ReviewRecord): Promise<void> {
  const belongs = (tab: Tab): boolean => {
    if (tab.input instanceof TabInputTextDiff) {
      return (
        uris.parse(tab.input.modified)?.reviewId === record.id ||
        uris.parse(tab.input.original)?.reviewId === record.id
      );
    }
    return isReviewTab(tab, record);
  };
  for (const document of workspace.textDocuments) {
    if (document.isDirty && uris.parse(document.uri)?.reviewId === record.id) await document.save();
  }
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs).filter(belongs);
  if (tabs.length > 0) await window.tabGroups.close(tabs, true);
}
