import { comesOrGoes, mirrored, type FileChange } from './file-changes.ts';
import { wantedPlace, type TaskFile } from './file-histories.ts';
import type { UndoDeps } from './plan-undo.ts';
import type { FileState } from './snapshot.ts';
import { standingSteps } from './standing-steps.ts';
import type { Step } from './step-log.ts';
import { settleStates, takeOut } from './take-out.ts';
import type { TaskCheckpoints } from './task-checkpoints.ts';
import type { UndoneChange } from './undo-change.ts';

/**
 * Brings a file back that a step removed: as it was then, without what has been taken back of it
 * since, and with what has come in again. `standing`: the steps that are in effect then.
 */
export async function restoreFile(
  file: TaskFile,
  standing: ReadonlySet<Step>,
  read: (uri: string) => Promise<FileState>,
  checkpoints: TaskCheckpoints,
  deps: UndoDeps,
): Promise<UndoneChange> {
  const nothing: UndoneChange = { kind: 'states', states: [] };
  const gone = file.places.at(-1);
  if (gone?.removal === undefined) return nothing;
  let { uri } = gone.removal;
  const held = await checkpoints.blobs.restore(gone.removal.before);
  if (held === undefined) return { kind: 'damaged', uri };
  let state = held;
  const until = new Set(standingSteps(checkpoints.steps().slice(0, gone.at)));
  for (const change of changesBetween(file, until, standing)) {
    const taken = await takeOut(change, state, uri, checkpoints, deps);
    if (taken.kind === 'taken') state = taken.state;
    else if (taken.kind !== 'collides') return taken;
    else {
      const settled = await settleStates(uri, state, taken.state, deps);
      if (settled.kind === 'yours') continue;
      if (settled.kind !== 'state') return settled;
      state = settled.state;
    }
  }
  const [was, now] = [until, standing].map((steps) => wantedPlace(file, (step) => steps.has(step)));
  if (now !== undefined && now !== was) uri = now;
  const found = await read(uri);
  if (found.kind === 'missing') return { kind: 'states', states: [[uri, state]] };
  const settled = await settleStates(uri, found, state, deps);
  if (settled.kind === 'yours') return nothing;
  return settled.kind === 'state' ? { kind: 'states', states: [[uri, settled.state]] } : settled;
}

/** What is to be taken out, newest first, and then what comes in again, oldest first. */
function changesBetween(
  { changes }: TaskFile,
  from: ReadonlySet<Step>,
  to: ReadonlySet<Step>,
): readonly FileChange[] {
  const inside = changes.filter(({ change }) => !comesOrGoes(change));
  const out = inside.filter(({ step }) => from.has(step) && !to.has(step));
  const back = inside.filter(({ step }) => !from.has(step) && to.has(step));
  return [
    ...out.map(({ change }) => change).reverse(),
    ...back.map(({ change }) => mirrored(change)),
  ];
}
