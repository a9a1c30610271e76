/** The requests that are not streamed: counting, compacting, listing. */

import type OpenAI from 'openai';
import type { Failure } from '../shared/events.ts';
import { readProblem } from './api-problem.ts';
import { connect, type Connection } from './connection.ts';
import type { Exchange } from './guarded-fetch.ts';
import { watchIdle } from './idle-watchdog.ts';
import type { ModelOptions } from './options.ts';
import { judge } from './trouble.ts';

export type PlainAnswer<T> =
  | { readonly kind: 'answer'; readonly value: T; readonly connection: Connection }
  /** The endpoint has no such address. */
  | { readonly kind: 'missing'; readonly connection: Connection }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** Asks once; throws only when `signal` aborts, and for bugs. */
export async function plainRequest<T>(
  options: ModelOptions,
  model: string,
  send: (client: OpenAI, signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<PlainAnswer<T>> {
  const settings = options.settings();
  const answer = await connect(options, settings);
  signal.throwIfAborted();
  if (answer.kind === 'failure') return answer;
  const { connection } = answer;
  const watchdog = watchIdle(options.clock, settings.idleTimeoutMs, signal);
  const exchange: Exchange = {
    seen: () => {
      watchdog.seen();
    },
  };
  try {
    const value = await send(connection.client(exchange, false), watchdog.signal);
    return { kind: 'answer', value, connection };
  } catch (error) {
    signal.throwIfAborted();
    const problem = watchdog.fired
      ? ({ kind: 'idle', ms: settings.idleTimeoutMs } as const)
      : (exchange.trouble ?? readProblem(error));
    const status = problem.kind === 'api' ? problem.status : undefined;
    const unknownModel = problem.kind === 'api' && problem.code === 'model_not_found';
    if ((status === 404 || status === 405 || status === 501) && !unknownModel) {
      return { kind: 'missing', connection };
    }
    const trouble = judge(problem, connection.context(model), options.clock.now());
    return { kind: 'failure', failure: trouble.failure };
  } finally {
    watchdog.stop();
  }
}
