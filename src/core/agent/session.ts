import type { AgentEvent, CheckResult, EndEvent, Usage } from '../../shared/events.ts';
import type { Journal, JournalRecord, TaskChange } from '../ports.ts';
import { createTaskMemory } from '../tools/tool.ts';
import { compact } from './compaction.ts';
import { History } from './history.ts';
import { runTask, sendNow } from './loop.ts';
import { deliverNews, takeNews, type News } from './news.ts';
import { withoutLoneReasoning } from './pairing.ts';
import { restoreTask, type RestoredTask } from './restore-task.ts';
import { findOutdated } from './review-update.ts';
import { noUsage, type QueuedInput, type Task, type TaskParts, type UserInput } from './task.ts';

export interface SessionOptions {
  readonly id: string;
  readonly parts: Omit<TaskParts, 'record'>;
  readonly journal: Journal;
  /** Everything the journal holds, for editing an earlier message. */
  readonly records: () => Promise<readonly JournalRecord[]>;
  readonly restored?: RestoredTask;
  /** Every event as it happens, transient ones too. Must not throw. */
  readonly onEvent: (event: AgentEvent) => void;
}

/** How a run ended. */
export interface RunResult {
  readonly end: EndEvent;
  readonly changes: readonly TaskChange[];
  readonly checks: readonly CheckResult[];
  readonly usage: Usage;
}

interface Run {
  controller: AbortController;
  readonly ended: Promise<RunResult>;
  /** Stop was asked for: what `sendNow` stopped does not go on either. */
  stopping: boolean;
}

/**
 * One task from its first message on: runs the loop, takes messages while it works, stops, goes on,
 * edits earlier messages. All that happens goes to the journal and to `onEvent` in the same order.
 */
export class Session {
  readonly id: string;
  readonly #options: SessionOptions;
  readonly #parts: TaskParts;
  readonly #task: Task;
  readonly #events: AgentEvent[];
  #checks = new Map<string, CheckResult>();
  #run: Run | undefined;

