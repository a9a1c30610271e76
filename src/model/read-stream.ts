/** From the events of the API to those of the `Model` port. */

import type { Phase } from '../core/agent/items.ts';
import type { ModelEvent, RequestUsage } from '../core/ports.ts';
import { readErrorObject, type ApiProblem } from './api-problem.ts';
import type { ItemAssembler } from './item-assembler.ts';
import type { RawItem } from './read-item.ts';

export type StreamEnd =
  | {
      readonly kind: 'end';
      readonly status: 'completed' | 'max_output_tokens' | 'content_filter';
      readonly usage?: RequestUsage;
    }
  | { readonly kind: 'problem'; readonly problem: ApiProblem }
  | { readonly kind: 'truncated' };

/** How many characters of a call are written between two signs of life. */
const writingStep = 256;

/** Reads until the response ends; what the transport throws goes through. */
export async function* readStream(
  events: AsyncIterator<unknown>,
  items: ItemAssembler,
  log: (line: string) => void,
): AsyncGenerator<ModelEvent, StreamEnd> {
  const unknown = new Set<string>();
  const announced = new Map<string, number>();
  for (;;) {
    const step = await events.next();
    if (step.done === true) return { kind: 'truncated' };
    if (!isRecord(step.value)) continue;
    const event = step.value;
    const index = numberOf(event['output_index']);
    switch (event['type']) {
      case 'response.output_item.added': {
        const open = items.begin(index, recordOf(event['item']));
        if (open && open.callId !== '') {
          announced.set(open.callId, 0);
          yield { type: 'tool-writing', callId: open.callId, name: open.name, characters: 0 };
        }
        break;
      }
      case 'response.output_text.delta':
      case 'response.refusal.delta': {
        const delta = textOf(event['delta']);
        const itemId = textOf(event['item_id']);
        const open = items.write(index, itemId, delta);
        if (open && delta !== '') {
          const phase = phaseOf(open.raw);
          const id = itemId === '' ? `item_${index ?? 0}` : itemId;
          yield { type: 'text', itemId: id, delta, ...(phase ? { phase } : {}) };
        }
        break;
      }
      case 'response.reasoning_summary_part.added':
        // Parts are paragraphs; the first needs no space before it.
        if ((numberOf(event['summary_index']) ?? 0) > 0) yield { type: 'reasoning', delta: '\n\n' };
        break;
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        yield { type: 'reasoning', delta: textOf(event['delta']) };
        break;
      case 'response.function_call_arguments.delta':
      case 'response.custom_tool_call_input.delta': {
        const open = items.write(index, textOf(event['item_id']), textOf(event['delta']));
        if (!open || open.callId === '') break;
        const { callId, name, characters } = open;
        if (characters - (announced.get(callId) ?? 0) < writingStep) break;
        announced.set(callId, characters);
        yield { type: 'tool-writing', callId, name, characters };
        break;
      }
      case 'response.output_item.done':
        for (const item of items.finish(index, recordOf(event['item'])))
          yield { type: 'item', item };
        break;
      case 'response.completed':
      case 'response.incomplete': {
        const response = recordOf(event['response']);
        const end = endOf(response);
        const rest = items.close(outputOf(response), end.status === 'completed');
        for (const item of rest) yield { type: 'item', item };
        return end;
      }
      case 'response.failed':
        return {
          kind: 'problem',
          problem: readErrorObject(recordOf(event['response'])['error']),
        };
      case 'error':
        return { kind: 'problem', problem: readErrorObject(event['error'] ?? event) };
      default: {
        const type = String(event['type']);
        if (expected.test(type) || unknown.has(type)) break;
        unknown.add(type);
        log(`Ignored events of the unknown type ${JSON.stringify(type.slice(0, 80))}.`);
      }
    }
  }
}

/** Events that carry nothing we need, so that the log names only what is really unknown. */
const expected =
  /^response\.(created|in_progress|queued|content_part\.|output_text\.|refusal\.done|reasoning_|function_call_arguments\.done|custom_tool_call_input\.done|web_search_call\.)/;

function endOf(response: RawItem): Extract<StreamEnd, { kind: 'end' }> {
  const reason = recordOf(response['incomplete_details'])['reason'];
  const usage = usageOf(response['usage']);
  const counted = usage ? { usage } : {};
  if (reason === 'content_filter') return { kind: 'end', status: 'content_filter', ...counted };
  const incomplete = response['status'] === 'incomplete' || typeof reason === 'string';
  return { kind: 'end', status: incomplete ? 'max_output_tokens' : 'completed', ...counted };
}

/** Undefined when the endpoint counted nothing. */
export function usageOf(value: unknown): RequestUsage | undefined {
  if (!isRecord(value)) return undefined;
  const inputTokens = numberOf(value['input_tokens']);
  const outputTokens = numberOf(value['output_tokens']);
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return {
    inputTokens: inputTokens ?? 0,
    cachedTokens: numberOf(recordOf(value['input_tokens_details'])['cached_tokens']) ?? 0,
    outputTokens: outputTokens ?? 0,
    reasoningTokens: numberOf(recordOf(value['output_tokens_details'])['reasoning_tokens']) ?? 0,
  };
}

function outputOf(response: RawItem): readonly RawItem[] {
  const output = response['output'];
  return Array.isArray(output) ? (output as readonly unknown[]).filter(isRecord) : [];
}

function phaseOf(raw: RawItem): Phase | undefined {
  const phase = raw['phase'];
  return phase === 'commentary' || phase === 'final_answer' ? phase : undefined;
}

function recordOf(value: unknown): RawItem {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is RawItem {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}
