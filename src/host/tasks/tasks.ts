import * as vscode from 'vscode';
import { forkRecords, restoreTask, type RestoredTask } from '../../core/agent/restore-task.ts';
import type { News } from '../../core/agent/news.ts';
import { Session } from '../../core/agent/session.ts';
import type { TaskParts } from '../../core/agent/task.ts';
import type { JournalRecord } from '../../core/ports.ts';
import type { AgentEvent } from '../../shared/events.ts';
import { newTaskId } from './new-task-id.ts';
import type { JournalFile } from '../sessions/journal-file.ts';
import {
  updateSummary,
  type SessionStore,
  type SessionSummary,
} from '../sessions/session-store.ts';

/** A task that is open in this window, running or not. */
export interface OpenTask {
  readonly id: string;
  readonly session: Session;
  readonly onEvent: vscode.Event<AgentEvent>;
  readonly summary: () => SessionSummary;
}

/** The parts of one task; disposed with it. */
export interface OwnParts {
  readonly markMessage: (messageId: string) => Promise<void>;
  readonly parts: Omit<TaskParts, 'record'>;
  readonly dispose: () => Promise<void>;
}

export interface TasksOptions {
  readonly store: SessionStore;
  /** Names the workspace whose sessions are listed. */
  readonly workspace: string;
  readonly makeParts: (taskId: string) => Promise<OwnParts>;
  readonly model: () => string;
  /** Deletes what else is kept for a task, such as its checkpoints. */
  readonly forget: (taskId: string) => Promise<void>;
  readonly log: (line: string) => void;
}

interface Own {
  readonly markMessage: OwnParts['markMessage'];
  close(): Promise<void>;
}

