import type { Snapshot, Transition } from './snapshot.ts';
import type { Storage } from './storage.ts';

/** One line of a task's journal. `begin` is on the disk before the first file is touched. */
export type StepRecord =
  | { readonly type: 'message'; readonly messageId: string; readonly at: number }
  | {
      readonly type: 'begin';
      readonly step: string;
      readonly at: number;
      readonly cause: StepCause;
      /** The tool call whose edits these are. */
      readonly callId?: string;
      /** The steps this one takes back. */
      readonly undoes?: readonly string[];
      readonly transitions: readonly Transition[];
      /** Folders that were not there before, outermost first. */
      readonly folders: readonly string[];
    }
  /** `after` names what saving made of the files, where that differs from what was intended. */
  | {
      readonly type: 'applied';
      readonly step: string;
      readonly after: readonly { readonly uri: string; readonly snapshot: Snapshot }[];
    }
  | { readonly type: 'rolledBack'; readonly step: string };

export type StepCause = 'edit' | 'undo';

export interface Step {
  readonly id: string;
  readonly at: number;
  readonly cause: StepCause;
  readonly callId: string | undefined;
  /** The last user message before this step. */
  readonly messageId: string | undefined;
  readonly undoes: readonly string[];
  readonly transitions: readonly Transition[];
  readonly folders: readonly string[];
  readonly state: 'begun' | 'applied' | 'rolledBack';
}

export interface StepLog {
  /** Every step in order, whatever came of it. */
  readonly steps: () => readonly Step[];
  /** Message marks in order, each with the number of steps before it. */
  readonly marks: () => readonly Mark[];
  append(record: StepRecord): Promise<void>;
}

export interface Mark {
  readonly messageId: string;
  readonly stepsBefore: number;
}

/** Opens a journal; a torn last line, left by a kill, is dropped. */
export async function openStepLog(storage: Storage, path: string): Promise<StepLog> {
  const bytes = await storage.read(path);
  const text = bytes === undefined ? '' : new TextDecoder().decode(bytes);
  let steps: readonly Step[] = [];
  let marks: readonly Mark[] = [];
  const take = (record: StepRecord): void => {
    if (record.type === 'message') {
      marks = [...marks, { messageId: record.messageId, stepsBefore: steps.length }];
    } else {
      steps = reduceSteps(steps, record, marks.at(-1)?.messageId);
    }
  };
  for (const line of text.split('\n')) {
    const record = parseRecord(line);
    if (record !== undefined) take(record);
  }
  // A torn tail must not swallow the record that comes next.
  let separator = text === '' || text.endsWith('\n') ? '' : '\n';
  let last: Promise<void> = Promise.resolve();
  return {
    steps: () => steps,
    marks: () => marks,
    append(record) {
      const write = async (): Promise<void> => {
        const line = `${separator}${JSON.stringify(record)}\n`;
        await storage.append(path, new TextEncoder().encode(line));
        separator = '';
        take(record);
      };
      const next = last.then(write);
      // The next append goes ahead whether or not this one failed; its caller sees the failure.
      last = next.catch(() => {
        separator = '\n';
      });
      return next;
    },
  };
}

function reduceSteps(
  steps: readonly Step[],
  record: Exclude<StepRecord, { type: 'message' }>,
  messageId: string | undefined,
): readonly Step[] {
  switch (record.type) {
    case 'begin':
      return [
        ...steps,
        {
          id: record.step,
          at: record.at,
          cause: record.cause,
          callId: record.callId,
          messageId,
          undoes: record.undoes ?? [],
          transitions: record.transitions,
          folders: record.folders,
          state: 'begun',
        },
      ];
    case 'applied': {
      const after = new Map(record.after.map(({ uri, snapshot }) => [uri, snapshot]));
      return steps.map((step) =>
        step.id === record.step
          ? {
              ...step,
              state: 'applied',
              transitions: step.transitions.map((transition) => ({
                ...transition,
                after: after.get(transition.uri) ?? transition.after,
              })),
            }
          : step,
      );
    }
    case 'rolledBack':
      return steps.map((step) =>
        step.id === record.step ? { ...step, state: 'rolledBack' } : step,
      );
  }
}

function parseRecord(line: string): StepRecord | undefined {
  if (line.trim() === '') return undefined;
  try {
    // Lines are only ever written by `append`, in this form.
    return JSON.parse(line) as StepRecord;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
