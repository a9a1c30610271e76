/**
 * The practice endpoint: a Responses server on the loopback address that plays scripts, as strict as
 * the real one. Tests read afterwards what it saw; `npm start` uses it when there is no key.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorBody, type ApiError } from './api-error.ts';
import type { Unsupported } from './check-request.ts';
import type { Fault } from './faults.ts';
import { createIssuedMemory } from './issued-items.ts';
import { createPrefixWatch, type Observation, type PrefixBreak } from './prefix-watch.ts';
import { answerRequest, type Answer } from './answer-request.ts';
import { listScript, type Script } from './script.ts';
import { fixSample, readablePace } from './scripts/fix-sample.ts';
import { sendStream } from './send-stream.ts';
import type { StreamEvent } from './stream-events.ts';

export interface PracticeOptions {
  /** A script, or the name of the one that `npm start` plays at a pace a person can follow. */
  readonly script?: Script | 'fix-sample';
  /** Consulted for each `/responses` request, counted from 1. */
  readonly fault?: (number: number) => Fault | undefined;
  /** Accepted keys; any non-empty key when absent. */
  readonly keys?: readonly string[];
  /** Known beside `gpt-5.5` and `gpt-5.5-pro`. */
  readonly models?: readonly string[];
  readonly unsupported?: readonly Unsupported[];
  /** Off: 404, as on gateways. */
  readonly inputTokens?: boolean;
  readonly compaction?: boolean;
  /** Longer prompts are refused with `context_length_exceeded`. */
  readonly contextWindow?: number;
  /** What a broken prefix leads to besides being recorded; `fail` answers 400. */
  readonly onPrefixBroken?: 'record' | 'fail';
  /** Milliseconds before an event. */
  readonly pace?: (event: StreamEvent) => number;
  /** Off: `raw` and `body` of requests are not recorded, for tasks that send gigabytes. */
  readonly keepBodies?: boolean;
  /** Tokens of a text; a quarter of its characters when absent. */
  readonly countTokens?: (text: string) => number;
}

export interface RecordedRequest {
  /** Number among the `/responses` requests, from 1; 0 for others. */
  readonly number: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly raw: string;
  /** Undefined when it was no JSON. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly observation?: Observation;
  readonly turn?: number;
  readonly fault?: Fault;
  /** What was answered: 200 also for a stream that broke. */
  readonly status: number;
  readonly error?: ApiError;
}

export interface Mismatch {
  readonly number: number;
  readonly turn: number;
  readonly message: string;
}

export interface Practice {
  /** Without `/v1`. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Expectations of the script that failed; each was answered 500 `practice_script_mismatch`. */
  readonly mismatches: readonly Mismatch[];
  readonly prefixBreaks: readonly (PrefixBreak & { readonly number: number })[];
  /** The next request may break the prefix: an edited message, a fork, a summary. */
  allowEpoch(cacheKey?: string): void;
  /** Resolves when the `number`th `/responses` request has been read. */
  received(number: number): Promise<void>;
  /** Refuses connections until `goOnline`. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  close(): Promise<void>;
}

export async function startPractice(options: PracticeOptions = {}): Promise<Practice> {
  const requests: RecordedRequest[] = [];
  const arrivals = new Set<{ readonly number: number; readonly resolve: () => void }>();
  const stop = new AbortController();
  const state = {
    options,
    script:
      options.script === 'fix-sample' ? fixSample() : (options.script ?? listScript('empty', [])),
    issued: createIssuedMemory(),
    watch: createPrefixWatch(options.countTokens ?? ((text) => Math.ceil(text.length / 4))),
    mismatches: [] as Mismatch[],
    delivered: new Map<string, number>(),
  };
  const pace = options.pace ?? (options.script === 'fix-sample' ? readablePace : undefined);
  let responses = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await readBody(request);
    const body = parseObject(raw);
    const path = request.url ?? '/';
    const isResponse = request.method === 'POST' && pathOf(path) === '/responses';
    if (isResponse) responses += 1;
    const number = isResponse ? responses : 0;
    const fault = isResponse ? options.fault?.(number) : undefined;
    const incoming = {
      number,
      method: request.method ?? '',
      path: pathOf(path),
      headers: request.headers,
      raw,
      body,
      fault,
    };
    const answer = answerRequest(incoming, state);
    requests.push({
      number,
      method: incoming.method,
      path,
      headers: request.headers,
      ...(options.keepBodies === false ? { raw: '', body: undefined } : { raw, body }),
      ...(fault ? { fault } : {}),
      ...recorded(answer),
    });
    for (const arrival of arrivals) if (arrival.number <= number) arrival.resolve();
    await send(response, answer);
  }

  async function send(response: ServerResponse, answer: Answer): Promise<void> {
    const headers = { 'x-request-id': `req_practice_${requests.length}` };
    switch (answer.kind) {
      case 'stream':
        await sendStream(response, answer.frames, {
          headers,
          fault: answer.fault,
          pace,
          signal: stop.signal,
        });
        return;
      case 'json':
        response.writeHead(200, { ...headers, 'content-type': 'application/json' });
        response.end(JSON.stringify(answer.body));
        return;
      case 'error':
        response.writeHead(answer.error.status, {
          ...headers,
          'content-type': 'application/json',
          // A script that does not match will not match the next time either.
          ...(answer.error.status === 500 ? { 'x-should-retry': 'false' } : {}),
        });
        response.end(errorBody(answer.error));
        return;
      case 'text':
        response.writeHead(answer.status, { ...headers, ...answer.headers });
        response.end(answer.text);
        return;
      case 'reset':
        response.destroy();
        return;
      case 'silence':
        return;
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A bug of the endpoint itself must not look like a fault that was asked for.
      state.mismatches.push({ number: responses, turn: -1, message: String(error) });
      response.destroy();
    });
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    mismatches: state.mismatches,
    get prefixBreaks() {
      return requests.flatMap(({ number, observation }) =>
        observation?.prefixBroken ? [{ number, ...observation.prefixBroken }] : [],
      );
    },
    allowEpoch(cacheKey) {
      state.watch.allowEpoch(cacheKey);
    },
    received(number) {
      if (requests.some((request) => request.number >= number)) return Promise.resolve();
      return new Promise((resolve) => {
        arrivals.add({ number, resolve });
      });
    },
    goOffline: shut,
    goOnline: () => listen(port),
    async close() {
      stop.abort();
      await shut();
    },
  };
}

function recorded(
  answer: Answer,
): Pick<RecordedRequest, 'status' | 'error' | 'observation' | 'turn'> {
  const seen = answer.observation ? { observation: answer.observation } : {};
  const turn = answer.turn === undefined ? {} : { turn: answer.turn };
  switch (answer.kind) {
    case 'error':
      return { status: answer.error.status, error: answer.error, ...seen, ...turn };
    case 'text':
      return { status: answer.status, ...seen, ...turn };
    case 'reset':
    case 'silence':
      return { status: 0, ...seen, ...turn };
    case 'stream':
    case 'json':
      return { status: 200, ...seen, ...turn };
  }
}

/** The path below the version, whether it is OpenAI's or Azure's, without the query. */
function pathOf(url: string): string {
  return (url.split('?')[0] ?? '').replace(/^(\/openai)?(\/v1)?/, '');
}

function parseObject(raw: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    // Recorded as no JSON; the answer says so to the client.
    return undefined;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
