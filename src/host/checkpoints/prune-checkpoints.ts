import type { Storage } from './storage.ts';

export interface PruneLimits {
  readonly maxAgeMs: number;
  /** Of all tasks together. */
  readonly maxBytes: number;
}

export const defaultPruneLimits: PruneLimits = {
  maxAgeMs: 30 * 24 * 60 * 60 * 1000,
  maxBytes: 1024 * 1024 * 1024,
};

/**
 * Removes the checkpoints of old tasks, and of the oldest ones while there are too many bytes.
 * Never those that `isKept` names: open tasks and tasks with unreviewed changes. Answers with the
 * ids of the tasks it removed.
 */
export async function pruneCheckpoints(
  storage: Storage,
  limits: PruneLimits,
  now: number,
  isKept: (taskId: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const tasks = new Map<string, { bytes: number; modifiedAt: number }>();
  for (const file of await storage.list('checkpoints')) {
    const [, id, inside] = file.path.split('/');
    if (id === undefined || inside === undefined) continue;
    const task = tasks.get(id) ?? { bytes: 0, modifiedAt: 0 };
    task.bytes += file.bytes;
    task.modifiedAt = Math.max(task.modifiedAt, file.modifiedAt);
    tasks.set(id, task);
  }
  let total = [...tasks.values()].reduce((sum, task) => sum + task.bytes, 0);
  const removed: string[] = [];
  const oldestFirst = [...tasks].sort(([, left], [, right]) => left.modifiedAt - right.modifiedAt);
  for (const [id, task] of oldestFirst) {
    const isOld = now - task.modifiedAt > limits.maxAgeMs;
    if (!isOld && total <= limits.maxBytes) continue;
    if (await isKept(id)) continue;
    await storage.remove(`checkpoints/${id}`);
    total -= task.bytes;
    removed.push(id);
  }
  return removed;
}
