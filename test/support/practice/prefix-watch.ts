/**
 * Watches the prefix rule as the prompt cache sees it: on the raw bytes of tools, instructions and
 * input, per cache key; and counts what the cache would have served.
 */

import { rawElements, rawMembers } from './raw-json.ts';

export interface PrefixBreak {
  /** `tools`, `instructions`, or `input[n]`. */
  readonly path: string;
  /** Up to 120 characters around the first difference. */
  readonly before: string;
  readonly after: string;
}

export interface Observation {
  /** Tokens of the whole prompt and of the part the cache would have served. */
  readonly tokens: number;
  readonly cachedTokens: number;
  readonly epoch: number;
  /** Present when the request does not extend the one before and nothing allowed that. */
  readonly prefixBroken?: PrefixBreak;
}

export interface PrefixWatch {
  observe(raw: string, model: string, cacheKey: string): Observation;
  /** The next request under this key (or any key) may differ: a new epoch. */
  allowEpoch(cacheKey?: string): void;
}

interface Seen {
  readonly model: string;
  readonly tools: string;
  readonly instructions: string;
  readonly input: readonly string[];
  readonly whole: string;
  readonly epoch: number;
}

/** `countTokens` gives the tokens of a text; the cached share follows the share of characters. */
export function createPrefixWatch(countTokens: (text: string) => number): PrefixWatch {
  const seen = new Map<string, Seen[]>();
  const allowed = new Set<string>();
  let allowedForAll = false;

  return {
    observe(raw, model, cacheKey) {
      const members = rawMembers(raw);
      const tools = members.get('tools') ?? '';
      const instructions = members.get('instructions') ?? '';
      const inputText = members.get('input') ?? '';
      const whole = `${tools}\n${instructions}\n${inputText}`;
      const input = rawElements(inputText);
      const before = seen.get(cacheKey) ?? [];
      const last = before.at(-1);
      const difference = last && findDifference(last, { tools, instructions, input });
      const expected =
        last?.model !== model ||
        allowedForAll ||
        allowed.has(cacheKey) ||
        hasNewCompaction(last.input, input);
      const epoch = (last?.epoch ?? 0) + (difference && expected ? 1 : 0);
      allowed.delete(cacheKey);
      allowedForAll = false;

      const tokens = countTokens(whole);
      const shared = Math.max(0, ...before.map((one) => sharedPrefix(one, { model, whole })));
      const cachedTokens = cached(tokens, shared, whole.length);
      // The cache serves any earlier request; the newest few are enough to find the longest.
      const now = { model, tools, instructions, input, whole, epoch };
      seen.set(cacheKey, [...before.slice(-2), now]);
      const observation = { tokens, cachedTokens, epoch };
      return difference && !expected ? { ...observation, prefixBroken: difference } : observation;
    },
    allowEpoch(cacheKey) {
      if (cacheKey === undefined) allowedForAll = true;
      else allowed.add(cacheKey);
    },
  };
}

/** The cache works in steps of 128 tokens, from 1,024 on. */
function cached(tokens: number, shared: number, length: number): number {
  const exact = length === 0 ? 0 : (tokens * shared) / length;
  const stepped = Math.floor(exact / 128) * 128;
  return stepped < 1024 ? 0 : stepped;
}

function sharedPrefix(
  before: Seen,
  now: { readonly model: string; readonly whole: string },
): number {
  if (before.model !== now.model) return 0;
  // The closing bracket of the input is no part of the prompt.
  const length = Math.min(before.whole.length - 1, now.whole.length);
  if (now.whole.startsWith(before.whole.slice(0, length))) return length;
  let at = 0;
  while (at < length && before.whole.charCodeAt(at) === now.whole.charCodeAt(at)) at += 1;
  return at;
}

function findDifference(
  before: Pick<Seen, 'tools' | 'instructions' | 'input'>,
  after: Pick<Seen, 'tools' | 'instructions' | 'input'>,
): PrefixBreak | undefined {
  if (before.tools !== after.tools) return excerpt('tools', before.tools, after.tools);
  if (before.instructions !== after.instructions) {
    return excerpt('instructions', before.instructions, after.instructions);
  }
  for (const [index, item] of before.input.entries()) {
    const now = after.input[index] ?? '';
    if (item !== now) return excerpt(`input[${index}]`, item, now);
  }
  return undefined;
}

function excerpt(path: string, before: string, after: string): PrefixBreak {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at += 1;
  const from = Math.max(0, at - 40);
  return { path, before: before.slice(from, at + 80), after: after.slice(from, at + 80) };
}

function hasNewCompaction(before: readonly string[], after: readonly string[]): boolean {
  const compactions = (items: readonly string[]): number =>
    items.filter((item) => /"type":\s*"compaction"/.test(item)).length;
  return compactions(after) > compactions(before);
}
