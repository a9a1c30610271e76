import { commands, Range, TabInputTextDiff, Uri, window, type Tab } from 'vscode';
import type { ReviewFile } from '../../core/edits/review-state.ts';
import { closeEditors } from './close-editors.ts';
import { openDiff } from './open-diff.ts';
import { placeHunks } from './place-hunks.ts';
import type { ReviewRecord } from './review-record.ts';
import { sidesOf } from './review-sides.ts';
import type { ReviewUris } from './review-uris.ts';

export interface ShowOptions {
  /** This file only. */
  readonly path?: string;
  /** Its hunk to begin with; else the first that is open. */
  readonly hunkId?: string;
  /**
   * `take`: the user asked for it and goes there; `leave`: it opens, and the focus stays where it
   * is, as far as VS Code lets it; `background`: not even the active editor may change.
   */
  readonly focus: 'take' | 'leave' | 'background';
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
  const named = files.find(({ path }) => path === options.path);
  if (named !== undefined || files.length === 1) {
    return showFile(uris, record, named ?? only, options);
  }
  // VS Code opens the multi-diff editor with the focus in it, whatever it is asked.
  if (options.focus === 'background') return false;
  await showChanges(
    reviewTitle(record),
    files.map((file) => resourceOf(uris, record, file)),
  );
  return true;
}

type Resource = readonly [Uri, Uri | undefined, Uri | undefined];

function resourceOf(uris: ReviewUris, record: ReviewRecord, file: ReviewFile): Resource {
  const { original, modified } = sidesOf(uris, record, file);
  // Until it is written a deletion has an empty right side, where it can be decided like the rest.
  const isGone = file.change.kind === 'delete' && record.phase === 'applied';
  return [
    modified,
    file.change.kind === 'create' ? undefined : original,
    isGone ? undefined : modified,
  ];
}

/** Opens the multi-diff editor to stay; VS Code opens another one each time, so the one before goes. */
export async function showChanges(title: string, resources: readonly Resource[]): Promise<void> {
  if (isTitled(window.tabGroups.activeTabGroup.activeTab, title)) {
    await commands.executeCommand('workbench.action.focusActiveEditorGroup');
    return;
  }
  const before = window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter((tab) => isTitled(tab, title));
  await commands.executeCommand('vscode.changes', title, resources);
  // Opened as a preview, it would make room for the next file that the user looks at.
  const shown = window.tabGroups.activeTabGroup.activeTab;
  if (isTitled(shown, title) && shown?.isPreview === true) {
    await commands.executeCommand('workbench.action.keepEditor');
  }
  if (before.length > 0) await window.tabGroups.close(before, true);
}

/** Whether a tab shows several files under this title, to which VS Code adds their number in time. */
export function isTitled(tab: Tab | undefined, title: string): boolean {
  // Its input has no type in the stable API.
  return tab !== undefined && (tab.label === title || tab.label.startsWith(`${title} (`));
}

async function showFile(
  uris: ReviewUris,
  record: ReviewRecord,
  file: ReviewFile,
  { focus, hunkId, path }: ShowOptions,
): Promise<boolean> {
  if (record.phase === 'applied' && file.change.kind === 'delete') {
    if (focus === 'background') return false;
    // Of a file that is gone there is nothing to put on the right.
    await showChanges(fileTitle(record, file.path), [resourceOf(uris, record, file)]);
    return true;
  }
  const { original, modified } = sidesOf(uris, record, file);
  const places = placeHunks(file);
  const place =
    places.find(({ hunk }) => hunk.id === hunkId) ??
    places.find(({ hunk }) => hunk.decision === 'pending');
  const line = place?.line ?? 0;
  await openDiff(original, modified, fileTitle(record, file.path), {
    // One of several files is looked at in passing, as from Source Control.
    preview: path !== undefined && record.state.files.length > 1,
    preserveFocus: focus !== 'take',
    background: focus === 'background',
    selection: new Range(line, 0, line, 0),
  });
  return true;
}

/** Names the editor tab; tells one review from another by what it is about. */
function reviewTitle(record: ReviewRecord): string {
  const { files } = record.state;
  const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
  return `${fileTitle(record, files[0]?.path ?? 'changes')}${more}`;
}

function fileTitle({ phase }: ReviewRecord, path: string): string {
  return `${phase === 'applied' ? 'Changed' : 'Proposed'}: ${path.split('/').at(-1) ?? path}`;
}

/** Whether a tab shows a review of several files. */
export function isReviewTab(tab: Tab | undefined, record: ReviewRecord): boolean {
  return isTitled(tab, reviewTitle(record));
}

/** Closes the editors of a review that is over; what was typed in them is part of it by now. */
export async function closeReview(uris: ReviewUris, record: ReviewRecord): Promise<void> {
  const isOurs = (uri: Uri): boolean => uris.parse(uri)?.reviewId === record.id;
  const belongs = (tab: Tab): boolean =>
    tab.input instanceof TabInputTextDiff
      ? isOurs(tab.input.modified) || isOurs(tab.input.original)
      : isReviewTab(tab, record);
  await closeEditors({ belongs, isOurs });
}
