import type { ReviewFile as FileState } from '../../core/edits/review-state.ts';
import { textAfter, textBefore } from '../../core/edits/change-set.ts';
import { countLinesIn } from '../../core/edits/line-map.ts';
import { isWhole } from '../../core/edits/whole-files.ts';
import type { Review, ReviewFile, ReviewHunk } from '../../shared/events.ts';
import { placeHunks } from './place-hunks.ts';
import { uriOf, type ReviewRecord } from './review-record.ts';

/** What the panel's card and other extensions see of a review. */
export function toReview(record: ReviewRecord): Review {
  return {
    id: record.id,
    callId: record.callId,
    state: record.phase === 'applying' ? 'open' : record.phase,
    files: record.state.files.map((file) => toFile(record, file)),
  };
}

const kinds = {
  create: 'created',
  modify: 'modified',
  delete: 'deleted',
  rename: 'renamed',
} as const;

function toFile(record: ReviewRecord, file: FileState): ReviewFile {
  const { change } = file;
  // What the user wrote into such a file earlier, and gave up, is no part of it.
  const own = isWhole(file) ? file.hunks.filter(({ kind }) => kind === 'file') : file.hunks;
  const decisions = new Set(own.map(({ decision }) => decision));
  const undone = decisions.has('undone');
  return {
    path: file.path,
    uri: uriOf(record, file.path),
    kind: kinds[change.kind],
    ...(change.kind === 'rename' ? { from: change.from } : {}),
    ...(file.conflict === undefined
      ? {}
      : { conflict: file.conflict.theirVersion === undefined ? 'deleted' : 'changed' }),
    hunks: placeHunks(file).map(({ hunk, line }): ReviewHunk => {
      const whole = hunk.kind === 'file' && change.kind !== 'rename';
      return {
        id: hunk.id,
        decision: hunk.decision,
        added: whole ? countLinesIn(textAfter(change)) : countLinesIn(hunk.text),
        removed: whole ? countLinesIn(textBefore(change)) : hunk.baseLines,
        line: line + 1,
      };
    }),
    decision:
      decisions.has('pending') || file.conflict !== undefined
        ? 'pending'
        : decisions.size === 0
          ? 'undone'
          : !undone
            ? 'kept'
            : decisions.size === 1
              ? 'undone'
              : 'mixed',
  };
}
