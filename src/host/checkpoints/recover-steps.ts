import { classify, type Standing } from './classify.ts';
import type { Codec, Places, Snapshot, Transition } from './snapshot.ts';
import type { Step } from './step-log.ts';
import type { TaskCheckpoints } from './task-checkpoints.ts';

export interface Recovery {
  readonly taskId: string;
  readonly stepId: string;
  /** `completed`: the step is whole now; `rolledBack`: every file is as it was before the step. */
  readonly outcome: 'completed' | 'rolledBack';
  readonly uris: readonly string[];
  /** Files that hold something else than the step knows and were left alone, with the reason. */
  readonly leftAlone: readonly { readonly uri: string; readonly reason: string }[];
}

/**
 * Brings every step that was cut short (the host was killed in the middle) to one of its two ends.
 * A step that changed nothing yet is called off; one that had begun to change files is completed,
 * since the user allowed it, and taken back only where completing fails. A file that somebody
 * edited since is never overwritten.
 */
export async function recoverSteps(
  checkpoints: TaskCheckpoints,
  places: Places,
  codec: Codec,
): Promise<readonly Recovery[]> {
  const recoveries: Recovery[] = [];
  for (const step of checkpoints.steps()) {
    if (step.state === 'begun')
      recoveries.push(await recoverStep(checkpoints, step, places, codec));
  }
  return recoveries;
}

interface Standings {
  readonly transition: Transition;
  readonly standing: Standing;
}

async function recoverStep(
  checkpoints: TaskCheckpoints,
  step: Step,
  places: Places,
  codec: Codec,
): Promise<Recovery> {
  const found = await standings(checkpoints, step, places, codec);
  const started = found.some(({ standing }) => standing !== 'before' && standing !== 'other');
  if (started) {
    const failure = await moveTo('after', checkpoints, found, places);
    if (failure === undefined) {
      await removeGoneFolders(step, places);
      await checkpoints.applied(step.id, new Map());
      return { ...report(checkpoints, step, found), outcome: 'completed' };
    }
  }
  return rollBack(checkpoints, step, places, codec);
}

/** Takes a step back that could not be carried out; files that somebody else changed are left. */
export async function rollBack(
  checkpoints: TaskCheckpoints,
  step: Step,
  places: Places,
  codec: Codec,
): Promise<Recovery> {
  const found = await standings(checkpoints, step, places, codec);
  const failure = await moveTo('before', checkpoints, found, places);
  // Not marked as over: the next start tries again, for instance when the disk has room.
  if (failure === undefined) {
    for (const folder of [...step.folders].reverse()) await places.remove(folder);
    await checkpoints.rolledBack(step.id);
  }
  const base = report(checkpoints, step, found);
  return {
    ...base,
    outcome: 'rolledBack',
    leftAlone: failure === undefined ? base.leftAlone : [...base.leftAlone, failure],
  };
}

async function standings(
  checkpoints: TaskCheckpoints,
  step: Step,
  places: Places,
  codec: Codec,
): Promise<readonly Standings[]> {
  const found: Standings[] = [];
  for (const transition of step.transitions) {
    const state = await places.read(transition.uri);
    const source = step.transitions.find(({ uri }) => uri === transition.from);
    const standing = await classify(state, transition.before, transition.after, {
      blobs: checkpoints.blobs,
      codec,
      ...(source === undefined ? {} : { moved: source.before }),
    });
    found.push({ transition, standing });
  }
  return found;
}

/** Writes what is not there yet before it removes anything, so that no content is ever nowhere. */
async function moveTo(
  end: 'before' | 'after',
  checkpoints: TaskCheckpoints,
  found: readonly Standings[],
  places: Places,
): Promise<{ readonly uri: string; readonly reason: string } | undefined> {
  const open = found.filter(({ standing }) => standing !== end && standing !== 'other');
  const wanted = (entry: Standings): Snapshot => entry.transition[end];
  const writesFirst = [
    // What was cut short takes space that the others may lack.
    ...open.filter((entry) => wanted(entry).kind === 'file' && entry.standing === 'torn'),
    ...open.filter((entry) => wanted(entry).kind === 'file' && entry.standing !== 'torn'),
    ...open.filter((entry) => wanted(entry).kind === 'missing'),
  ];
  for (const entry of writesFirst) {
    const failure = await moveOne(entry, wanted(entry), checkpoints, places);
    if (failure === undefined) continue;
    // What is cut short may take the space that is missing, and holds nothing that is not kept.
    const cut = open.filter((one) => one.standing === 'torn' && wanted(one).kind === 'missing');
    for (const one of cut) await moveOne(one, wanted(one), checkpoints, places);
    if (cut.length === 0) return failure;
    const again = await moveOne(entry, wanted(entry), checkpoints, places);
    if (again !== undefined) return again;
  }
  return undefined;
}

async function moveOne(
  { transition: { uri } }: Standings,
  wanted: Snapshot,
  checkpoints: TaskCheckpoints,
  places: Places,
): Promise<{ readonly uri: string; readonly reason: string } | undefined> {
  const state = await checkpoints.blobs.restore(wanted);
  if (state === undefined) return { uri, reason: 'its checkpoint is damaged or gone' };
  try {
    if (state.kind === 'missing') await places.remove(uri);
    else await places.write(uri, state);
  } catch (error) {
    return { uri, reason: error instanceof Error ? error.message : String(error) };
  }
  return undefined;
}

/** An undo that was completed leaves no empty folder behind that the undone step had made. */
async function removeGoneFolders(step: Step, places: Places): Promise<void> {
  if (step.cause !== 'undo') return;
  for (const folder of [...step.folders].reverse()) await places.remove(folder);
}

function report(
  checkpoints: TaskCheckpoints,
  step: Step,
  found: readonly Standings[],
): Omit<Recovery, 'outcome'> {
  return {
    taskId: checkpoints.taskId,
    stepId: step.id,
    uris: step.transitions.map(({ uri }) => uri),
    leftAlone: found
      .filter(({ standing }) => standing === 'other')
      .map(({ transition }) => ({
        uri: transition.uri,
        reason: 'it was changed by somebody else since',
      })),
  };
}
