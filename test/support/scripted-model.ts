/**
 * A model in memory for tests of the loop: plays a list of replies or a function of the request. As
 * strict as the endpoint: a history that breaks the pairing rules throws, since only a bug of the
 * loop can send one.
 */

import type { OutputItem } from '../../src/core/agent/items.ts';
import type { Model, ModelEvent, ModelRequest, RequestUsage } from '../../src/core/ports.ts';
import { comparePrefix, type PrefixComparison } from '../../src/model/prefix.ts';
import { findHistoryProblem } from './check-history.ts';

export type ScriptedReply =
  /** Items, with their text streamed in two halves before each, then `end`. */
  | {
      readonly items: readonly OutputItem[];
      readonly status?: Extract<ModelEvent, { type: 'end' }>['status'];
      readonly usage?: RequestUsage;
      /** Events before the items, such as `reset`, `retry` or `downgrade`. */
      readonly before?: readonly ModelEvent[];
    }
  /** Exactly these events; must end with `end` or `failure`. */
  | { readonly events: readonly ModelEvent[] }
  /** Streams the events, then waits until the signal aborts: for tests of Stop. */
  | { readonly hangAfter: readonly ModelEvent[] };

export type ReplyFunction = (request: ModelRequest, number: number) => ScriptedReply;

export interface ScriptedModelOptions {
  readonly limits?: { readonly window: number; readonly maxOutput: number };
  /** US dollars per token, whatever its kind. */
  readonly usdPerToken?: number;
  /** What `compact` answers; `unsupported` when absent. */
  readonly compact?: (request: ModelRequest) => Awaited<ReturnType<Model['compact']>>;
  /** Tokens of a request; a quarter of its characters when absent. */
  readonly count?: (request: ModelRequest) => number;
}

export interface ScriptedModel extends Model {
  /** Every request of `respond`, in order; `number` of a reply function counts from 1. */
  readonly requests: readonly ModelRequest[];
  /** Requests that did not extend the one before them under the same cache key and epoch. */
  readonly prefixBreaks: readonly { readonly number: number; readonly difference: Broken }[];
  /** Resolves when the `number`th request has been received. */
  received(number: number): Promise<void>;
}
type Broken = Extract<PrefixComparison, { kind: 'broken' }>;

export function createScriptedModel(
  script: readonly ScriptedReply[] | ReplyFunction,
  options: ScriptedModelOptions = {},
): ScriptedModel {
  const requests: ModelRequest[] = [];
  const prefixBreaks: { number: number; difference: Broken }[] = [];
  const waiting: { readonly number: number; readonly resolve: () => void }[] = [];
  const last = new Map<string, ModelRequest>();
  const count = options.count ?? countCharacters;

  function accept(request: ModelRequest): number {
    requests.push(request);
    const number = requests.length;
    const problem = findHistoryProblem(request.input);
    if (problem)
      throw new Error(`Request ${number} is invalid (${problem.param}): ${problem.message}`);
    const previous = last.get(request.cacheKey);
    const difference =
      previous?.epoch === request.epoch ? comparePrefix(previous, request) : undefined;
    if (difference?.kind === 'broken') prefixBreaks.push({ number, difference });
    // A copy: a history that is changed in place later must not change what was sent.
    last.set(request.cacheKey, {
      ...request,
      input: [...request.input],
      tools: [...request.tools],
    });
    for (const wait of waiting) if (wait.number <= number) wait.resolve();
    return number;
  }

  return {
    requests,
    prefixBreaks,
    received(number) {
      if (requests.length >= number) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push({ number, resolve });
      });
    },
    async *respond(request, signal) {
      signal.throwIfAborted();
      const number = accept(request);
      const reply = typeof script === 'function' ? script(request, number) : script[number - 1];
      if (!reply) throw new Error(`The script has no reply for request ${number}.`);
      for (const event of eventsOf(reply, count(request))) {
        // One turn of the event loop's microtasks per event, as a stream has.
        await Promise.resolve();
        signal.throwIfAborted();
        yield event;
      }
      if ('hangAfter' in reply) await untilAborted(signal);
    },
    countInput: (request) => Promise.resolve({ tokens: count(request), exact: false }),
    compact: (request) =>
      Promise.resolve(options.compact ? options.compact(request) : { kind: 'unsupported' }),
    price: (_model, usage) => (usage.inputTokens + usage.outputTokens) * (options.usdPerToken ?? 0),
    limits: () => options.limits ?? { window: 272_000, maxOutput: 128_000 },
  };
}

function* eventsOf(reply: ScriptedReply, inputTokens: number): Generator<ModelEvent> {
  if ('events' in reply) {
    yield* reply.events;
    return;
  }
  if ('hangAfter' in reply) {
    yield* reply.hangAfter;
    return;
  }
  yield* reply.before ?? [];
  for (const [index, item] of reply.items.entries()) {
    yield* deltasOf(item, `item_${index}`);
    yield { type: 'item', item };
  }
  const outputTokens = Math.ceil(JSON.stringify(reply.items).length / 4);
  yield {
    type: 'end',
    status: reply.status ?? 'completed',
    usage: reply.usage ?? { inputTokens, cachedTokens: 0, outputTokens, reasoningTokens: 0 },
  };
}

function* deltasOf(item: OutputItem, fallbackId: string): Generator<ModelEvent> {
  switch (item.type) {
    case 'message': {
      const text = item.content
        .map((part) => (part.type === 'output_text' ? part.text : part.refusal))
        .join('');
      const middle = Math.ceil(text.length / 2);
      for (const delta of [text.slice(0, middle), text.slice(middle)]) {
        if (delta === '') continue;
        const itemId = item.id ?? fallbackId;
        yield item.phase
          ? { type: 'text', itemId, phase: item.phase, delta }
          : { type: 'text', itemId, delta };
      }
      return;
    }
    case 'reasoning':
      for (const part of item.summary) yield { type: 'reasoning', delta: part.text };
      return;
    case 'function_call':
    case 'custom_tool_call': {
      const written = item.type === 'function_call' ? item.arguments : item.input;
      yield {
        type: 'tool-writing',
        callId: item.call_id,
        name: item.name,
        characters: written.length,
      };
      return;
    }
    case 'compaction':
      return;
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

function countCharacters(request: ModelRequest): number {
  const characters = JSON.stringify([request.instructions, request.tools, request.input]).length;
  return Math.ceil(characters / 4);
}
