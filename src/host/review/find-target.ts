import { Uri, window, type TextEditor } from 'vscode';
import type { ReviewFile } from '../../core/edits/review-state.ts';
import { shiftLines } from '../edits/shift-lines.ts';
import { hunkAtBaseLine, hunkAtLine } from './place-hunks.ts';
import type { ReviewController } from './review-controller.ts';
import { isUnreviewed, uriOf, type ReviewRecord } from './review-record.ts';
import { reviewOfConflict } from './review-uris.ts';
import { isReviewTab } from './show-review.ts';

/** What a command acts on. */
export interface ReviewTarget {
  readonly reviewId: string;
  readonly path?: string;
  readonly hunkId?: string;
  /** All reviews that the same editor shows, newest first. */
  readonly all?: readonly string[];
  /** The review's task, where it is known: a review that is over is found by it. */
  readonly taskId?: string;
}

/**
 * What the user means: what a button or link names, else the hunk at the cursor, else the review
 * whose editor is active, else the newest that waits.
 */
export function findTarget(controller: ReviewController, named: unknown): ReviewTarget | undefined {
  if (isTarget(named)) return named;
  const records = controller.reviews
    .all()
    .map(({ session }) => session.record())
    .filter(isUnreviewed);
  const editor = window.activeTextEditor;
  const atCursor = editor === undefined ? undefined : targetInEditor(controller, records, editor);
  const tab = window.tabGroups.activeTabGroup.activeTab;
  const taskId = controller.taskIn(tab);
  const all = records
    .filter((each) => each.taskId === taskId && each.phase === 'applied')
    .reverse()
    .sort((left, right) => right.at - left.at)
    .map(({ id }) => id);
  const [newestOfTask] = all;
  if (newestOfTask !== undefined) return { reviewId: newestOfTask, ...atCursor, all };
  if (atCursor !== undefined) return atCursor;
  const shown = records.find((record) => isReviewTab(tab, record));
  const newest = records.reduce<ReviewRecord | undefined>(
    (best, record) => (best === undefined || record.at > best.at ? record : best),
    undefined,
  );
  const found = shown ?? newest;
  return found === undefined ? undefined : { reviewId: found.id };
}

function targetInEditor(
  { deps }: ReviewController,
  records: readonly ReviewRecord[],
  { document, selection }: TextEditor,
): ReviewTarget | undefined {
  const line = selection.active.line;
  const side = deps.uris.parse(document.uri);
  if (side !== undefined) {
    const reviewId = reviewOfConflict(side.reviewId);
    if (reviewId !== undefined) return { reviewId, path: side.path };
    const record = records.find(({ id }) => id === side.reviewId);
    const file = record?.state.files.find(
      ({ path, change }) =>
        path === side.path ||
        (side.side === 'before' && change.kind === 'rename' && change.from === side.path),
    );
    if (record === undefined || file === undefined) return undefined;
    const hunk = side.side === 'before' ? hunkAtBaseLine(file, line) : hunkAtLine(file, line);
    return target(record, file, hunk?.id);
  }
  // Newest first: a line that two steps changed belongs to the later one.
  for (const record of [...records].sort((left, right) => right.at - left.at)) {
    if (record.phase !== 'applied') continue;
    const file = record.state.files.find(
      ({ path }) => Uri.parse(uriOf(record, path), true).toString() === document.uri.toString(),
    );
    if (file === undefined) continue;
    const shifted = shiftLines(document.getText(), file.current)(line + 1) ?? line + 1;
    return target(record, file, hunkAtLine(file, shifted - 1)?.id);
  }
  return undefined;
}

function target(record: ReviewRecord, { path }: ReviewFile, hunkId?: string): ReviewTarget {
  return { reviewId: record.id, path, ...(hunkId === undefined ? {} : { hunkId }) };
}

function isTarget(value: unknown): value is ReviewTarget {
  return (
    typeof value === 'object' &&
    value !== null &&
    'reviewId' in value &&
    typeof value.reviewId === 'string'
  );
}
