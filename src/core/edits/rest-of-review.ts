import { resultPath, sourcePath, type FileChange } from './change-set.ts';
import { keptChange } from './review-outcome.ts';
import { reviewReducer } from './review-reducer.ts';
import type { ReviewFile, ReviewState } from './review-state.ts';
import { startReview } from './start-review.ts';

/**
 * What right sides hold beyond what was written of a decided review, as a review of its own: the
 * user's hunks, by the paths that the files have by now. `typed`: right sides by the review's paths.
 */
export function restOfReview(
  { files }: ReviewState,
  typed: ReadonlyMap<string, string>,
): ReviewState {
  const rests = files.flatMap((file) => {
    const text = typed.get(file.path);
    return text === undefined || text === file.current ? [] : [restOfFile(file, text)];
  });
  return { files: rests.flatMap((rest) => rest.files) };
}

function restOfFile(file: ReviewFile, text: string): ReviewState {
  const change = unchanged(file);
  const path = resultPath(change);
  return reviewReducer(startReview({ changes: [change] }), { type: 'documentChanged', path, text });
}

/** The file as it was written, before anything else was typed. */
function unchanged(file: ReviewFile): FileChange {
  const path = writtenPath(file);
  if (path === undefined) return { kind: 'create', path: file.path, after: '' };
  const { current } = file;
  return { kind: 'modify', path, before: current, after: current, baseVersion: 'written' };
}

/** Where a decided file lies once it is written; `undefined`: nowhere. */
function writtenPath(file: ReviewFile): string | undefined {
  const kept = keptChange(file);
  if (kept !== undefined) return kept.kind === 'delete' ? undefined : resultPath(kept);
  return file.baseVersion === undefined ? undefined : sourcePath(file.change);
}