  constructor(options: SessionOptions) {
    const { restored } = options;
    this.id = options.id;
    this.#options = options;
    this.#parts = {
      ...options.parts,
      record: (event) => {
        this.record(event);
      },
    };
    this.#events = [...(restored?.events ?? [])];
    for (const check of restored?.checks ?? []) this.#checks.set(check.name, check);
    this.#task = {
      id: options.id,
      history: new History(options.journal, options.parts.clock, restored?.history),
      memory: {
        ...createTaskMemory(),
        plan: restored?.plan ?? [],
        criteria: restored?.criteria ?? [],
      },
      queue: [...(restored?.queue ?? [])],
      news: restored?.news ?? { latest: new Map(), told: new Map() },
      requests: [...(restored?.requests ?? [])],
      doneWhen: restored?.doneWhen ?? [],
      summary: restored?.summary ?? '',
      usage: restored?.usage ?? noUsage,
      contextTokens: restored?.contextTokens ?? 0,
      compactWanted: false,
      compactAbove: 0,
      budgetFrom: restored?.budgetFrom ?? 0,
      epoch: restored?.epoch,
      streaming: undefined,
    };
    if (restored) this.#settleInterrupted(restored);
  }

  get running(): boolean {
    return this.#run !== undefined;
  }

  /** Resolves when the current run ends; undefined when none is under way. */
  get ended(): Promise<RunResult> | undefined {
    return this.#run?.ended;
  }

  get usage(): Usage {
    return this.#task.usage;
  }

  /** Everything a panel needs to show the task, the message being streamed included. */
  snapshot(): readonly AgentEvent[] {
    const { streaming } = this.#task;
    if (!streaming) return [...this.#events];
    return [
      ...this.#events,
      { type: 'text', messageId: streaming.messageId, delta: streaming.text },
    ];
  }

  /** Journals what lasts and is new, tells everyone. Also for events from outside the loop, such as reviews. */
  record(event: AgentEvent): void {
    const outdated = event.type === 'review' ? findOutdated(this.#events, event) : -1;
    if (outdated >= 0) this.#events[outdated] = event;
    else if (isLasting(event)) {
      this.#events.push(event);
      this.#options.journal.append({
        kind: 'event',
        at: this.#options.parts.clock.now(),
        event,
      });
      if (endsStep(event)) void this.#options.journal.sync();
    }
    if (event.type === 'check') this.#checks.set(event.check.name, event.check);
    this.#options.onEvent(event);
  }

  /** Starts a run with a message of the user, or queues it while one is under way. */
  send(input: UserInput): void {
    if (this.#run) {
      this.#enqueue(input);
      return;
    }
    const { item, ...shown } = input;
    deliverNews(this.#task);
    this.#task.history.appendUser(item, input.messageId);
    this.#task.requests.push(input.text);
    this.#task.doneWhen = [...this.#task.doneWhen, ...input.doneWhen];
    this.#checks = new Map();
    this.record({ type: 'user', ...shown });
    this.#start();
  }

  /** Something happened that the model must know when it is asked next; it survives a reload. */
  tell(news: News): void {
    takeNews(this.#task.news, news);
    this.#options.journal.append({ kind: 'news', at: this.#options.parts.clock.now(), news });
    void this.#options.journal.sync();
  }

  /** Goes on after a stop, a limit, a failure or an interruption; a spent budget begins anew. */
  resume(): void {
    if (this.#run) return;
    this.#task.budgetFrom = this.#task.usage.usd;
    this.#start();
  }

  /** Summarizes earlier steps: at once, or before the next request of a run that is under way. */
  compact(): void {
    if (this.#run) {
      this.#task.compactWanted = true;
      return;
    }
    const controller = new AbortController();
    const ended = this.#compactNow(controller.signal).finally(() => {
      this.#run = undefined;
      if (this.#task.queue.length > 0 && !run.stopping) this.#start();
    });
    const run: Run = { controller, ended, stopping: false };
    this.#run = run;
  }

  /** Stops the current step and delivers what is queued at once. */
  sendNow(): void {
    if (this.#run) this.#run.controller.abort(sendNow);
    else if (this.#task.queue.length > 0) this.#start();
  }

  unqueue(queuedId: string): void {
    const index = this.#task.queue.findIndex((input) => input.queuedId === queuedId);
    if (index < 0) return;
    this.#task.queue.splice(index, 1);
    this.record({ type: 'unqueued', queuedId });
  }

  /** Aborts the request, ends commands, leaves a valid history. Resolves when all of that is done. */
  async stop(): Promise<void> {
    if (this.#run) {
      this.#run.stopping = true;
      this.#run.controller.abort(stopped);
    }
    await Promise.all([this.#run?.ended, this.#parts.shell.stopAll()]);
  }

  /** Goes back to just before a message of the user and sends another in its place. */
  async editMessage(messageId: string, input: UserInput): Promise<void> {
    do await this.stop();
    while (this.#run);
    // A run of its own: what is sent meanwhile waits, instead of working on a history that goes.
    const ended = this.#rewind(messageId).finally(() => {
      this.#run = undefined;
    });
    this.#run = { controller: new AbortController(), ended, stopping: false };
    await ended;
    this.send(input);
  }

  async #rewind(messageId: string): Promise<RunResult> {
    await this.#options.journal.sync();
    const restored = restoreTask(await this.#options.records(), messageId);
    const task = this.#task;
    task.history.replace(restored.history.items, restored.history.messages);
    task.news = restored.news;
    task.requests.splice(0, Infinity, ...restored.requests);
    task.doneWhen = restored.doneWhen;
    task.memory.plan = restored.plan;
    task.memory.criteria = restored.criteria;
    task.summary = restored.summary;
    task.contextTokens = restored.contextTokens;
    task.epoch = restored.epoch;
    task.compactAbove = 0;
    this.record({ type: 'rewind', messageId });
    this.record({ type: 'epoch', reason: 'edited', note: 'An earlier message was edited.' });
    this.record({ type: 'plan', plan: restored.plan });
    return this.#result({ type: 'stopped', reason: { kind: 'user' } });
  }

  #enqueue(input: UserInput): void {
    const queued: QueuedInput = { ...input, queuedId: `queued-${input.messageId}` };
    this.#task.queue.push(queued);
    const at = this.#options.parts.clock.now();
    this.#options.journal.append({ kind: 'queued', at, input: queued });
    this.record({ type: 'queued', queuedId: queued.queuedId, text: queued.text });
  }

  #start(): void {
    const controller = new AbortController();
    const ended = this.#work(controller).finally(() => {
      this.#run = undefined;
    });
    this.#run = { controller, ended, stopping: false };
  }

  async #work(first: AbortController): Promise<RunResult> {
    let end: EndEvent | undefined;
    try {
      for await (const event of runTask(this.#task, this.#parts, first.signal)) {
        if (event.type === 'done' || event.type === 'stopped' || event.type === 'failed')
          end = event;
        this.record(event);
      }
    } catch (error) {
      this.#parts.log(describeError(error));
      end = internalFailure(error);
      this.record(end);
    }
    await this.#options.journal.sync();
    // After `sendNow`, or for what was typed while the last record went to the disk.
    const isTyped = end?.type === 'done' && this.#task.queue.length > 0 && !this.#run?.stopping;
    return end && !isTyped ? this.#result(end) : this.#again();
  }

  async #compactNow(signal: AbortSignal): Promise<RunResult> {
    const { blocked } = this.#parts.settings();
    if (blocked) this.record({ type: 'failed', failure: blocked });
    try {
      if (!blocked)
        for await (const event of compact(this.#task, this.#parts, signal)) this.record(event);
    } catch (error) {
      if (!signal.aborted) {
        this.#parts.log(describeError(error));
        this.record(internalFailure(error));
      }
    }
    await this.#options.journal.sync();
    return this.#result({ type: 'done', answer: '' });
  }

  /** The same run goes on with what is queued. */
  #again(): Promise<RunResult> {
    const controller = new AbortController();
    if (this.#run) this.#run.controller = controller;
    if (this.#run?.stopping) controller.abort(stopped);
    return this.#work(controller);
  }

  #result(end: EndEvent): RunResult {
    return {
      end,
      changes: this.#parts.editor.changes(),
      checks: [...this.#checks.values()],
      usage: this.#task.usage,
    };
  }

  /** The host was gone in the middle of a run: every open call gets an honest output. */
  #settleInterrupted(restored: RestoredTask): void {
    this.#task.history.filter(withoutLoneReasoning);
    this.#task.history.closeOpenCalls((callId) =>
      restored.begun.has(callId)
        ? 'Interrupted: the window closed while this call ran. Check what it did before repeating it.'
        : 'Not run: the window closed before this call began.',
    );
    if (restored.interrupted) this.record({ type: 'stopped', reason: { kind: 'interrupted' } });
  }
}

const stopped = 'stopped by the user';

/** Streamed fragments come again as a whole; countdowns and live output mean nothing later. */
function isLasting(event: AgentEvent): boolean {
  switch (event.type) {
    case 'text':
    case 'discard':
    case 'reasoning':
    case 'tool-writing':
    case 'tool-output':
    case 'retry':
    case 'retry-ended':
    case 'compacting':
      return false;
    default:
      return true;
  }
}

function endsStep(event: AgentEvent): boolean {
  return (
    event.type === 'usage' ||
    event.type === 'tool-ended' ||
    event.type === 'user' ||
    event.type === 'review'
  );
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function internalFailure(error: unknown): EndEvent {
  const message = error instanceof Error ? error.message : String(error);
  return {
    type: 'failed',
    failure: {
      code: 'internal',
      message: `Something went wrong inside Ratchet: ${message.replace(/\.$/, '')}. The conversation is kept; retry, or look at the log.`,
      actions: ['retry', 'showLog'],
    },
  };
}
