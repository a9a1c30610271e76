import { cutMiddle } from '../tools/bounded-text.ts';
import type { ContentPart, InputItem, InputMessage } from './items.ts';
import { limits } from './limits.ts';

type Output = string | readonly ContentPart[];

/**
 * What a tool answered, within what one request can carry: tools have bounds of their own, this is
 * for what slips through. One image too many would make the endpoint refuse every later request.
 */
export function fitOutput(output: Output, history: readonly InputItem[]): Output {
  if (typeof output === 'string') return cut(output);
  return fitImages(output, history).map((part) =>
    part.type === 'input_text' ? { ...part, text: cut(part.text) } : part,
  );
}

/** A message of the user with as many of its images as still fit; its words stay as they are. */
export function fitMessage(message: InputMessage, history: readonly InputItem[]): InputMessage {
  const content = fitImages(message.content, history);
  return content.some((part, index) => part !== message.content[index])
    ? { ...message, content }
    : message;
}

function fitImages(
  parts: readonly ContentPart[],
  history: readonly InputItem[],
): readonly ContentPart[] {
  if (!parts.some((part) => part.type === 'input_image')) return parts;
  let total = history.reduce((sum, item) => sum + imageCharacters(partsOf(item)), 0);
  return parts.map((part) => {
    const size = imageCharacters([part]);
    if (size === 0 || total + size <= limits.imageCharacters) {
      total += size;
      return part;
    }
    return { type: 'input_text', text: leftOut };
  });
}

const leftOut =
  '[An image was left out: the images of this conversation are at the limit of what one request carries. Go on without it, or ask for a smaller one in a new task.]';

function imageCharacters(parts: readonly ContentPart[]): number {
  return parts.reduce(
    (sum, part) => sum + (part.type === 'input_image' ? part.image_url.length : 0),
    0,
  );
}

function partsOf(item: InputItem): readonly ContentPart[] {
  if (item.type === 'message') return item.role === 'assistant' ? [] : item.content;
  return 'output' in item && typeof item.output !== 'string' ? item.output : [];
}

function cut(text: string): string {
  return cutMiddle(
    text,
    limits.outputCharacters,
    (omitted) => `[… ${omitted} characters left out; narrow the call to see them …]`,
  );
}
