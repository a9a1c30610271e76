import type { FileChange } from './file-changes.ts';
import type { UndoDeps, UndoPlan } from './plan-undo.ts';
import type { FileState } from './snapshot.ts';
import { settleStates, takeOut } from './take-out.ts';
import type { TaskCheckpoints } from './task-checkpoints.ts';

export type UndoneChange =
  | {
      readonly kind: 'states';
      readonly states: readonly (readonly [string, FileState])[];
      /** The file went there from where it was. */
      readonly movedTo?: string;
    }
  | Exclude<UndoPlan, { kind: 'plan' }>;

/** Takes a change back of a file that is there. `from`: where it is now; `to`: where it was. */
export async function undoChange(
  change: FileChange,
  { from: uri, to }: { readonly from: string; readonly to: string },
  read: (uri: string) => Promise<FileState>,
  checkpoints: TaskCheckpoints,
  deps: UndoDeps,
): Promise<UndoneChange> {
  const { target, source } = change;
  const isMoved = source !== undefined && to !== uri;
  const current = await read(uri);
  const replaced = await checkpoints.blobs.restore(target.before);
  if (replaced === undefined) return { kind: 'damaged', uri };
  const taken = await takeOut(change, current, uri, checkpoints, deps);
  if (taken.kind !== 'taken' && taken.kind !== 'collides') return taken;
  const place = (content: FileState): UndoneChange => {
    if (!isMoved) {
      return { kind: 'states', states: content === current ? [] : [[uri, content]] };
    }
    // Whatever came to where a file was that has moved on since is not the step's.
    const isOurs = uri === target.uri && !change.followsOther;
    const left: FileState = isOurs ? replaced : { kind: 'missing' };
    return {
      kind: 'states',
      states: [
        [uri, left],
        [to, content],
      ],
      movedTo: to,
    };
  };
  const found: FileState = isMoved ? await read(to) : { kind: 'missing' };
  if (taken.kind === 'taken' && found.kind === 'missing') return place(taken.state);
  const inTheWay = found.kind === 'file' ? { uri: to, yours: found } : { uri, yours: current };
  const settled = await settleStates(inTheWay.uri, inTheWay.yours, taken.state, deps);
  if (settled.kind === 'yours') return { kind: 'states', states: [] };
  return settled.kind === 'state' ? place(settled.state) : settled;
}
