import { recoverSteps, type Recovery } from './recover-steps.ts';
import type { Codec, Places } from './snapshot.ts';
import type { Storage } from './storage.ts';
import type { TaskCheckpoints } from './task-checkpoints.ts';
import { unfinishedFolder } from './unfinished-folder.ts';

/** Recovers every task that was in the middle of a step when the host was killed. */
export async function recoverTasks(
  storage: Storage,
  open: (taskId: string) => Promise<TaskCheckpoints>,
  places: Places,
  codec: Codec,
): Promise<readonly Recovery[]> {
  const recoveries: Recovery[] = [];
  for (const { path } of await storage.list(unfinishedFolder)) {
    const taskId = path.slice(unfinishedFolder.length + 1);
    const checkpoints = await open(taskId);
    recoveries.push(...(await recoverSteps(checkpoints, places, codec)));
    // Killed between the mark and the intent: there is nothing to recover, and no mark to keep.
    if (checkpoints.steps().every(({ state }) => state !== 'begun')) await storage.remove(path);
  }
  return recoveries;
}
