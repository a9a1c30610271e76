import {
  resultPath,
  sourcePath,
  textBefore,
  type ChangeSet,
  type FileChange,
} from '../../core/edits/change-set.ts';
import type { ReviewState } from '../../core/edits/review-state.ts';
import { cellHunks } from '../../core/notebooks/cell-hunks.ts';
import { isNotebookPath } from '../../core/notebooks/parse-notebook.ts';
import {
  showByCell,
  showNow,
  takeCells,
  type ReviewedNotebook,
} from '../../core/notebooks/review-cells.ts';
import type { ReviewRecord } from './review-record.ts';

export interface ShownChanges {
  readonly changes: ChangeSet;
  /** Those of the notebooks that `changes` holds by cell, by each path of theirs. */
  readonly notebooks: Readonly<Record<string, ReviewedNotebook>>;
}

/** The changes with notebooks as texts by cell, wherever the file follows from that to the byte. */
export function showNotebooksByCell({ changes }: ChangeSet): ShownChanges {
  const notebooks: Record<string, ReviewedNotebook> = {};
  const named = new Map<string, number>();
  for (const path of changes.flatMap(pathsOf)) named.set(path, (named.get(path) ?? 0) + 1);
  const shown = changes.map((change): FileChange => {
    const paths = pathsOf(change);
    // In a chain of moves a path would stand for two notebooks.
    if (!paths.every((path) => isNotebookPath(path) && named.get(path) === 1)) return change;
    const reviewed: ReviewedNotebook = {
      before: change.kind === 'create' ? undefined : change.before,
      after: change.kind === 'delete' ? undefined : change.after,
    };
    const texts = showByCell(reviewed);
    if (texts === undefined) return change;
    for (const path of paths) notebooks[path] = reviewed;
    switch (change.kind) {
      case 'create':
        return { ...change, after: texts.after };
      case 'delete':
        return { ...change, before: texts.before };
      case 'modify':
      case 'rename':
        return { ...change, ...texts };
    }
  });
  return { changes: { changes: shown }, notebooks };
}

/** The review with hunks that end where cells end. */
export function withCellHunks(
  state: ReviewState,
  notebooks: Readonly<Record<string, ReviewedNotebook>>,
): ReviewState {
  const files = state.files.map((file) => {
    const { kind } = file.change;
    if (notebooks[file.path] === undefined || kind === 'create' || kind === 'delete') return file;
    const whole = file.hunks.filter((hunk) => hunk.kind === 'file');
    return { ...file, hunks: [...whole, ...cellHunks(file.base, file.current)] };
  });
  return { files };
}

/** What a file holds by now, as the review shows it; undefined for a notebook it cannot show. */
export function shownForm(record: ReviewRecord, path: string, text: string): string | undefined {
  const reviewed = record.notebooks?.[path];
  return reviewed === undefined ? text : showNow(reviewed, text);
}

export interface WrittenByCell {
  readonly change: FileChange;
  readonly notices: readonly string[];
}

/**
 * A kept change as the file's own text, on top of what the file holds by now; undefined when that is
 * not the notebook that the review is about.
 */
export function writeByCell(
  record: ReviewRecord,
  change: FileChange,
  now: string | undefined,
): WrittenByCell | undefined {
  const path = sourcePath(change);
  const reviewed = record.notebooks?.[path];
  if (reviewed === undefined || change.kind === 'delete') {
    return { change, notices: [] };
  }
  const isNew = change.kind === 'create' || now === undefined;
  const below = isNew ? undefined : { text: now, shown: textBefore(change) };
  const taken = takeCells(reviewed, below, change.after);
  if (taken === undefined) return undefined;
  const notices = taken.notices.map((notice) => `${path}: ${notice}`);
  return { change: { ...change, after: taken.text }, notices };
}

function pathsOf(change: FileChange): readonly string[] {
  return [...new Set([sourcePath(change), resultPath(change)])];
}
