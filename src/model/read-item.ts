/** Reads an item of the stream, trusting nothing: endpoints differ, and gateways invent. */

import type { AssistantMessage, OutputItem, ReasoningItem } from '../core/agent/items.ts';

export type RawItem = Readonly<Record<string, unknown>>;

/** What was streamed of an item before it was done, in case its last event holds less. */
export interface Streamed {
  readonly text: string;
  readonly name?: string;
  readonly callId: string;
}

export type ReadItem =
  | { readonly kind: 'item'; readonly item: OutputItem }
  /** Left out, with the reason for the log. */
  | { readonly kind: 'ignored'; readonly reason: string };

export function readItem(raw: RawItem, streamed: Streamed): ReadItem {
  const type = raw['type'];
  switch (type) {
    case 'message':
      return readMessage(raw, streamed);
    case 'reasoning':
      return readReasoning(raw);
    case 'function_call':
    case 'custom_tool_call': {
      if (raw['status'] === 'incomplete') {
        return ignored('a call that was cut short by the limit of the output');
      }
      const field = type === 'function_call' ? 'arguments' : 'input';
      const body = raw[field];
      const name = raw['name'];
      return verbatim({
        ...raw,
        call_id: streamed.callId,
        name: typeof name === 'string' && name !== '' ? name : (streamed.name ?? 'unknown'),
        [field]: typeof body === 'string' ? body : bodyText(body, streamed.text),
      });
    }
    case 'compaction':
      return verbatim(raw);
    default:
      return ignored(`an item of the unknown type ${JSON.stringify(type)}`);
  }
}

function readMessage(raw: RawItem, streamed: Streamed): ReadItem {
  const content = readContent(raw['content'], streamed.text);
  if (content.length === 0) return ignored('a message without text');
  return verbatim({ ...raw, role: 'assistant', content });
}

function readContent(content: unknown, streamed: string): AssistantMessage['content'] {
  const parts = Array.isArray(content) ? (content as readonly unknown[]) : [];
  const known = parts.filter(isMessagePart);
  if (known.length > 0) return known;
  const text = typeof content === 'string' && content !== '' ? content : streamed;
  return text === '' ? [] : [{ type: 'output_text', text }];
}

function isMessagePart(part: unknown): part is AssistantMessage['content'][number] {
  if (typeof part !== 'object' || part === null || !('type' in part)) return false;
  if (part.type === 'output_text') return 'text' in part && typeof part.text === 'string';
  return part.type === 'refusal' && 'refusal' in part && typeof part.refusal === 'string';
}

/** Without its encrypted content a reasoning item cannot be sent back. */
function readReasoning(raw: RawItem): ReadItem {
  const secret = raw['encrypted_content'];
  if (typeof secret !== 'string' || secret === '' || typeof raw['id'] !== 'string') {
    return ignored('reasoning without encrypted content');
  }
  const summary = Array.isArray(raw['summary']) ? (raw['summary'] as ReasoningItem['summary']) : [];
  return verbatim({ ...raw, summary });
}

/** Some servers send the arguments as an object. */
function bodyText(body: unknown, streamed: string): string {
  return typeof body === 'object' && body !== null ? JSON.stringify(body) : streamed;
}

function verbatim(fields: RawItem): ReadItem {
  // Checked field by field above; what else came with it goes back as it came.
  return { kind: 'item', item: fields as unknown as OutputItem };
}

function ignored(reason: string): ReadItem {
  return { kind: 'ignored', reason };
}
