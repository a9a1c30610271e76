/** Asks until there is an answer: the table of errors put into practice. */

import type { Clock, ModelEvent, ModelRequest } from '../core/ports.ts';
import { askOnce } from './ask-once.ts';
import { connect } from './connection.ts';
import { findDowngrade, type Downgrade } from './downgrades.ts';
import { failures } from './failures.ts';
import { createItemAssembler } from './item-assembler.ts';
import type { ModelOptions } from './options.ts';
import { createBody, sentFields } from './request-body.ts';
import { retryDelay, retryPolicy } from './retry-policy.ts';
import { judge } from './trouble.ts';

/** The contract is that of `Model.respond`. */
export async function* respond(
  request: ModelRequest,
  options: ModelOptions,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  const { clock, log } = options;
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const settings = options.settings();
    const answer = await connect(options, settings);
    signal.throwIfAborted();
    if (answer.kind === 'failure') {
      yield { type: 'failure', failure: answer.failure };
      return;
    }
    const { connection } = answer;
    const { origin } = connection.endpoint;
    const without = new Set(options.downgrades.read(origin));
    const body = createBody(request, settings, without);
    const items = createItemAssembler({
      history: request.input,
      customNames: without.has('custom_tools') ? customNames(request) : new Set(),
      newCallId: () => `call_${randomHex(clock)}`,
      log,
    });
    const question = { connection, body, items, idleMs: settings.idleTimeoutMs, clock, log };
    const outcome = yield* askOnce(question, signal);
    if (outcome.kind === 'end') {
      const { status, usage } = outcome;
      yield { type: 'end', status, ...(usage ? { usage } : {}) };
      return;
    }

    const { problem } = outcome;
    const downgrade = problem.kind === 'api' ? findDowngrade(problem, sentFields(body)) : undefined;
    if (downgrade && !without.has(downgrade)) {
      log(`${origin} does not take ${downgrade}; it is left out from now on.`);
      options.downgrades.add(origin, downgrade);
      if (remembered(options, origin, downgrade)) {
        yield { type: 'downgrade', field: downgrade };
        attempt -= 1;
        continue;
      }
    }

    const context = connection.context(request.model);
    const trouble = judge(problem, context, clock.now());
    log(`Request failed: ${context.redact(JSON.stringify(loggable(problem)))}`);
    if (trouble.kind === 'failure') {
      const { failure, recover } = trouble;
      yield { type: 'failure', failure, ...(recover ? { recover } : {}) };
      return;
    }
    for (const item of items.cut()) yield { type: 'item', item };
    if (items.hasCall) {
      yield { type: 'end', status: 'cut' };
      return;
    }
    if (attempt > retryPolicy.attempts[trouble.cause]) {
      yield { type: 'failure', failure: trouble.failure };
      return;
    }
    if ((trouble.waitMs ?? 0) > retryPolicy.longestToldMs) {
      const minutes = Math.ceil((trouble.waitMs ?? 0) / 60_000);
      yield { type: 'failure', failure: failures.waitTooLong(context, minutes) };
      return;
    }
    if (items.begun) yield { type: 'reset' };
    const inMs = retryDelay(attempt, trouble.waitMs, clock.random());
    yield { type: 'retry', reason: trouble.reason, inMs, attempt };
    await wait(inMs, options, signal);
    yield { type: 'retry-ended' };
  }
}

/** Ends after `ms`, or when the user wants the next attempt now. */
async function wait(ms: number, options: ModelOptions, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  try {
    await Promise.race([
      options.clock.sleep(ms, ended),
      ...(options.waits ? [options.waits.skipped(ended)] : []),
    ]);
    signal.throwIfAborted();
  } finally {
    over.abort(new Error('The wait is over.'));
  }
}

/** A store that forgets would make the same 400 come for ever. */
function remembered(options: ModelOptions, origin: string, downgrade: Downgrade): boolean {
  return options.downgrades.read(origin).includes(downgrade);
}

function customNames(request: ModelRequest): ReadonlySet<string> {
  return new Set(request.tools.filter((tool) => tool.type === 'custom').map((tool) => tool.name));
}

function randomHex(clock: Clock): string {
  return Array.from({ length: 24 }, () => Math.floor(clock.random() * 16).toString(16)).join('');
}

/** Without the headers, which may hold what nobody should read. */
function loggable(problem: object): object {
  return Object.fromEntries(Object.entries(problem).filter(([name]) => name !== 'headers'));
}
