import { randomUUID } from 'node:crypto';
import { createBlobStore, type BlobStore } from './blob-store.ts';
import { inParallel } from './in-parallel.ts';
import type { FileState, Transition } from './snapshot.ts';
import { openStepLog, type Step, type StepCause, type StepRecord } from './step-log.ts';
import type { Storage } from './storage.ts';
import { unfinishedFolder } from './unfinished-folder.ts';

/** What one task did to files, step by step, with every content needed to take it back. */
export interface TaskCheckpoints {
  readonly taskId: string;
  readonly blobs: BlobStore;
  steps(): readonly Step[];
  /** Notes that a user message was delivered: "restore to here" means the steps after it. */
  mark(messageId: string): Promise<void>;
  /** The steps that were made after a message, oldest first. */
  stepsSince(messageId: string): readonly Step[];
  /** Resolves when the intent and all its contents are on the disk; only then may files change. */
  begin(intent: Intent): Promise<Step>;
  /** `after`: files that became something else than intended, as when saving formatted them. */
  applied(stepId: string, after: ReadonlyMap<string, FileState>): Promise<void>;
  rolledBack(stepId: string): Promise<void>;
}

export interface Intent {
  readonly cause: StepCause;
  readonly callId?: string;
  readonly undoes?: readonly string[];
  readonly transitions: readonly IntendedTransition[];
  readonly folders: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** As `Transition`, with the contents themselves. */
export interface IntendedTransition {
  readonly uri: string;
  readonly before: FileState;
  readonly after: FileState;
  readonly from?: string;
}

/** `storage` holds `checkpoints/<task>/` and `unfinished/`. */
export async function openTaskCheckpoints(
  storage: Storage,
  taskId: string,
): Promise<TaskCheckpoints> {
  const folder = `checkpoints/${taskId}`;
  const blobs = createBlobStore(storage, `${folder}/blobs`);
  const log = await openStepLog(storage, `${folder}/steps.jsonl`);
  const marker = `${unfinishedFolder}/${taskId}`;
  const end = async (record: StepRecord): Promise<void> => {
    await log.append(record);
    if (log.steps().every(({ state }) => state !== 'begun')) await storage.remove(marker);
  };
  return {
    taskId,
    blobs,
    steps: log.steps,
    mark: (messageId) => log.append({ type: 'message', messageId, at: Date.now() }),
    stepsSince(messageId) {
      const mark = log.marks().find((candidate) => candidate.messageId === messageId);
      return mark === undefined ? [] : log.steps().slice(mark.stepsBefore);
    },
    async begin(intent) {
      const transitions = await inParallel(
        intent.transitions,
        async ({ uri, before, after, from }): Promise<Transition> => ({
          uri,
          before: await blobs.snapshot(before),
          after: await blobs.snapshot(after),
          ...(from === undefined ? {} : { from }),
        }),
      );
      const id = randomUUID();
      // A start-up looks for this alone, so that idle tasks cost it nothing.
      await storage.write(marker, new Uint8Array());
      await log.append({
        type: 'begin',
        step: id,
        at: intent.at,
        cause: intent.cause,
        ...(intent.callId === undefined ? {} : { callId: intent.callId }),
        ...(intent.undoes === undefined ? {} : { undoes: intent.undoes }),
        transitions,
        folders: intent.folders,
      });
      const step = log.steps().find((candidate) => candidate.id === id);
      if (step === undefined) throw new Error('A step just begun is not in its journal.');
      return step;
    },
    async applied(stepId, after) {
      const changed = await inParallel([...after], async ([uri, state]) => ({
        uri,
        snapshot: await blobs.snapshot(state),
      }));
      await end({ type: 'applied', step: stepId, after: changed });
    },
    rolledBack: (stepId) => end({ type: 'rolledBack', step: stepId }),
  };
}
