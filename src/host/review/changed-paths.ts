import type { ReviewRecord } from './review-record.ts';

/** The files of a review that look different now; `undefined`: all may. */
export function changedPaths(
  before: ReviewRecord | undefined,
  after: ReviewRecord,
): ReadonlySet<string> | undefined {
  if (before?.phase !== after.phase || before.uris !== after.uris) return undefined;
  const files = after.state.files.filter((file, at) => file !== before.state.files[at]);
  return new Set(files.map(({ path }) => path));
}
