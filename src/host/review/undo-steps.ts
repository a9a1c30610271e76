import { inParallel } from '../checkpoints/in-parallel.ts';
import { encodeContent } from '../checkpoints/file-text.ts';
import {
  planUndo,
  type Collision,
  type SettledCollision,
  type UndoneFile,
  type UndoPlan,
} from '../checkpoints/plan-undo.ts';
import type { FileState } from '../checkpoints/snapshot.ts';
import { standingSteps } from '../checkpoints/standing-steps.ts';
import type { Step } from '../checkpoints/step-log.ts';
import type { TaskCheckpoints } from '../checkpoints/task-checkpoints.ts';
import { carryOut, type CarryOutDeps, type WantedFile } from '../edits/carry-out.ts';
import { editorPlaces, isSameState } from '../edits/editor-places.ts';
import { mergeInPauses } from '../edits/merge-in-pauses.ts';
import { textCodec } from '../edits/text-codec.ts';

/** What to take back of a task. The user's own edits since stay in every case. */
export type UndoScope =
  | { readonly kind: 'task' }
  /** Everything since this user message was delivered. */
  | { readonly kind: 'message'; readonly messageId: string }
  /** Everything since this tool call, itself included. */
  | { readonly kind: 'since'; readonly callId: string }
  /** This tool call alone. */
  | { readonly kind: 'step'; readonly callId: string }
  /** Brings back what an undo of this tool call alone took. */
  | { readonly kind: 'stepAgain'; readonly callId: string }
  /** The last undo: brings back what it took. */
  | { readonly kind: 'undo' };

export type UndoOutcome =
  | { readonly kind: 'done'; readonly step: Step; readonly undone: readonly string[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string };

export interface UndoDeps extends CarryOutDeps {
  /** Asks the user, who may take their time: what was read before is read again after it. */
  readonly settle: (collision: Collision) => Promise<SettledCollision>;
  readonly save: boolean;
}

/** Takes steps of a task back as one edit, which is a step itself and can be taken back too. */
export async function undoSteps(scope: UndoScope, deps: UndoDeps): Promise<UndoOutcome> {
  const steps = selectSteps(scope, deps.checkpoints);
  if (steps.length === 0) return { kind: 'nothing' };
  const plan = await planOnSettledFiles(steps, deps);
  switch (plan.kind) {
    case 'cancelled':
      return plan;
    case 'damaged': {
      const path = deps.pathOf(plan.uri);
      return { kind: 'failed', message: `Nothing was changed: the checkpoint of ${path} is gone.` };
    }
    case 'unencodable':
      return unencodable(plan.uri, deps);
    case 'plan': {
      const files = await toWanted(plan.files);
      const lost = files.find(({ then }) => then === undefined);
      if (lost !== undefined) return unencodable(lost.uri, deps);
      const undoes = steps.map(({ id }) => id);
      const result = await carryOut(
        {
          cause: 'undo',
          undoes,
          files: files.flatMap(({ then, ...file }) => (then ? [{ ...file, then }] : [])),
          emptyFolders: steps.flatMap(({ folders }) => folders),
          save: deps.save,
          exact: true,
        },
        deps,
      );
      return result.kind === 'done' ? { kind: 'done', step: result.step, undone: undoes } : result;
    }
  }
}

function unencodable(uri: string, { pathOf }: UndoDeps): UndoOutcome {
  return {
    kind: 'failed',
    message: `Nothing was changed: the encoding that ${pathOf(uri)} is open in does not have every character of the earlier text.`,
  };
}

/** A plan for the files as they are now, also where the user wrote on while a question was open. */
async function planOnSettledFiles(steps: readonly Step[], deps: UndoDeps): Promise<UndoPlan> {
  for (;;) {
    const plan = await planUndo(deps.checkpoints, steps, {
      places: editorPlaces,
      codec: textCodec,
      merge: mergeInPauses,
      settle: deps.settle,
    });
    if (plan.kind !== 'plan') return plan;
    const found = await inParallel(plan.files, ({ uri }) => editorPlaces.read(uri));
    if (plan.files.every(({ now }, index) => isSameState(now, found[index]))) return plan;
  }
}

/** `then`: `undefined` when it cannot be encoded. */
type UndoneWanted = Omit<WantedFile, 'then'> & { readonly then: FileState | undefined };

/** Unsaved text comes back saved. */
async function toWanted(files: readonly UndoneFile[]): Promise<readonly UndoneWanted[]> {
  return inParallel(files, async (file) => ({ ...file, then: await withoutUnsaved(file.then) }));
}

async function withoutUnsaved(state: FileState): Promise<FileState | undefined> {
  if (state.kind === 'missing' || state.unsaved === undefined) return state;
  return encodeContent(state.unsaved, state.encoding, textCodec);
}

/** Oldest first. */
function selectSteps(scope: UndoScope, checkpoints: TaskCheckpoints): readonly Step[] {
  const standing = standingSteps(checkpoints.steps());
  switch (scope.kind) {
    case 'task':
      return standing;
    case 'message': {
      const since = new Set(checkpoints.stepsSince(scope.messageId));
      return standing.filter((step) => since.has(step));
    }
    case 'since': {
      const first = standing.findIndex(({ callId }) => callId === scope.callId);
      return first < 0 ? [] : standing.slice(first);
    }
    case 'step':
      return standing.filter(({ callId }) => callId === scope.callId);
    case 'stepAgain': {
      const own = new Set(
        checkpoints.steps().flatMap(({ id, callId }) => (callId === scope.callId ? [id] : [])),
      );
      const last = standingUndos(checkpoints).findLast(({ undoes }) =>
        undoes.some((id) => own.has(id)),
      );
      // What was taken back together comes back together only.
      return last?.undoes.every((id) => own.has(id)) === true ? [last] : [];
    }
    case 'undo':
      return standingUndos(checkpoints).slice(-1);
  }
}

function standingUndos(checkpoints: TaskCheckpoints): readonly Step[] {
  const applied = checkpoints.steps().filter(({ state }) => state === 'applied');
  const undone = new Set(applied.flatMap(({ undoes }) => undoes));
  return applied.filter(({ id, undoes }) => undoes.length > 0 && !undone.has(id));
}
