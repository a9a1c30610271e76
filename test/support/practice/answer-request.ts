/** Decides what the endpoint answers; knows no sockets. */

import { apiError, errorBody, type ApiError } from './api-error.ts';
import { checkCreateRequest, checkShape, findInputProblem } from './check-request.ts';
import {
  applyFault,
  isStreamFault,
  type AnswerFault,
  type Fault,
  type Frame,
  type StreamFault,
} from './faults.ts';
import type { IssuedMemory } from './issued-items.ts';
import { createOutputItems } from './output-items.ts';
import type { Observation, PrefixWatch } from './prefix-watch.ts';
import { compactRequest, countRequest, type CreateRequest } from './request-schema.ts';
import {
  findMismatch,
  findPosition,
  readConversation,
  type Conversation,
  type Position,
  type Script,
  type Turn,
} from './script.ts';
import type { Mismatch, PracticeOptions } from './server.ts';
import { streamEvents, type ApiUsage } from './stream-events.ts';

export interface Incoming {
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly raw: string;
  /** Undefined when it was no JSON object. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly fault: Fault | undefined;
}

export type Answer = { readonly observation?: Observation; readonly turn?: number } & (
  | {
      readonly kind: 'stream';
      readonly frames: readonly Frame[];
      readonly fault: StreamFault | undefined;
    }
  | { readonly kind: 'json'; readonly body: unknown }
  | { readonly kind: 'error'; readonly error: ApiError }
  | {
      readonly kind: 'text';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
    }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence' }
);

export interface PracticeState {
  readonly options: PracticeOptions;
  readonly script: Script;
  readonly issued: IssuedMemory;
  readonly watch: PrefixWatch;
  readonly mismatches: Mismatch[];
  /** The last turn that a conversation showed whole, by cache key. */
  readonly delivered: Map<string, number>;
}

export function answerRequest(incoming: Incoming, state: PracticeState): Answer {
  const denied = checkKey(incoming.headers, state.options.keys);
  if (denied) return { kind: 'error', error: denied };
  if (incoming.method === 'GET' && incoming.path === '/models') {
    return {
      kind: 'json',
      body: {
        object: 'list',
        data: knownModels(state).map((id) => ({
          id,
          object: 'model',
          created: 0,
          owned_by: 'practice',
        })),
      },
    };
  }
  const { body } = incoming;
  if (incoming.method === 'POST' && body === undefined) {
    return failure(400, 'We could not parse the JSON body of your request.');
  }
  switch (`${incoming.method} ${incoming.path}`) {
    case 'POST /responses':
      return answerCreate(incoming, body, state);
    case 'POST /responses/input_tokens':
      return state.options.inputTokens === false ? unknownUrl(incoming) : answerCount(body, state);
    case 'POST /responses/compact':
      return state.options.compaction === true ? answerCompact(body, state) : unknownUrl(incoming);
    default:
      return unknownUrl(incoming);
  }
}

function answerCreate(incoming: Incoming, body: unknown, state: PracticeState): Answer {
  const { fault } = incoming;
  if (fault && !isStreamFault(fault)) {
    const model = String((body as { model?: unknown }).model);
    // What the endpoint refuses may lawfully come back changed.
    if (fault.kind === 'status' && fault.status === 400) state.watch.allowEpoch();
    return {
      ...answerFault(fault),
      observation: state.watch.observe(incoming.raw, model, keyOf(body)),
    };
  }
  const checked = checkCreateRequest(body, state.options.unsupported ?? [], state.issued);
  if (checked.kind === 'refused') {
    state.watch.allowEpoch(keyOf(body));
    return { kind: 'error', error: checked.error };
  }
  const request = checked.request;
  const unknownModel = checkModel(request.model, state);
  if (unknownModel) return { kind: 'error', error: unknownModel };
  const observation = state.watch.observe(incoming.raw, request.model, keyOf(request));
  if (observation.tokens > (state.options.contextWindow ?? Infinity)) {
    state.watch.allowEpoch(keyOf(request));
    const error = apiError(
      400,
      'Your input exceeds the context window of this model. Please adjust your input and try again.',
      { param: 'input', code: 'context_length_exceeded' },
    );
    return { kind: 'error', error, observation };
  }
  const broken = observation.prefixBroken;
  if (broken && state.options.onPrefixBroken === 'fail') {
    const message = `Practice: the prefix is broken at ${broken.path}: ${broken.before} became ${broken.after}`;
    return {
      kind: 'error',
      error: apiError(400, message, { code: 'practice_prefix_broken' }),
      observation,
    };
  }
  return { observation, ...playScript(incoming, request, observation, state) };
}