/** Tasks of this window: made, opened from history, listed, forked, deleted. */
export class Tasks {
  readonly #options: TasksOptions;
  readonly #open = new Map<string, OpenTask & Own>();
  readonly #opening = new Map<string, Promise<OpenTask>>();
  readonly #events = new vscode.EventEmitter<{
    readonly task: OpenTask;
    readonly event: AgentEvent;
  }>();

  constructor(options: TasksOptions) {
    this.#options = options;
  }

  /** Every event of every open task, in order. */
  readonly onEvent = this.#events.event;

  get running(): readonly OpenTask[] {
    return [...this.#open.values()].filter((task) => task.session.running);
  }

  async create(
    title: string,
    origin: 'panel' | 'command' | 'api',
    id = newTaskId(),
  ): Promise<OpenTask> {
    const { store, workspace, model } = this.#options;
    const journal = await store.create(id, workspace, this.#onJournalProblem);
    const task = await this.#openTask(id, journal, undefined, emptySummary(id, workspace));
    task.session.record({ type: 'task', id, title: shortTitle(title), model: model(), origin });
    return task;
  }

  /** A task from history, or the one that is open under this id. */
  open(id: string): Promise<OpenTask> {
    const open = this.#open.get(id);
    if (open) return Promise.resolve(open);
    // Two sessions over one journal would each tell half of the task.
    const opening =
      this.#opening.get(id) ??
      this.#restore(id).finally(() => {
        this.#opening.delete(id);
      });
    this.#opening.set(id, opening);
    return opening;
  }

  async #restore(id: string): Promise<OpenTask> {
    const { records, journal } = await this.#options.store.open(id, this.#onJournalProblem);
    const summary = records.reduce(
      (current, record) =>
        record.kind === 'event' ? updateSummary(current, record.event) : current,
      emptySummary(id, this.#options.workspace),
    );
    return this.#openTask(id, journal, restoreTask(records), summary);
  }

  /** A new task with the conversation up to just before `messageId`. */
  async fork(
    id: string,
    messageId: string,
  ): Promise<{ readonly task: OpenTask; readonly text: string }> {
    const { store, workspace } = this.#options;
    const source = await this.open(id);
    const records = await store.records(id);
    const forkId = newTaskId();
    const journal = await store.create(forkId, workspace, this.#onJournalProblem);
    const first = {
      type: 'task',
      id: forkId,
      title: source.summary().title,
      model: this.#options.model(),
      origin: 'panel',
      parent: id,
    } as const;
    const forked = forkRecords(records, messageId, first, Date.now());
    for (const record of forked) journal.append(record);
    const summary = updateSummary(emptySummary(forkId, workspace), first);
    const task = await this.#openTask(
      forkId,
      journal,
      { ...restoreTask(forked), interrupted: false },
      summary,
    );
    return { task, text: findMessageText(records, messageId) };
  }

  list(): Promise<readonly SessionSummary[]> {
    return this.#options.store.list(this.#options.workspace);
  }

  /** The task that the panel of this workspace shows, remembered over reloads and kills. */
  get shown(): Promise<string | undefined> {
    return this.#options.store.readCurrent(this.#options.workspace);
  }

  rememberShown(id: string | undefined): void {
    this.#options.store.saveCurrent(this.#options.workspace, id);
  }

  /** Notes for "restore to here" that a message was delivered. */
  async markMessage(id: string, messageId: string): Promise<void> {
    await this.#open.get(id)?.markMessage(messageId);
  }

  /** An event from outside a task's own run; the task is opened for it when it is not open. */
  async recordLate(id: string, event: AgentEvent): Promise<void> {
    // A deleted task must not come back with the end of its review.
    if (!(await this.list()).some((summary) => summary.id === id)) return;
    (await this.open(id)).session.record(event);
  }

  /** News for a task's model, from outside of its own run. */
  async tell(id: string, news: News): Promise<void> {
    if (!(await this.list()).some((summary) => summary.id === id)) return;
    (await this.open(id)).session.tell(news);
  }

  async rename(id: string, title: string): Promise<void> {
    const task = await this.open(id);
    task.session.record({ type: 'title', title: shortTitle(title) });
  }

  async delete(id: string): Promise<void> {
    const open = this.#open.get(id);
    await open?.session.stop();
    await open?.close();
    this.#open.delete(id);
    await this.#options.store.delete(id);
    await this.#options.forget(id);
  }

  /** Stops everything, closes the journals and writes the summaries to their end. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#open.values()].map((task) => task.close()));
    await this.#options.store.settled();
    this.#events.dispose();
  }

  async #openTask(
    id: string,
    journal: JournalFile,
    restored: RestoredTask | undefined,
    start: SessionSummary,
  ): Promise<OpenTask> {
    const { store, log } = this.#options;
    const own = await this.#options.makeParts(id);
    const emitter = new vscode.EventEmitter<AgentEvent>();
    let summary = start;
    const onEvent = (event: AgentEvent): void => {
      const next = updateSummary(summary, event);
      if (next !== summary) {
        summary = { ...next, updatedAt: Date.now() };
        store.saveSummary(summary).catch((error: unknown) => {
          log(`summary of ${id}: ${String(error)}`);
        });
      }
      emitter.fire(event);
      this.#events.fire({ task, event });
    };
    // The session may speak while it is made: an interrupted run is settled there.
    const early: AgentEvent[] = [];
    let ready = false;
    const session = new Session({
      id,
      parts: own.parts,
      journal,
      records: () => store.records(id),
      onEvent: (event) => {
        if (ready) onEvent(event);
        else early.push(event);
      },
      ...(restored ? { restored } : {}),
    });
    const task = {
      id,
      session,
      onEvent: emitter.event,
      summary: () => summary,
      markMessage: own.markMessage,
      close: async () => {
        await session.stop();
        await own.dispose();
        journal.close();
        emitter.dispose();
      },
    };
    ready = true;
    this.#open.set(id, task);
    early.forEach(onEvent);
    return task;
  }

  readonly #onJournalProblem = (error: unknown): void => {
    this.#options.log(`journal: ${String(error)}`);
    void vscode.window.showErrorMessage(
      `Ratchet cannot write its history (${error instanceof Error ? error.message : String(error)}). The task goes on, but it will not be there after a reload; free some disk space.`,
    );
  };
}

function emptySummary(id: string, workspace: string): SessionSummary {
  return {
    id,
    workspace,
    title: id,
    updatedAt: Date.now(),
    status: 'stopped',
    usd: 0,
    unreviewed: false,
  };
}

function shortTitle(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 79)}…` : line || 'New task';
}

function findMessageText(records: readonly JournalRecord[], messageId: string): string {
  for (const record of records.toReversed()) {
    if (
      record.kind === 'event' &&
      record.event.type === 'user' &&
      record.event.messageId === messageId
    )
      return record.event.text;
  }
  return '';
}
