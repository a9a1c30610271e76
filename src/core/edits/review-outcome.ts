import type { ChangeSet, FileChange } from './change-set.ts';
import { composeReview } from './compose-review.ts';
import type { ReviewFile, ReviewHunk, ReviewState } from './review-state.ts';
import { summarizeReview } from './summarize-review.ts';
import { isReplaced } from './whole-files.ts';

export interface ReviewOutcome {
  /** The kept part, to be applied. What is still open or in conflict is not in it. */
  readonly changeSet: ChangeSet;
  /** A few lines for the model: what was kept, dropped, and changed by hand. */
  readonly summary: string;
  /** Kept changes that cannot be carried out because others were undone, by path, with the reason. */
  readonly blocked: readonly { readonly path: string; readonly reason: string }[];
}

/** What a review comes to, as far as it is decided. */
export function reviewOutcome(state: ReviewState): ReviewOutcome {
  const changes: FileChange[] = [];
  const blocked: { path: string; reason: string }[] = [];
  const there = new Set(state.files.flatMap(existingPath));
  for (const file of state.files) {
    const change = file.conflict === undefined ? keptChange(file) : undefined;
    if (change === undefined) continue;
    const target = change.kind === 'rename' ? change.to : change.path;
    if ((change.kind === 'rename' || change.kind === 'create') && there.has(target)) {
      blocked.push({ path: target, reason: 'a file is still at this path' });
      continue;
    }
    if (change.kind === 'rename') there.delete(change.from);
    if (change.kind === 'delete') there.delete(change.path);
    else there.add(target);
    changes.push(change);
  }
  return { changeSet: { changes }, summary: summarizeReview(state, blocked), blocked };
}

function existingPath({ change, baseVersion }: ReviewFile): readonly string[] {
  if (baseVersion === undefined) return [];
  return [change.kind === 'rename' ? change.from : change.path];
}

/** What is left of a file's change by its decisions; `undefined`: nothing is written. */
export function keptChange(file: ReviewFile): FileChange | undefined {
  const { change, base, baseVersion } = file;
  const whole = file.hunks.find((hunk) => hunk.kind === 'file');
  const wholeKept = whole !== undefined && isKept(whole);
  const after = composeReview(base, file.hunks.filter(isKept));
  // The user deleted it meanwhile and kept nothing of the proposal: it stays deleted.
  const staysGone = baseVersion === undefined && after === base;
  switch (change.kind) {
    case 'create':
      if (!wholeKept) return undefined;
      return write(change.path, base, baseVersion, file.current);
    case 'delete':
      if (wholeKept && baseVersion !== undefined) {
        return { kind: 'delete', path: change.path, before: base, baseVersion };
      }
      // The user wrote something else into the file that was to go.
      return isReplaced(file) ? write(change.path, base, baseVersion, file.current) : undefined;
    case 'modify':
      if (staysGone) return undefined;
      return write(change.path, base, baseVersion, after);
    case 'rename': {
      const { from, to } = change;
      if (staysGone) return undefined;
      if (!wholeKept) return write(from, base, baseVersion, after);
      // Deleted by the user, and written anew: where it was to go.
      if (baseVersion === undefined) return write(to, base, baseVersion, after);
      return { kind: 'rename', from, to, before: base, after, baseVersion };
    }
  }
}

/** A change to one path, or none if the text is there already. */
function write(
  path: string,
  before: string,
  baseVersion: string | undefined,
  after: string,
): FileChange | undefined {
  if (baseVersion === undefined) return { kind: 'create', path, after };
  return before === after ? undefined : { kind: 'modify', path, before, after, baseVersion };
}

function isKept(hunk: ReviewHunk): boolean {
  return hunk.decision === 'kept' || hunk.decision === 'edited';
}
