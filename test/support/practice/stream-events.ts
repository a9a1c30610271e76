/** The events of one streamed response, in the order and with the fields the API sends. */

import type { ApiItem } from './output-items.ts';

export type StreamEvent = Readonly<Record<string, unknown>> & { readonly type: string };

export interface ResponseHead {
  readonly id: string;
  readonly model: string;
  readonly createdAt: number;
}
export interface ApiUsage {
  readonly input_tokens: number;
  readonly input_tokens_details: { readonly cached_tokens: number };
  readonly output_tokens: number;
  readonly output_tokens_details: { readonly reasoning_tokens: number };
  readonly total_tokens: number;
}

export function streamEvents(
  head: ResponseHead,
  items: readonly ApiItem[],
  usage: ApiUsage,
): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  const push = (type: string, fields: Readonly<Record<string, unknown>>): void => {
    events.push({ type, sequence_number: events.length, ...fields });
  };
  const open = responseObject(head, 'in_progress', [], null);
  push('response.created', { response: open });
  push('response.in_progress', { response: open });
  for (const [outputIndex, item] of items.entries()) {
    const place = { item_id: item.id, output_index: outputIndex };
    push('response.output_item.added', { output_index: outputIndex, item: started(item) });
    for (const [type, fields] of bodyEvents(item)) push(type, { ...place, ...fields });
    push('response.output_item.done', { output_index: outputIndex, item });
  }
  push('response.completed', { response: responseObject(head, 'completed', items, usage) });
  return events;
}

export function responseObject(
  head: ResponseHead,
  status: string,
  output: readonly unknown[],
  usage: ApiUsage | null,
): Readonly<Record<string, unknown>> {
  return {
    id: head.id,
    object: 'response',
    created_at: head.createdAt,
    status,
    error: null,
    incomplete_details: null,
    model: head.model,
    output,
    parallel_tool_calls: true,
    store: false,
    usage,
  };
}

/** An item as `output_item.added` shows it: begun, with nothing in it yet. */
function started(item: ApiItem): ApiItem {
  switch (item.type) {
    case 'message':
      return { ...item, status: 'in_progress', content: [] };
    case 'reasoning': {
      const secret = item['encrypted_content'];
      // The one sent first is not the final one: a client that keeps it is refused later.
      const early = typeof secret === 'string' ? { encrypted_content: `early ${secret}` } : {};
      return { ...item, ...early, summary: [] };
    }
    case 'function_call':
      return { ...item, status: 'in_progress', arguments: '' };
    default:
      return { ...item, status: 'in_progress', input: '' };
  }
}

function* bodyEvents(item: ApiItem): Generator<[string, Readonly<Record<string, unknown>>]> {
  switch (item.type) {
    case 'message':
      yield* messageEvents(item['content'] as readonly Readonly<Record<string, string>>[]);
      return;
    case 'reasoning':
      yield* summaryEvents(item['summary'] as readonly { readonly text: string }[]);
      return;
    case 'function_call': {
      const text = String(item['arguments']);
      for (const delta of chunks(text)) yield ['response.function_call_arguments.delta', { delta }];
      yield ['response.function_call_arguments.done', { arguments: text, name: item['name'] }];
      return;
    }
    default: {
      const text = String(item['input']);
      for (const delta of chunks(text)) yield ['response.custom_tool_call_input.delta', { delta }];
      yield ['response.custom_tool_call_input.done', { input: text }];
    }
  }
}

function* messageEvents(
  content: readonly Readonly<Record<string, string>>[],
): Generator<[string, Readonly<Record<string, unknown>>]> {
  for (const [contentIndex, part] of content.entries()) {
    const place = { content_index: contentIndex };
    const refusal = part['refusal'];
    if (refusal === undefined) {
      const text = part['text'] ?? '';
      yield ['response.content_part.added', { ...place, part: { ...part, text: '' } }];
      for (const delta of chunks(text)) {
        yield ['response.output_text.delta', { ...place, delta, logprobs: [] }];
      }
      yield ['response.output_text.done', { ...place, text, logprobs: [] }];
    } else {
      yield ['response.content_part.added', { ...place, part: { ...part, refusal: '' } }];
      for (const delta of chunks(refusal)) yield ['response.refusal.delta', { ...place, delta }];
      yield ['response.refusal.done', { ...place, refusal }];
    }
    yield ['response.content_part.done', { ...place, part }];
  }
}

function* summaryEvents(
  summary: readonly { readonly text: string }[],
): Generator<[string, Readonly<Record<string, unknown>>]> {
  for (const [summaryIndex, part] of summary.entries()) {
    const place = { summary_index: summaryIndex };
    const empty = { type: 'summary_text', text: '' };
    yield ['response.reasoning_summary_part.added', { ...place, part: empty }];
    for (const delta of chunks(part.text)) {
      yield ['response.reasoning_summary_text.delta', { ...place, delta }];
    }
    yield ['response.reasoning_summary_text.done', { ...place, text: part.text }];
    yield ['response.reasoning_summary_part.done', { ...place, part }];
  }
}

/** Words with the space before them, as tokens come; never splits a surrogate pair. */
function chunks(text: string): readonly string[] {
  return text.match(/\s*[^\s]{1,12}|\s+/gu) ?? [];
}
