import { sourcePath } from '../../core/edits/change-set.ts';
import { inParallel } from '../checkpoints/in-parallel.ts';
import type { Snapshot } from '../checkpoints/snapshot.ts';
import type { TaskCheckpoints } from '../checkpoints/task-checkpoints.ts';
import { shownText } from '../edits/carry-out.ts';
import { uriOf, type ReviewRecord } from './review-record.ts';

/** The texts of a review's files as the task found them, by source path; of some of them, or all. */
export async function findBeginnings(
  checkpoints: TaskCheckpoints,
  record: ReviewRecord,
  only?: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const firsts = new Map<string, Snapshot>();
  for (const { state, transitions } of checkpoints.steps()) {
    if (state !== 'applied') continue;
    for (const { uri, before } of transitions) if (!firsts.has(uri)) firsts.set(uri, before);
  }
  const files = record.state.files.filter(({ path }) => only?.has(path) !== false);
  const found = await inParallel(files, async ({ change }): Promise<[string, string][]> => {
    const path = sourcePath(change);
    const first = firsts.get(uriOf(record, path));
    if (first === undefined) return [];
    const state = await checkpoints.blobs.restore(first);
    return [[path, (state === undefined ? undefined : await shownText(state)) ?? '']];
  });
  return new Map(found.flat());
}