function playScript(
  incoming: Incoming,
  request: CreateRequest,
  observation: Observation,
  state: PracticeState,
): Answer {
  const conversation = readConversation(request, incoming.number, state.issued);
  if (state.script.remembers === true) rememberPosition(conversation, keyOf(request), state);
  const aside = state.script.aside?.(conversation);
  const position = aside ? { turn: -1 } : positionOf(conversation, keyOf(request), state);
  const turn = aside ?? state.script.turn(position.turn, conversation);
  const mismatch = !turn
    ? `the script '${state.script.name}' has no turn ${position.turn}`
    : position.missing
      ? undefined
      : findMismatch(turn.expect, conversation, position.turn);
  if (!turn || mismatch !== undefined) {
    const message = mismatch ?? 'no turn';
    state.mismatches.push({ number: incoming.number, turn: position.turn, message });
    const error = apiError(500, `Practice script, turn ${position.turn}: ${message}`, {
      code: 'practice_script_mismatch',
    });
    return { kind: 'error', error, turn: position.turn };
  }
  const stream = createStream(
    incoming,
    request,
    { conversation, turn, position, observation },
    state,
  );
  return { ...stream, turn: position.turn };
}

/** What was sent may never have been read; only what comes back is known to have arrived. */
function rememberPosition(
  conversation: Conversation,
  cacheKey: string,
  state: PracticeState,
): void {
  const { turn, missing } = findPosition(conversation, state.issued);
  const delivered = state.delivered.get(cacheKey) ?? -1;
  if (!missing && turn - 1 > delivered) state.delivered.set(cacheKey, turn - 1);
}

function positionOf(conversation: Conversation, cacheKey: string, state: PracticeState): Position {
  const position = findPosition(conversation, state.issued);
  const delivered = state.delivered.get(cacheKey);
  if (state.script.remembers !== true || delivered === undefined) return position;
  return delivered >= position.turn && !position.missing ? { turn: delivered + 1 } : position;
}

function createStream(
  incoming: Incoming,
  request: CreateRequest,
  playing: {
    readonly conversation: Conversation;
    readonly turn: Turn;
    readonly position: Position;
    readonly observation: Observation;
  },
  state: PracticeState,
): Answer {
  const { turn, position, observation } = playing;
  const turnItems =
    typeof turn.items === 'function' ? turn.items(playing.conversation) : turn.items;
  const items = createOutputItems(
    {
      turn: position.turn,
      turnItems,
      ...(position.missing ? { only: position.missing } : {}),
      asFunctions: new Set(
        request.tools?.flatMap((tool) => (tool.type === 'function' ? [tool.name] : [])),
      ),
      encrypted: request.include?.includes('reasoning.encrypted_content') ?? false,
    },
    state.issued,
  );
  const reasoning =
    turn.reasoningTokens ?? (items.some((item) => item.type === 'reasoning') ? 64 : 0);
  const usage = usageOf(observation, JSON.stringify(items).length, reasoning);
  const head = { id: state.issued.newId('resp'), model: request.model, createdAt: 1_795_000_000 };
  const fault = incoming.fault && isStreamFault(incoming.fault) ? incoming.fault : undefined;
  const frames = applyFault(streamEvents(head, items, usage), fault, head, usage);
  return { kind: 'stream', frames, fault };
}

function answerCount(body: unknown, state: PracticeState): Answer {
  const checked = checkShape(countRequest, body);
  if (checked.kind === 'refused') return { kind: 'error', error: checked.error };
  const error =
    checkModel(checked.request.model, state) ??
    findInputProblem(checked.request.input, state.issued);
  if (error) return { kind: 'error', error };
  const { tools, instructions, input } = checked.request;
  const text = `${JSON.stringify(tools ?? '')}\n${JSON.stringify(instructions ?? '')}\n${JSON.stringify(input)}`;
  const count = state.options.countTokens ?? ((one: string) => Math.ceil(one.length / 4));
  return { kind: 'json', body: { object: 'response.input_tokens', input_tokens: count(text) } };
}

