/**
 * What a script is: turns, each with what it expects and what the model says. Which turn is next
 * follows from the conversation that the client sends, not from a counter, so that a client may come
 * back with only some calls answered, or ask the same again.
 */

import type { IssuedMemory, IssuedPart } from './issued-items.ts';

export type PracticeItem =
  | { readonly type: 'reasoning'; readonly summary?: string }
  | {
      readonly type: 'message';
      readonly text: string;
      readonly phase?: 'commentary' | 'final_answer';
      readonly refusal?: boolean;
    }
  /** `arguments` is printed as JSON; a string is sent as it is, broken JSON included. */
  | { readonly type: 'function'; readonly name: string; readonly arguments: unknown }
  | { readonly type: 'custom'; readonly name: string; readonly input: string };

export interface Turn {
  readonly expect?: Expectation;
  readonly items:
    readonly PracticeItem[] | ((conversation: Conversation) => readonly PracticeItem[]);
  readonly reasoningTokens?: number;
}

export type Expectation =
  | {
      /** Found in the last user message. */
      readonly user?: string | RegExp;
      /** Found in the outputs of the turn before, in the order of its calls. */
      readonly outputs?: readonly (string | RegExp | undefined)[];
    }
  /** Says what is wrong, or nothing. */
  | ((conversation: Conversation) => string | undefined);

export interface Script {
  readonly name: string;
  /** The turn with this number, from 0; undefined when the script is over. */
  turn(number: number, conversation: Conversation): Turn | undefined;
  /** Requests outside the script, such as one for a summary; consulted first. */
  aside?(conversation: Conversation): Turn | undefined;
  /**
   * After a compaction the conversation no longer shows how far it came: go on after the last turn
   * that an earlier one showed whole under the same cache key.
   */
  readonly remembers?: boolean;
}

export interface Conversation {
  readonly request: Readonly<Record<string, unknown>>;
  readonly input: readonly Readonly<Record<string, unknown>>[];
  /** Text of the last user message. */
  readonly userText: string;
  /** Outputs of a turn's calls in the order of the calls, as text. */
  outputs(turn: number): readonly string[];
  /** Number of the `/responses` request, from 1. */
  readonly number: number;
}

export function listScript(name: string, turns: readonly Turn[]): Script {
  return { name, turn: (number) => turns[number] };
}

export interface Position {
  readonly turn: number;
  /** Present when part of the turn is already in the conversation: what is still to be said. */
  readonly missing?: readonly number[];
}

export function readConversation(
  request: Readonly<Record<string, unknown>>,
  number: number,
  issued: IssuedMemory,
): Conversation {
  const raw = request['input'];
  const input = Array.isArray(raw)
    ? (raw as readonly Readonly<Record<string, unknown>>[])
    : [{ type: 'message', role: 'user', content: raw }];
  const parts = new Map(
    input
      .filter((item) => !('output' in item))
      .map((item) => [item['call_id'], findPart(item, issued)]),
  );
  const users = input.filter((item) => item['role'] === 'user');
  return {
    request,
    input,
    userText: textOf(users.at(-1)?.['content']),
    outputs(turn) {
      const outputs: { readonly index: number; readonly text: string }[] = [];
      for (const item of input) {
        if (!('output' in item)) continue;
        const part = parts.get(item['call_id']);
        if (part?.turn === turn) outputs.push({ index: part.index, text: textOf(item['output']) });
      }
      return outputs.sort((one, other) => one.index - other.index).map((output) => output.text);
    },
    number,
  };
}

/** How far the conversation has come. */
export function findPosition(conversation: Conversation, issued: IssuedMemory): Position {
  let newest: number | undefined;
  const present = new Map<number, Set<number>>();
  const items = new Map<number, readonly PracticeItem[]>();
  for (const item of conversation.input) {
    const part = findPart(item, issued);
    if (!part) continue;
    newest = Math.max(newest ?? 0, part.turn);
    items.set(part.turn, part.turnItems);
    if (item['type'] === 'message' && item['status'] === 'incomplete') continue;
    const indices = present.get(part.turn) ?? new Set();
    present.set(part.turn, indices.add(part.index));
  }
  if (newest === undefined) return { turn: 0 };
  const whole = items.get(newest) ?? [];
  const said = present.get(newest) ?? new Set();
  const calls = whole.flatMap((item, index) => (isCall(item) ? [index] : []));
  // A message counts only where there are no calls: a client may leave out a comment.
  const needed =
    calls.length > 0
      ? calls
      : whole.flatMap((item, index) => (item.type === 'message' ? [index] : []));
  const missing = needed.filter((index) => !said.has(index));
  return missing.length === 0 ? { turn: newest + 1 } : { turn: newest, missing };
}

/** What does not match, in words for the person who reads a failed test. */
export function findMismatch(
  expectation: Expectation | undefined,
  conversation: Conversation,
  turn: number,
): string | undefined {
  if (expectation === undefined) return undefined;
  if (typeof expectation === 'function') return expectation(conversation);
  if (expectation.user !== undefined && !holds(expectation.user, conversation.userText)) {
    return `the last user message does not match ${String(expectation.user)}: ${conversation.userText.slice(0, 400)}`;
  }
  if (!expectation.outputs) return undefined;
  const outputs = conversation.outputs(turn - 1);
  if (outputs.length !== expectation.outputs.length) {
    return `${outputs.length} outputs came instead of ${expectation.outputs.length}`;
  }
  for (const [index, wanted] of expectation.outputs.entries()) {
    const output = outputs[index] ?? '';
    if (wanted !== undefined && !holds(wanted, output)) {
      return `output ${index + 1} does not match ${String(wanted)}: ${output.slice(0, 400)}`;
    }
  }
  return undefined;
}

function isCall(item: PracticeItem): boolean {
  return item.type === 'function' || item.type === 'custom';
}

function holds(wanted: string | RegExp, text: string): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as readonly unknown[])
    .map((part) =>
      typeof part !== 'object' || part === null
        ? ''
        : 'text' in part
          ? String(part.text)
          : 'refusal' in part
            ? String(part.refusal)
            : '',
    )
    .join('');
}

/** A call whose id the client had to repair is known by what it says. */
function findPart(
  item: Readonly<Record<string, unknown>>,
  issued: IssuedMemory,
): IssuedPart | undefined {
  return issued.part(keyOf(item)) ?? ('name' in item ? issued.part(contentKey(item)) : undefined);
}

export function contentKey(item: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([item['name'], item['arguments'] ?? item['input']]);
}

/** A client may send messages without their ids, so a message is known by its text. */
export function keyOf(item: Readonly<Record<string, unknown>>): string {
  if (typeof item['call_id'] === 'string') return item['call_id'];
  return item['type'] === 'message' ? `message ${textOf(item['content'])}` : '';
}
