import type { AgentEvent, EndEvent, Failure, StopReason } from '../../shared/events.ts';
import { ask, type Turn } from './ask.ts';
import { Checks } from './checks.ts';
import { compact, compactIfNeeded, taggedSummary } from './compaction.ts';
import { EqualCalls } from './equal-calls.ts';
import { isToolCall } from './items.ts';
import { limits } from './limits.ts';
import { deliverNews } from './news.ts';
import { developerNote } from './notes.ts';
import { findPairingBreach, openCalls, withoutEncrypted, withoutLoneReasoning } from './pairing.ts';
import { endedByStop, runCalls } from './run-calls.ts';
import type { Task, TaskParts } from './task.ts';

/** Reason of an abort that makes way for a queued message: the loop is started again right after. */
export const sendNow = Symbol('send now');

/**
 * The loop: ask, run the calls, repeat, until nothing is asked, a limit is reached or the user
 * stops. Ends with exactly one `done`, `stopped` or `failed` (none after `sendNow`), and always with
 * a history that the endpoint accepts. Throws only for bugs.
 */
export async function* runTask(
  task: Task,
  parts: TaskParts,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent> {
  try {
    yield yield* takeTurns(task, parts, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    yield* settleStopped(task);
    if (signal.reason !== sendNow) yield { type: 'stopped', reason: { kind: 'user' } };
  } finally {
    task.streaming = undefined;
    task.history.closeOpenCalls(
      () =>
        'This call was interrupted; whether it took effect is not known. Check before repeating it.',
    );
  }
}

/** Returns how it ended; the caller yields that last. */
async function* takeTurns(
  task: Task,
  parts: TaskParts,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, EndEvent> {
  const checks = new Checks();
  const equalCalls = new EqualCalls();
  const stepsBefore = task.usage.requests;
  const recovered = new Set<string>();
  let continuations = 0;
  let compactAt: number = limits.compactAtRestShare;
  for (;;) {
    signal.throwIfAborted();
    deliverNews(task);
    yield* deliverQueued(task);
    const { blocked } = parts.settings();
    if (blocked) return { type: 'failed', failure: blocked };
    const limit = findLimit(task, parts, stepsBefore);
    if (limit) return { type: 'stopped', reason: limit };
    yield* startEpochIfNeeded(task, parts);
    yield* compactIfNeeded(task, parts, compactAt, signal);
    compactAt = limits.compactAtShare;
    assertPairing(task);

    const turn = yield* ask(task, parts, signal);
    if (turn.kind === 'failure') {
      // Each way of recovering is tried once until a response has come.
      const way = turn.recover;
      if (!way || recovered.has(way) || !(yield* recover(way, task, parts, signal)))
        return { type: 'failed', failure: turn.failure };
      recovered.add(way);
      continue;
    }
    recovered.clear();
    const calls = appendResponse(task, turn);
    if (calls.length > 0) {
      yield* runCalls(calls, task, parts, signal);
      continuations = 0;
      const repeated = equalCalls.note(task.history.items, calls);
      if (repeated) task.history.append(developerNote(repeated.hint));
      if (repeated?.end) return { type: 'stopped', reason: equalCallsReason };
      continue;
    }
    if (turn.status === 'content_filter') return { type: 'failed', failure: filtered };
    if (turn.refused) return { type: 'failed', failure: refused(turn.answer) };
    const unfinished = whyUnfinished(turn);
    if (unfinished) {
      if (++continuations > limits.continuations) return { type: 'failed', failure: neverFinished };
      task.history.append(developerNote(unfinished));
      continue;
    }
    if (task.queue.length > 0) continue;
    const note = yield* checks.run(task, parts, signal);
    if (note !== undefined) task.history.append(developerNote(note));
    // Checks take their time: what was typed meanwhile is still part of this run.
    else if (task.queue.length === 0) return { type: 'done', answer: turn.answer };
  }
}

/** Steering: messages typed while it worked are delivered between two requests. */
function* deliverQueued(task: Task): Generator<AgentEvent> {
  for (const { item, queuedId, ...input } of task.queue.splice(0)) {
    task.history.appendUser(item, input.messageId);
    task.requests.push(input.text);
    if (input.doneWhen.length > 0) task.doneWhen = [...task.doneWhen, ...input.doneWhen];
    yield { type: 'user', ...input, queuedId };
  }
}

function findLimit(task: Task, parts: TaskParts, stepsBefore: number): StopReason | undefined {
  const { budgetSteps, budgetUsd } = parts.settings();
  if (budgetSteps > 0 && task.usage.requests - stepsBefore >= budgetSteps)
    return { kind: 'steps', limit: budgetSteps };
  const spentUsd = task.usage.usd - task.budgetFrom;
  if (budgetUsd > 0 && spentUsd >= budgetUsd)
    return { kind: 'budget', limitUsd: budgetUsd, spentUsd };
  return undefined;
}

/** Reasoning and compaction items are bound to model, endpoint and account. */
function* startEpochIfNeeded(task: Task, parts: TaskParts): Generator<AgentEvent> {
  const { model, endpoint } = parts.settings();
  const previous = task.epoch;
  task.epoch = { model, endpoint };
  if (!previous || (previous.model === model && previous.endpoint === endpoint)) return;
  task.history.startEpoch();
  dropEncrypted(task);
  yield previous.model === model
    ? { type: 'epoch', reason: 'endpoint', note: 'Now using another endpoint.' }
    : { type: 'epoch', reason: 'model', note: `Now using ${model}.` };
}

/** Takes what came into the history and returns the calls to run. A call cut short never runs. */
function appendResponse(
  task: Task,
  turn: Turn & { kind: 'response' },
): readonly (typeof turn.calls)[number][] {
  const whole = turn.items.filter(
    (item) => !(item.type === 'function_call' && item.status === 'incomplete'),
  );
  task.history.append(...withoutLoneReasoning(whole));
  return whole.filter(isToolCall);
}

/** A fragment is never a finished answer: what to tell the model so that it goes on. */
function whyUnfinished(turn: Turn & { kind: 'response' }): string | undefined {
  if (turn.status === 'max_output_tokens')
    return 'Your last message was cut at the output limit. Go on exactly where it stopped; do not repeat what was said.';
  const last = turn.items.findLast((item) => item.type === 'message');
  if (last?.phase === 'commentary')
    return 'You ended with commentary. Go on with the task, or write the final answer if it is finished.';
  if (turn.answer.trim() === '')
    return 'Your last response held no message and no tool call. Go on with the task, or write the final answer.';
  return undefined;
}

async function* recover(
  way: 'encryptedContent' | 'compact',
  task: Task,
  parts: TaskParts,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, boolean> {
  if (way === 'compact') return yield* compact(task, parts, signal);
  dropEncrypted(task);
  yield {
    type: 'epoch',
    reason: 'encryptedContent',
    note: 'The endpoint could not read earlier reasoning; it was left out.',
  };
  return true;
}

/** What only another model or endpoint could read goes; the readable summary stays in its place. */
function dropEncrypted(task: Task): void {
  const standIn = task.summary === '' ? undefined : developerNote(taggedSummary(task.summary));
  task.history.filter((items) => withoutEncrypted(items, standIn));
}

/** After a stop: what was asked and never began is closed; the model learns what the user saw. */
function* settleStopped(task: Task): Generator<AgentEvent> {
  for (const call of openCalls(task.history.items)) yield endedByStop(call);
  task.history.closeOpenCalls(() => 'Not run: the user stopped the task before this call began.');
  const { streaming } = task;
  if (!streaming?.text) return;
  yield { type: 'message', ...streaming, incomplete: true };
  task.history.append(
    developerNote(`The user stopped you while you were writing this:\n${streaming.text}`),
  );
}

function assertPairing(task: Task): void {
  const breach = findPairingBreach(task.history.items);
  if (breach) throw new Error(`The history broke the pairing rule: ${breach}.`);
}

const equalCallsReason: StopReason = {
  kind: 'loop',
  message: 'The model repeated the same call with the same result. Tell it what to try instead.',
};

const filtered: Failure = {
  code: 'contentFilter',
  message:
    "The endpoint's content filter ended the answer. Rephrase the request or leave out the part it objects to.",
  actions: [],
};

function refused(answer: string): Failure {
  return {
    code: 'contentFilter',
    message: `The model declined: “${answer.slice(0, 300)}” Word the request differently, or leave out the part it objects to.`,
    actions: [],
  };
}

const neverFinished: Failure = {
  code: 'streamBroken',
  message:
    'The model did not finish its answer after several tries. Retry, or ask for a smaller step.',
  actions: ['retry'],
};
