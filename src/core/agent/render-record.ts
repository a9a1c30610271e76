import type { JournalRecord } from '../ports.ts';
import { isToolCall, type ContentPart, type InputItem } from './items.ts';

/**
 * All that was said and done in a task, in order and in full, for the model to search when a
 * summary lacks a detail. Encrypted items and pictures are named only.
 */
export function renderRecord(records: readonly JournalRecord[]): string {
  const names = new Map<string, string>();
  const parts: string[] = [];
  for (const record of records) {
    if (record.kind !== 'item') continue;
    const { item } = record;
    if (isToolCall(item)) names.set(item.call_id, item.name);
    const text = render(item, names);
    if (text !== '') parts.push(text);
  }
  return `${parts.join('\n\n')}\n`;
}

function render(item: InputItem, names: ReadonlyMap<string, string>): string {
  switch (item.type) {
    case 'message':
      return `=== ${item.role}\n${item.content.map(partText).join('\n')}`;
    case 'reasoning': {
      const summary = item.summary.map((part) => part.text).join('\n');
      return summary === '' ? '' : `=== thought\n${summary}`;
    }
    case 'function_call':
      return `=== call ${item.name} (${item.call_id})\n${item.arguments}`;
    case 'custom_tool_call':
      return `=== call ${item.name} (${item.call_id})\n${item.input}`;
    case 'compaction':
      return '';
    case 'function_call_output':
    case 'custom_tool_call_output': {
      const { output, call_id: id } = item;
      const text = typeof output === 'string' ? output : output.map(partText).join('\n');
      return `=== output of ${names.get(id) ?? 'a call'} (${id})\n${text}`;
    }
  }
}

function partText(
  part:
    | ContentPart
    | { readonly type: 'output_text'; readonly text: string }
    | { readonly type: 'refusal'; readonly refusal: string },
): string {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
      return part.text;
    case 'refusal':
      return part.refusal;
    case 'input_image':
      return '[image]';
    case 'input_file':
      return `[file ${part.filename}]`;
  }
}
