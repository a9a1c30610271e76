import { sourcePath } from '../../core/edits/change-set.ts';
import type { TaskCheckpoints } from '../checkpoints/task-checkpoints.ts';
import { shownText } from '../edits/carry-out.ts';
import { uriOf, type ReviewRecord } from './review-record.ts';

/** The texts of a review's files as the task found them, by source path. */
export async function findBeginnings(
  checkpoints: TaskCheckpoints,
  record: ReviewRecord,
): Promise<ReadonlyMap<string, string>> {
  const applied = checkpoints.steps().filter(({ state }) => state === 'applied');
  const beginnings = new Map<string, string>();
  for (const { change } of record.state.files) {
    const path = sourcePath(change);
    const uri = uriOf(record, path);
    const first = applied
      .flatMap(({ transitions }) => transitions)
      .find((each) => each.uri === uri);
    if (first === undefined) continue;
    const state = await checkpoints.blobs.restore(first.before);
    beginnings.set(path, (state === undefined ? undefined : await shownText(state)) ?? '');
  }
  return beginnings;
}