function answerCompact(body: unknown, state: PracticeState): Answer {
  const checked = checkShape(compactRequest, body);
  if (checked.kind === 'refused') return { kind: 'error', error: checked.error };
  const { input, model } = checked.request;
  const error = checkModel(model, state) ?? findInputProblem(input, state.issued);
  if (error) return { kind: 'error', error };
  const users = typeof input === 'string' ? [] : input.filter((item) => item['role'] === 'user');
  const id = state.issued.newId('cmp');
  const compaction = { id, type: 'compaction', encrypted_content: state.issued.newSecret(id) };
  const tokens = Math.ceil(JSON.stringify(input).length / 4);
  state.watch.allowEpoch(keyOf(body));
  return {
    kind: 'json',
    body: {
      id: state.issued.newId('resp'),
      object: 'response.compaction',
      created_at: 1_795_000_000,
      output: [...users, compaction],
      usage: usageOf({ tokens, cachedTokens: 0 }, 400, 0),
    },
  };
}

function usageOf(
  input: Pick<Observation, 'tokens' | 'cachedTokens'>,
  outputCharacters: number,
  reasoningTokens: number,
): ApiUsage {
  const outputTokens = Math.ceil(outputCharacters / 4) + reasoningTokens;
  return {
    input_tokens: input.tokens,
    input_tokens_details: { cached_tokens: input.cachedTokens },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: input.tokens + outputTokens,
  };
}

function answerFault(fault: AnswerFault): Answer {
  const html = { 'content-type': 'text/html' };
  switch (fault.kind) {
    case 'reset':
    case 'silence':
      return { kind: fault.kind };
    case 'empty':
      return {
        kind: 'text',
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        text: '',
      };
    case 'html':
      return {
        kind: 'text',
        status: 200,
        headers: html,
        text: '<html><body>Sign in</body></html>',
      };
    case 'redirect':
      return { kind: 'text', status: 307, headers: { location: fault.location }, text: '' };
    case 'status': {
      const { status, headers = {}, body } = fault;
      if (typeof body === 'string')
        return { kind: 'text', status, headers: { ...html, ...headers }, text: body };
      const { message = 'Injected by the practice endpoint.', ...details } = body ?? {};
      return {
        kind: 'text',
        status,
        headers: { 'content-type': 'application/json', ...headers },
        text: errorBody(apiError(status, message, details)),
      };
    }
  }
}

function checkKey(
  headers: Incoming['headers'],
  keys: readonly string[] | undefined,
): ApiError | undefined {
  const bearer = /^Bearer (.+)$/.exec(String(headers['authorization'] ?? ''))?.[1];
  const key = bearer ?? headers['api-key'];
  if (typeof key !== 'string' || key === '') {
    return apiError(401, `You didn't provide an API key.`, { code: 'missing_api_key' });
  }
  if (!keys || keys.includes(key)) return undefined;
  return apiError(401, `Incorrect API key provided: ${key.slice(0, 3)}***${key.slice(-2)}.`, {
    code: 'invalid_api_key',
  });
}

function knownModels(state: PracticeState): readonly string[] {
  return ['gpt-5.5', 'gpt-5.5-2026-04-23', 'gpt-5.5-pro', ...(state.options.models ?? [])];
}

function checkModel(model: string, state: PracticeState): ApiError | undefined {
  if (knownModels(state).includes(model)) return undefined;
  return apiError(404, `The model '${model}' does not exist or you do not have access to it.`, {
    code: 'model_not_found',
  });
}

function keyOf(body: unknown): string {
  const key = (body as { readonly prompt_cache_key?: unknown }).prompt_cache_key;
  return typeof key === 'string' ? key : '';
}

function unknownUrl(incoming: Incoming): Answer {
  return failure(404, `Invalid URL (${incoming.method} ${incoming.path})`);
}

function failure(status: number, message: string): Answer {
  return { kind: 'error', error: apiError(status, message) };
}
