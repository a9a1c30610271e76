/** The real model client against a practice endpoint of its own, with a clock that does not wait. */

import type { InputItem, OutputItem } from '../../src/core/agent/items.ts';
import { isToolCall, outputFor } from '../../src/core/agent/items.ts';
import type { Model, ModelEvent, ModelRequest } from '../../src/core/ports.ts';
import type { Downgrade } from '../../src/model/downgrades.ts';
import type { DowngradeStore, ModelOptions, ModelSettings } from '../../src/model/options.ts';
import { createResponsesModel } from '../../src/model/responses-model.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { startPractice, type Practice, type PracticeOptions } from './practice/server.ts';

export const idleMs = 300_000;
/** Looked for in everything that comes out of the client. */
export const secretKey = 'sk-practice-0123456789';

export interface PracticeModel {
  readonly model: Model;
  readonly practice: Practice;
  readonly clock: ManualClock;
  readonly log: readonly string[];
  readonly downgrades: DowngradeStore;
  readonly options: ModelOptions;
}

export interface PracticeModelOptions {
  readonly practice?: PracticeOptions;
  readonly settings?: Partial<ModelSettings>;
  readonly model?: Partial<ModelOptions>;
  /** Retry waits pass at once; false leaves them to the test. */
  readonly passWaits?: boolean;
}

export async function startPracticeModel(given: PracticeModelOptions = {}): Promise<PracticeModel> {
  const practice = await startPractice({ keys: [secretKey], ...given.practice });
  // The watchdog's sleep and the drain of a finished stream are not waits.
  const isWait = (ms: number): boolean => ms < idleMs * 0.9 && ms !== 1_000;
  const clock = createManualClock(given.passWaits === false ? {} : { passAtOnce: isWait });
  const log: string[] = [];
  const downgrades = memoryDowngrades();
  const options: ModelOptions = {
    settings: () => ({
      baseUrl: `${practice.url}/v1`,
      headers: {},
      idleTimeoutMs: idleMs,
      serviceTier: 'auto',
      webSearch: false,
      prices: {},
      ...given.settings,
    }),
    key: () => Promise.resolve({ kind: 'key', value: secretKey }),
    clock,
    downgrades,
    userAgent: 'Ratchet/test',
    log: (line) => {
      log.push(line);
    },
    ...given.model,
  };
  return { model: createResponsesModel(options), practice, clock, log, downgrades, options };
}

export function memoryDowngrades(): DowngradeStore {
  const byOrigin = new Map<string, Downgrade[]>();
  return {
    read: (origin) => byOrigin.get(origin) ?? [],
    add(origin, downgrade) {
      byOrigin.set(origin, [...(byOrigin.get(origin) ?? []), downgrade]);
    },
  };
}

export function userMessage(text: string): InputItem {
  return { type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
}

export const readFileTool: ModelRequest['tools'][number] = {
  type: 'function',
  name: 'read_file',
  description: 'Reads a file.',
  parameters: {
    type: 'object',
    properties: { path: { type: 'string' } },
    required: ['path'],
    additionalProperties: false,
  },
  strict: true,
};
export const patchTool: ModelRequest['tools'][number] = {
  type: 'custom',
  name: 'apply_patch',
  description: 'Edits files.',
  format: { type: 'grammar', syntax: 'lark', definition: 'start: /.+/' },
};

export function requestWith(
  input: readonly InputItem[],
  more: Partial<ModelRequest> = {},
): ModelRequest {
  return {
    model: 'gpt-5.5',
    instructions: 'You help.',
    input,
    tools: [readFileTool, patchTool],
    effort: 'medium',
    verbosity: 'low',
    cacheKey: 'task-1',
    epoch: 0,
    ...more,
  };
}

/** One response as a caller sees it: what was given since the last `reset`. */
export interface Heard {
  readonly events: readonly ModelEvent[];
  readonly items: readonly OutputItem[];
  /** Text by item id. */
  readonly text: string;
  readonly last: ModelEvent;
}

export async function hear(
  model: Model,
  request: ModelRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<Heard> {
  const events: ModelEvent[] = [];
  let items: OutputItem[] = [];
  let text = '';
  for await (const event of model.respond(request, signal)) {
    events.push(event);
    if (event.type === 'item') items.push(event.item);
    if (event.type === 'text') text += event.delta;
    if (event.type === 'reset') {
      items = [];
      text = '';
    }
  }
  const last = events.at(-1);
  if (!last) throw new Error('The model said nothing.');
  return { events, items, text, last };
}

export interface PlayedTask {
  readonly history: readonly InputItem[];
  readonly ran: readonly string[];
  readonly answer: string;
  readonly last: ModelEvent;
}

/** The smallest loop there can be: asks, runs each call, answers, until nothing is called. */
export async function playTask(
  model: Model,
  prompt: string,
  options: { readonly steps?: number; readonly outputOf?: (input: string) => string } = {},
): Promise<PlayedTask> {
  const { steps = 50, outputOf = (input: string) => `output of ${input}` } = options;
  const history: InputItem[] = [userMessage(prompt)];
  const ran: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    const heard = await hear(model, requestWith([...history]));
    if (heard.last.type !== 'end') return { history, ran, answer: '', last: heard.last };
    history.push(...heard.items);
    const calls = heard.items.filter(isToolCall);
    if (calls.length === 0 && heard.last.status === 'completed') {
      return { history, ran, answer: heard.items.map(textOf).join(''), last: heard.last };
    }
    for (const call of calls) {
      const input = call.type === 'function_call' ? call.arguments : call.input;
      ran.push(`${call.name} ${input}`);
      history.push(outputFor(call, outputOf(input)));
    }
  }
  throw new Error(`No end after ${steps} steps.`);
}

function textOf(item: OutputItem): string {
  if (item.type !== 'message') return '';
  return item.content.map((part) => ('text' in part ? part.text : part.refusal)).join('');
}
