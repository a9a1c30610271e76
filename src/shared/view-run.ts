/** A run goes from a user message to done, stopped or failed; a task has one after another. */

import type { AgentEvent, CheckResult } from './events.ts';
import type { Entry, ResultEntry } from './view-entries.ts';
import { endReasoning } from './view-text.ts';
import { entryAt, findEntry, nextId, removeFromRun, upsert, type Draft } from './view-draft.ts';

type EventOf<T extends AgentEvent['type']> = Extract<AgentEvent, { type: T }>;

/** Adds a user message; after an end it starts a new run, in the middle of one it steers. */
export function beginRun(draft: Draft, event: EventOf<'user'>): void {
  endReasoning(draft);
  const { messageId: id, text, attachments, doneWhen = [], queuedId } = event;
  if (queuedId !== undefined) {
    draft.queued = draft.queued.filter((entry) => entry.queuedId !== queuedId);
  }
  const known = findEntry(draft, 'user', id) !== -1;
  if (draft.outcome !== undefined && !known) {
    draft.outcome = undefined;
    draft.runStart = draft.entries.length;
  }
  const planBefore = draft.plan;
  if (draft.plan.every(({ status }) => status === 'completed')) draft.plan = [];
  upsert(draft, 'user', id, (old) => ({
    kind: 'user',
    id,
    text,
    attachments,
    doneWhen,
    planBefore: old?.planBefore ?? planBefore,
  }));
}

/** Cuts the conversation back to just before a message. */
export function rewind(draft: Draft, messageId: string): void {
  const index = findEntry(draft, 'user', messageId);
  const message = entryAt(draft, 'user', index);
  if (!message) return;
  draft.entries = draft.entries.slice(0, index);
  draft.plan = message.planBefore;
  draft.retry = undefined;
  draft.outcome = 'stopped';
  draft.runStart = Math.min(draft.runStart, index);
}

/** The latest result of a check counts; what has not reported stays unreported. */
export function recordCheck(draft: Draft, check: CheckResult): void {
  endReasoning(draft);
  const index = resultOfRun(draft);
  const old = entryAt(draft, 'result', index);
  if (old?.state === 'done') return;
  const entry: ResultEntry = old ?? {
    kind: 'result',
    id: nextId(draft),
    state: 'checking',
    checks: [],
    reviewIds: [],
  };
  const known = entry.checks.some(({ name }) => name === check.name);
  const checks = known
    ? entry.checks.map((other) => (other.name === check.name ? check : other))
    : [...entry.checks, check];
  if (index === -1) draft.entries.push({ ...entry, checks });
  else draft.entries[index] = { ...entry, checks };
}

/** Ends the run: nothing stays shown as if it were still going on. */
export function endRun(draft: Draft, event: EventOf<'done' | 'stopped' | 'failed'>): void {
  endReasoning(draft);
  draft.retry = undefined;
  draft.outcome = event.type;
  settleRun(draft);
  switch (event.type) {
    case 'done':
      showUnseenAnswer(draft, event.answer);
      addResult(draft);
      return;
    case 'stopped':
      draft.entries.push({ kind: 'stopped', id: nextId(draft), reason: event.reason });
      return;
    case 'failed':
      draft.entries.push({ kind: 'failed', id: nextId(draft), failure: event.failure });
      return;
  }
}

function settleRun(draft: Draft): void {
  removeFromRun(
    draft,
    (entry) =>
      (entry.kind === 'tool' && entry.state === 'writing') ||
      (entry.kind === 'compaction' && !entry.done),
  );
  for (let index = draft.runStart; index < draft.entries.length; index += 1) {
    const entry = draft.entries[index];
    if (entry) draft.entries[index] = settle(entry);
  }
}

function settle(entry: Entry): Entry {
  switch (entry.kind) {
    case 'tool':
      return entry.state === 'running' ? { ...entry, state: 'interrupted' } : entry;
    case 'text':
      return entry.state === 'streaming' ? { ...entry, state: 'incomplete' } : entry;
    case 'approval':
      return entry.decision ? entry : { ...entry, decision: 'cancelled' };
    case 'question':
      return entry.answers || entry.cancelled ? entry : { ...entry, cancelled: true };
    case 'user':
    case 'reasoning':
    case 'review':
    case 'compaction':
    case 'notice':
    case 'result':
    case 'stopped':
    case 'failed':
      return entry;
  }
}

/** The answer has normally been streamed as a message; one that was not is shown all the same. */
function showUnseenAnswer(draft: Draft, answer: string): void {
  const run = draft.entries.slice(draft.runStart);
  if (answer.trim() === '' || run.some((entry) => isAnswer(entry))) return;
  draft.entries.push({
    kind: 'text',
    id: `answer-${nextId(draft)}`,
    phase: 'final_answer',
    text: answer,
    state: 'complete',
  });
}

function isAnswer(entry: Entry): boolean {
  return entry.kind === 'text' && entry.phase !== 'commentary';
}

function addResult(draft: Draft): void {
  const index = resultOfRun(draft);
  const checks = entryAt(draft, 'result', index)?.checks ?? [];
  if (index !== -1) draft.entries.splice(index, 1);
  const reviewIds = draft.entries
    .slice(draft.runStart)
    .flatMap((entry) => (entry.kind === 'review' ? [entry.id] : []));
  draft.entries.push({
    kind: 'result',
    id: nextId(draft),
    state: 'done',
    checks,
    reviewIds,
    ...(draft.usage && { usage: draft.usage }),
  });
}

function resultOfRun(draft: Draft): number {
  const index = draft.entries.findLastIndex((entry) => entry.kind === 'result');
  return index >= draft.runStart ? index : -1;
}
