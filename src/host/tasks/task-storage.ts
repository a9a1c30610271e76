import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import { createNodeStorage } from '../checkpoints/node-storage.ts';
import { defaultPruneLimits, pruneCheckpoints } from '../checkpoints/prune-checkpoints.ts';
import type { SessionStore } from '../sessions/session-store.ts';

const dayMs = 86_400_000;

/** What is kept of tasks beside their journals: checkpoints and long command output. */
export interface TaskStorage {
  /** Deletes all of a task but its journal. */
  forget(taskId: string): Promise<void>;
  /** Deletes what is too old or too much; never of a task with unreviewed changes or of today. */
  prune(now: number): Promise<void>;
}

export function createTaskStorage(folder: string, store: SessionStore): TaskStorage {
  const forget = async (taskId: string): Promise<void> => {
    for (const kind of ['checkpoints', 'output']) {
      await rm(path.join(folder, kind, taskId), { recursive: true, force: true });
    }
  };
  return {
    forget,
    async prune(now) {
      for (const id of await store.prune(now)) await forget(id);
      await pruneCheckpoints(createNodeStorage(folder), defaultPruneLimits, now, async (id) => {
        const summary = await store.find(id);
        return summary !== undefined && (summary.unreviewed || now - summary.updatedAt < dayMs);
      });
    },
  };
}
