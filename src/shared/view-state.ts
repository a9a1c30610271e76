/** The panel's whole state of a task as a reduction over its events; the host uses it for badge and history. */

import type { AgentEvent, PlanStep, Usage } from './events.ts';
import type { Entry } from './view-entries.ts';
import { applyEvent } from './apply-event.ts';

export interface TaskView {
  readonly taskId: string | undefined;
  readonly title: string;
  readonly model: string;
  readonly origin: 'panel' | 'command' | 'api' | undefined;
  /** The task this one was forked from. */
  readonly parent: string | undefined;
  readonly entries: readonly Entry[];
  readonly plan: readonly PlanStep[];
  readonly queued: readonly { readonly queuedId: string; readonly text: string }[];
  readonly retry:
    { readonly reason: string; readonly inMs: number; readonly attempt: number } | undefined;
  readonly usage: Usage | undefined;
  /** What the latest request took; absent when the journal does not say. */
  readonly request: Usage | undefined;
  readonly contextTokens: number;
  /** Tokens; 0 until the first usage report. */
  readonly contextWindow: number;
  /** How the last run ended; absent while none has. */
  readonly outcome: 'done' | 'stopped' | 'failed' | undefined;
  /** Where in `entries` the current run began: the first user message after the last end. */
  readonly runStart: number;
  /** Numbers entries that have no id of their own. */
  readonly serial: number;
}

export const emptyTaskView: TaskView = {
  taskId: undefined,
  title: '',
  model: '',
  origin: undefined,
  parent: undefined,
  entries: [],
  plan: [],
  queued: [],
  retry: undefined,
  usage: undefined,
  request: undefined,
  contextTokens: 0,
  contextWindow: 0,
  outcome: undefined,
  runStart: 0,
  serial: 0,
};

/**
 * The view after `events`. Pure: `view` is left as it was, and entries that no event touched keep
 * their identity. Any order and any repetition of events is tolerated, types it does not know are
 * skipped, and reducing in parts equals reducing at once.
 */
export function reduceEvents(view: TaskView, events: readonly AgentEvent[]): TaskView {
  if (events.length === 0) return view;
  const draft = { ...view, entries: [...view.entries] };
  for (const event of events) applyEvent(draft, event);
  return draft;
}
