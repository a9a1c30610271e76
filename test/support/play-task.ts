/** Runs a session in memory: a scripted model, a memory workspace, a journal in an array. */

import { instructions } from '../../src/core/agent/prompt.ts';
import { restoreTask } from '../../src/core/agent/restore-task.ts';
import { Session } from '../../src/core/agent/session.ts';
import type { RunSettings, TaskParts, UserInput } from '../../src/core/agent/task.ts';
import type { Journal, JournalRecord, Model } from '../../src/core/ports.ts';
import { builtInTools } from '../../src/core/tools/registry.ts';
import type { AgentEvent } from '../../src/shared/events.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createMemoryWorkspace, type MemoryWorkspace } from './memory-workspace.ts';

export interface PlayOptions {
  readonly model: Model;
  readonly workspace?: MemoryWorkspace;
  readonly settings?: Partial<RunSettings>;
  readonly parts?: Partial<TaskParts>;
  /** In place of the one that keeps every record in memory. */
  readonly journal?: Journal;
  /** Told of each event as it happens. */
  readonly onEvent?: (event: AgentEvent) => void;
  /** Records of an earlier life of the same task. */
  readonly records?: readonly JournalRecord[];
}

export interface PlayedTask {
  readonly session: Session;
  /** Sends words of the user and waits for the end of what they begin. */
  readonly ask: (text: string, doneWhen?: readonly string[]) => Session['ended'];
  readonly events: AgentEvent[];
  readonly records: JournalRecord[];
  readonly settings: { current: RunSettings };
  readonly clock: ManualClock;
  readonly workspace: MemoryWorkspace;
}

export function playTask(options: PlayOptions): PlayedTask {
  const workspace = options.workspace ?? createMemoryWorkspace();
  const clock = createManualClock();
  const events: AgentEvent[] = [];
  const records: JournalRecord[] = [...(options.records ?? [])];
  // A copy through JSON, as the disk makes one.
  const journal: Journal = options.journal ?? {
    append: (record) => records.push(JSON.parse(JSON.stringify(record)) as JournalRecord),
    sync: () => Promise.resolve(),
  };
  const settings = { current: { ...usualSettings, ...options.settings } };
  const session = new Session({
    id: 'task-1',
    parts: {
      ...memoryParts({ model: options.model, workspace, clock }),
      settings: () => settings.current,
      ...options.parts,
    },
    journal,
    records: async () => records,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
    ...(options.records ? { restored: restoreTask(options.records) } : {}),
  });
  const ask: PlayedTask['ask'] = (...words) => {
    session.send(userSays(...words));
    return session.ended;
  };
  return { session, ask, events, records, settings, clock, workspace };
}

const usualSettings: RunSettings = {
  model: 'gpt-5.5',
  effort: 'medium',
  verbosity: 'low',
  window: 272_000,
  endpoint: 'https://api.example/v1',
  budgetUsd: 0,
  budgetSteps: 200,
  verifyCommands: [],
  redact: true,
};

/** What a task works with, in memory; everything is allowed, and a line for the log is a failure. */
export function memoryParts({
  model,
  workspace = createMemoryWorkspace(),
  clock = createManualClock(),
}: {
  readonly model: Model;
  readonly workspace?: MemoryWorkspace;
  readonly clock?: ManualClock;
}): Omit<TaskParts, 'record'> {
  const { files, search, problems, languages, git, editor, shell } = workspace;
  return {
    model,
    instructions,
    tools: builtInTools,
    ...{ files, search, problems, languages, git, editor, shell },
    pause: () => Promise.resolve(),
    approver: {
      approve: async () => 'once',
      ask: async (_, questions) => questions.map(() => 'yes'),
    },
    approve: () => async () => ({ kind: 'allowed' }),
    clock,
    settings: () => usualSettings,
    lookBack: () => Promise.resolve(''),
    log: (line) => {
      throw new Error(line);
    },
  };
}

let messages = 0;

export function userSays(text: string, doneWhen: readonly string[] = []): UserInput {
  return {
    messageId: `message-${++messages}`,
    text,
    attachments: [],
    doneWhen,
    item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
  };
}
