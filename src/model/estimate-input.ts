/**
 * Estimates the tokens of a request without asking the endpoint: what the last response was counted
 * at where its history is the beginning of this one, plus the items since, each counted once.
 */

import { setImmediate as breathe } from 'node:timers/promises';
import type { ContentPart, InputItem } from '../core/agent/items.ts';
import type { ModelRequest, RequestUsage } from '../core/ports.ts';
import { imageInfo } from '../core/tools/image-info.ts';
import type { CountTokens } from './options.ts';

export interface InputEstimator {
  estimate(request: ModelRequest): Promise<number>;
  /** What the endpoint counted for a request. */
  learn(request: ModelRequest, usage: RequestUsage): void;
}

/** Role, type and separators of an item. */
const itemOverhead = 6;
/** Repetitive text makes a tokenizer slow on long pieces; a piece costs a token at most. */
const pieceCharacters = 512;
/** Counting this much takes some milliseconds; others must come in between. */
const charactersBetweenBreaths = 64 * 1024;
/** Patches of 32 pixels; `high` is scaled to 2.5 MP, `auto` keeps up to 10.24 MP. */
const imagePatch = 32;
const imageTokens = { low: 256, high: 2_500, auto: 10_000 } as const;
const unknownImageTokens = 1_500;
/** Base64 of an image that is decoded: enough for a JPEG with a large colour profile before its size. */
const imageHeadCharacters = 256 * 1024;

export function createInputEstimator(
  loadTokenizer: (() => Promise<CountTokens>) | undefined,
  log: (line: string) => void,
): InputEstimator {
  const counted = new WeakMap<object, number>();
  const learned = new Map<
    string,
    { readonly epoch: number; readonly items: number; readonly tokens: number }
  >();
  let tokenizer: Promise<CountTokens> | undefined;

  function load(): Promise<CountTokens> {
    tokenizer ??= (loadTokenizer?.() ?? Promise.resolve(countCharacters)).catch(
      (error: unknown) => {
        log(`The tokenizer could not be loaded; characters are counted instead: ${String(error)}`);
        return countCharacters;
      },
    );
    return tokenizer;
  }

  async function countAll(
    items: readonly object[],
    textOf: (item: never) => Countable,
  ): Promise<number> {
    const count = await load();
    let total = 0;
    let characters = 0;
    for (const item of items) {
      let tokens = counted.get(item);
      if (tokens === undefined) {
        const { text, tokens: fixed } = textOf(item as never);
        tokens = fixed + countPieces(text, count);
        counted.set(item, tokens);
        characters += text.length;
        if (characters > charactersBetweenBreaths) {
          characters = 0;
          await breathe();
        }
      }
      total += tokens;
    }
    return total;
  }

  return {
    async estimate(request) {
      const known = learned.get(request.cacheKey);
      if (known?.epoch === request.epoch && known.items <= request.input.length) {
        return known.tokens + (await countAll(request.input.slice(known.items), countableItem));
      }
      const tools = await countAll(request.tools, countableTool);
      const instructions = await countAll(
        [{ text: request.instructions }],
        (one: { text: string }) => ({
          text: one.text,
          tokens: itemOverhead,
        }),
      );
      return tools + instructions + (await countAll(request.input, countableItem));
    },
    learn(request, usage) {
      learned.set(request.cacheKey, {
        epoch: request.epoch,
        items: request.input.length,
        tokens: usage.inputTokens,
      });
      // Tasks come and go; only the newest few are asked about again.
      for (const key of [...learned.keys()].slice(0, -16)) learned.delete(key);
    },
  };
}

/** Text to count, and tokens that are known without counting. */
interface Countable {
  readonly text: string;
  readonly tokens: number;
}

function countableTool(tool: ModelRequest['tools'][number]): Countable {
  return { text: JSON.stringify(tool), tokens: itemOverhead };
}

function countableItem(item: InputItem): Countable {
  switch (item.type) {
    case 'message':
      return countableContent(item.content);
    case 'function_call':
      return { text: item.name + item.arguments, tokens: itemOverhead };
    case 'custom_tool_call':
      return { text: item.name + item.input, tokens: itemOverhead };
    case 'function_call_output':
    case 'custom_tool_call_output':
      return typeof item.output === 'string'
        ? { text: item.output, tokens: itemOverhead }
        : countableContent(item.output);
    case 'reasoning':
    case 'compaction':
      // Base64 of what was thought: about six characters for a token.
      return {
        text: '',
        tokens: itemOverhead + Math.ceil((item.encrypted_content?.length ?? 0) / 6),
      };
  }
}

function countableContent(
  content: readonly (
    | ContentPart
    | { readonly type: 'output_text'; readonly text: string }
    | { readonly type: 'refusal'; readonly refusal: string }
  )[],
): Countable {
  let text = '';
  let tokens = itemOverhead;
  for (const part of content) {
    switch (part.type) {
      case 'input_text':
      case 'output_text':
        text += part.text;
        break;
      case 'refusal':
        text += part.refusal;
        break;
      case 'input_image':
        tokens += tokensOfImage(part.image_url, part.detail);
        break;
      case 'input_file':
        // A document's text is a fraction of its bytes.
        tokens += Math.ceil(part.file_data.length / 10);
    }
  }
  return { text, tokens };
}

export function tokensOfImage(dataUri: string, detail: 'auto' | 'low' | 'high'): number {
  if (detail === 'low') return imageTokens.low;
  const start = dataUri.indexOf(',') + 1;
  const head = dataUri.slice(start, start + imageHeadCharacters);
  const size = imageInfo(Buffer.from(head, 'base64'));
  if (!size) return unknownImageTokens;
  const patches = Math.ceil(size.width / imagePatch) * Math.ceil(size.height / imagePatch);
  return Math.min(patches, imageTokens[detail]);
}

function countPieces(text: string, count: CountTokens): number {
  if (text.length <= pieceCharacters) return text === '' ? 0 : count(text);
  let total = 0;
  for (let at = 0; at < text.length; at += pieceCharacters) {
    total += count(text.slice(at, at + pieceCharacters));
  }
  return total;
}

function countCharacters(text: string): number {
  return Math.ceil(text.length / 3.6);
}
