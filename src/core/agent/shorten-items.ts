import { cutMiddle } from '../tools/bounded-text.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { isToolCallOutput, type ContentPart, type InputItem } from './items.ts';
import { limits } from './limits.ts';

/**
 * The same conversation in at most about `tokens`, for an endpoint that cannot take it whole: what
 * tools answered is cut first, oldest first, then long messages. Calls keep their outputs and
 * reasoning keeps what followed it.
 */
export function shortenItems(items: readonly InputItem[], tokens: number): readonly InputItem[] {
  const short = [...items];
  let left = estimateTokens(items);
  for (const isNext of [isToolCallOutput, isMessage]) {
    for (const [index, item] of short.entries()) {
      if (left <= tokens) return short;
      if (!isNext(item)) continue;
      const cut = cutItem(item);
      left -= estimateTokens([item]) - estimateTokens([cut]);
      short[index] = cut;
    }
  }
  return short;
}

function isMessage(item: InputItem): boolean {
  return item.type === 'message' && item.role !== 'assistant';
}

function cutItem(item: InputItem): InputItem {
  if (isToolCallOutput(item)) {
    const { output } = item;
    return { ...item, output: typeof output === 'string' ? cut(output) : output.map(cutPart) };
  }
  if (item.type !== 'message' || item.role === 'assistant') return item;
  return { ...item, content: item.content.map(cutPart) };
}

function cutPart(part: ContentPart): ContentPart {
  if (part.type === 'input_text') return { ...part, text: cut(part.text) };
  return {
    type: 'input_text',
    text: `[${part.type === 'input_image' ? 'image' : 'file'} left out]`,
  };
}

function cut(text: string): string {
  return cutMiddle(text, limits.shortenedCharacters, (omitted) => `[… ${omitted} characters …]`);
}
