import * as vscode from 'vscode';
import type { UserInput } from '../../core/agent/task.ts';
import type { AgentEvent } from '../../shared/events.ts';
import type { PanelSettings, ToPanel } from '../../shared/protocol.ts';
import type { CodeTarget, collectContext, ContextRequest } from '../context/collect-context.ts';
import { composeMessage } from '../context/compose-message.ts';
import type { Panel } from '../panel/panel.ts';
import type { OpenTask, Tasks } from '../tasks/tasks.ts';
import { PendingAttachments } from './pending-attachments.ts';

type Ports = Parameters<typeof collectContext>[1];

export interface ChatOptions {
  readonly tasks: Pick<
    Tasks,
    'create' | 'fork' | 'list' | 'onEvent' | 'open' | 'rememberShown' | 'running' | 'shown'
  >;
  readonly panel: () => Pick<Panel, 'post' | 'postEvent' | 'setBadge'>;
  readonly ports: Ports;
  readonly settings: () => Promise<PanelSettings>;
  /** Approvals and questions that wait for the user. */
  readonly waiting: () => number;
}

/** What a command sends along with its words. */
export interface CommandContext {
  readonly target?: CodeTarget;
  readonly withProblems?: boolean;
  readonly withSymbols?: boolean;
  readonly diff?: string;
}

/** How long after the last key a message counts as being written. */
const composingMs = 8_000;

