/** Sends a request once and gives its events on; says how it ended. Retrying is another file's matter. */

import type { ResponseCreateParamsStreaming } from 'openai/resources/responses/responses';
import type { Clock, ModelEvent } from '../core/ports.ts';
import { readProblem, type Problem } from './api-problem.ts';
import type { Connection } from './connection.ts';
import type { Exchange } from './guarded-fetch.ts';
import { watchIdle, type IdleWatchdog } from './idle-watchdog.ts';
import type { ItemAssembler } from './item-assembler.ts';
import { readStream, type StreamEnd } from './read-stream.ts';
import type { RequestBody } from './request-body.ts';

export interface Question {
  readonly connection: Connection;
  readonly body: RequestBody;
  readonly items: ItemAssembler;
  readonly idleMs: number;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

export type Outcome =
  Extract<StreamEnd, { kind: 'end' }> | { readonly kind: 'problem'; readonly problem: Problem };

/** After the last event the connection is read to its end, so that it can be used again. */
const drainMs = 1_000;

/** Throws only when `signal` aborts, and for bugs. */
export async function* askOnce(
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, Outcome> {
  const watchdog = watchIdle(question.clock, question.idleMs, signal);
  const exchange: Exchange = {
    seen: () => {
      watchdog.seen();
    },
  };
  let events: AsyncIterator<unknown> | undefined;
  let whole = false;
  try {
    const client = question.connection.client(exchange, true);
    // The SDK's types are mutable throughout and name every model; ours are a subset of them.
    const body = question.body as unknown as ResponseCreateParamsStreaming;
    const stream = await transport(client.responses.create(body, { signal: watchdog.signal }));
    const source = stream[Symbol.asyncIterator]();
    events = { next: () => transport(source.next()), return: () => source.return?.() ?? ended() };
    const end = yield* readStream(events, question.items, question.log);
    signal.throwIfAborted();
    whole = end.kind === 'end';
    return end.kind === 'truncated' ? problemOf(undefined, exchange, watchdog, question) : end;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof TransportError)) throw error;
    return problemOf(error.cause, exchange, watchdog, question);
  } finally {
    watchdog.stop();
    if (events && whole) void drain(events, question);
    else await events?.return?.();
  }
}

/** Why it broke, by the most telling witness. */
function problemOf(
  error: unknown,
  exchange: Exchange,
  watchdog: IdleWatchdog,
  question: Question,
): Extract<Outcome, { kind: 'problem' }> {
  if (watchdog.fired) return { kind: 'problem', problem: { kind: 'idle', ms: question.idleMs } };
  if (exchange.trouble) return { kind: 'problem', problem: exchange.trouble };
  if (error === undefined) return { kind: 'problem', problem: { kind: 'truncated' } };
  return { kind: 'problem', problem: readProblem(error) };
}

async function drain(events: AsyncIterator<unknown>, question: Question): Promise<void> {
  const enough = new AbortController();
  const rest = (async () => {
    while ((await events.next()).done !== true) continue;
  })();
  try {
    await Promise.race([rest, question.clock.sleep(drainMs, enough.signal)]);
  } catch (error) {
    question.log(`The connection ended badly after the answer was whole: ${String(error)}`);
  } finally {
    enough.abort();
    // An iterator at its end takes no notice.
    await events.return?.().catch(() => undefined);
  }
}

/** Tells what the network or the endpoint did from a bug of ours. */
class TransportError extends Error {}

async function transport<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new TransportError('The transport failed.', { cause: error });
  }
}

function ended(): Promise<IteratorResult<unknown>> {
  return Promise.resolve({ done: true, value: undefined });
}