/** The conversation the panel shows, and all that changes which one that is. */
export class Chat {
  readonly attachments: PendingAttachments;
  readonly #options: ChatOptions;
  #current: OpenTask | undefined;
  #typedAt = -Infinity;
  #sending: Promise<unknown> = Promise.resolve();
  #shownSettings: PanelSettings | undefined;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.attachments = new PendingAttachments(() => {
      this.#post({ type: 'attachments', attachments: this.attachments.shown });
    });
    options.tasks.onEvent(({ task, event }) => {
      this.#onEvent(task, event);
    });
  }

  /** Whether the user is writing a message: nothing may take the focus from it. */
  get composing(): boolean {
    return performance.now() - this.#typedAt < composingMs;
  }

  noteTyping(empty: boolean): void {
    this.#typedAt = empty ? -Infinity : performance.now();
  }

  get current(): OpenTask | undefined {
    return this.#current;
  }

  /** Everything a fresh page shows. */
  greet(): readonly ToPanel[] {
    void this.refreshSettings();
    return [
      ...(this.#shownSettings
        ? [{ type: 'settings' as const, settings: this.#shownSettings }]
        : []),
      this.#resetMessage(),
      { type: 'attachments', attachments: this.attachments.shown },
    ];
  }

  /** Shows the task of the last time again after a reload. */
  async restore(): Promise<void> {
    const id = await this.#options.tasks.shown;
    if (id === undefined || this.#current) return;
    const known = (await this.#options.tasks.list()).some((summary) => summary.id === id);
    if (known) this.show(await this.#options.tasks.open(id));
  }

  show(task: OpenTask | undefined): void {
    this.#current = task;
    this.#options.tasks.rememberShown(task?.id);
    this.#post(this.#resetMessage());
    void this.refreshSettings();
  }

  /** A message from the composer: begins a task, goes on with one, or is queued while it works. */
  async send(text: string, doneWhen: readonly string[]): Promise<void> {
    // What is sent is written to its end.
    this.noteTyping(true);
    return this.#inTurn(async () => {
      if (text.trim() === '/compact') {
        this.compact();
        return;
      }
      const task = this.#current ?? (await this.#begin(text, 'panel'));
      task.session.send(await this.#compose(task, text, doneWhen));
      this.#postRunning(task);
    });
  }

  /** A command of the palette, a menu or a lens: always a task of its own. */
  async sendCommand(text: string, context: CommandContext): Promise<OpenTask> {
    const task = await this.#begin(text, 'command');
    task.session.send(await this.#compose(task, text, [], context));
    this.#postRunning(task);
    return task;
  }

  editMessage(messageId: string, text: string): Promise<void> {
    return this.#inTurn(async () => {
      const task = this.#current;
      if (!task) return;
      await task.session.stop();
      const input = await this.#compose(task, text, [], {}, messageId);
      await task.session.editMessage(messageId, input);
      this.#postRunning(task);
    });
  }

  async fork(messageId: string): Promise<void> {
    if (!this.#current) return;
    const { task, text } = await this.#options.tasks.fork(this.#current.id, messageId);
    this.show(task);
    this.#post({ type: 'compose', text });
  }

  resume(): void {
    this.#current?.session.resume();
    if (this.#current) this.#postRunning(this.#current);
  }

  /** Summarizes earlier steps of the shown task. */
  compact(): void {
    const task = this.#current;
    if (!task) return;
    task.session.compact();
    this.#postRunning(task);
    void task.session.ended?.then(() => {
      this.#postRunning(task);
    });
  }

  /** What a run failed for was put right: it goes on without another click. */
  resumeFailed(): void {
    if (this.#current?.session.snapshot().at(-1)?.type === 'failed') this.resume();
  }

  compose(text: string): void {
    this.#post({ type: 'compose', text });
  }

  async postSessions(): Promise<void> {
    this.#post({ type: 'sessions', sessions: await this.#options.tasks.list() });
  }

  showHistory(): void {
    this.#post({ type: 'showHistory' });
    void this.postSessions();
  }

  async refreshSettings(): Promise<void> {
    this.#shownSettings = await this.#options.settings();
    this.#post({ type: 'settings', settings: this.#shownSettings });
  }

  /** Gathering context takes a while: what is sent meanwhile comes after, to the same task. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#sending.then(work);
    this.#sending = done.catch(() => undefined);
    return done;
  }

  async #begin(text: string, origin: 'panel' | 'command'): Promise<OpenTask> {
    const task = await this.#options.tasks.create(text, origin);
    this.show(task);
    return task;
  }

  /** Gathers what the composer holds and what the editor shows. */
  async #compose(
    task: OpenTask,
    text: string,
    doneWhen: readonly string[],
    context: CommandContext = {},
    replaced?: string,
  ): Promise<UserInput> {
    const attached = this.attachments.take();
    const selection = attached.find((content) => content.kind === 'selection');
    const target = context.target ?? selection?.target;
    const request: ContextRequest = {
      ...context,
      ...(target ? { target } : {}),
      first: isFirstMessage(task.session.snapshot(), replaced),
      withEditors: true,
      files: attached.flatMap((content) => (content.kind === 'file' ? [content.uri] : [])),
      images: attached.filter((content) => content.kind === 'image'),
    };
    return composeMessage(text, doneWhen, request, this.#options.ports);
  }

  #onEvent(task: OpenTask, event: AgentEvent): void {
    const panel = this.#options.panel();
    const waiting = this.#options.waiting();
    panel.setBadge(waiting, waiting === 1 ? 'A question waits' : `${waiting} questions wait`);
    if (task !== this.#current) return;
    panel.postEvent(task.id, event);
    // The session is idle a moment after its last event.
    if (event.type === 'done' || event.type === 'stopped' || event.type === 'failed')
      void task.session.ended?.then(() => {
        this.#postRunning(task);
      });
  }

  #postRunning(task: OpenTask): void {
    const { running } = task.session;
    if (task === this.#current) this.#post({ type: 'running', taskId: task.id, running });
    void vscode.commands.executeCommand(
      'setContext',
      'ratchet.running',
      this.#options.tasks.running.length > 0,
    );
  }

  #resetMessage(): ToPanel {
    return {
      type: 'reset',
      taskId: this.#current?.id,
      running: this.#current?.session.running ?? false,
      events: this.#current?.session.snapshot() ?? [],
    };
  }

  #post(message: ToPanel): void {
    this.#options.panel().post(message);
  }
}

/** Whether a message opens the conversation; `replaced` is the earlier one it stands in for. */
function isFirstMessage(events: readonly AgentEvent[], replaced?: string): boolean {
  let standing: readonly string[] = [];
  for (const event of events) {
    if (event.type === 'user') standing = [...standing, event.messageId];
    else if (event.type === 'rewind')
      standing = standing.slice(0, standing.indexOf(event.messageId));
  }
  return standing.length === 0 || standing[0] === replaced;
}
