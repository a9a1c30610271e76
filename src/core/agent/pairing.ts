/** The rules by which the endpoint accepts a history; a breach is answered with a 400. */

import { isToolCall, isToolCallOutput, type InputItem, type ToolCall } from './items.ts';

/**
 * What breaks the pairing rules, or undefined. Every call has exactly one output, of its own kind
 * and after it; a reasoning item has its `encrypted_content` and is followed by an item of the model.
 */
export function findPairingBreach(items: readonly InputItem[]): string | undefined {
  const open = new Map<string, ToolCall>();
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (isToolCall(item)) {
      if (seen.has(item.call_id)) return `call ${item.call_id} occurs twice`;
      seen.add(item.call_id);
      open.set(item.call_id, item);
    } else if (isToolCallOutput(item)) {
      const call = open.get(item.call_id);
      if (!call) return `output ${item.call_id} has no open call before it`;
      if (item.type !== `${call.type}_output`)
        return `output ${item.call_id} is of another kind than its call`;
      open.delete(item.call_id);
    } else if (item.type === 'reasoning') {
      if (!item.encrypted_content) return `reasoning ${item.id} has no encrypted content`;
      if (!isModelItem(items[index + 1]))
        return `reasoning ${item.id} lacks the item that followed it`;
    }
  }
  const [first] = open.keys();
  return first === undefined ? undefined : `call ${first} has no output`;
}

/** Calls that still lack an output, in call order. */
export function openCalls(items: readonly InputItem[]): readonly ToolCall[] {
  const answered = new Set(items.filter(isToolCallOutput).map((item) => item.call_id));
  return items.filter(isToolCall).filter((call) => !answered.has(call.call_id));
}

/**
 * The same history without what only its author can read: reasoning and the endpoint's compaction
 * items are bound to endpoint, account and model. `standIn` takes a compaction item's place.
 */
export function withoutEncrypted(
  items: readonly InputItem[],
  standIn?: InputItem,
): readonly InputItem[] {
  return items.flatMap((item) => {
    if (item.type === 'compaction') return standIn ?? [];
    return item.type === 'reasoning' ? [] : item;
  });
}

/** Drops reasoning items that may not be sent back: unencrypted, or cut off from what followed. */
export function withoutLoneReasoning(items: readonly InputItem[]): readonly InputItem[] {
  const kept: InputItem[] = [];
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (!item) continue;
    if (item.type === 'reasoning' && !(item.encrypted_content && isModelItem(kept.at(-1))))
      continue;
    kept.push(item);
  }
  return kept.reverse();
}

function isModelItem(item: InputItem | undefined): boolean {
  if (!item) return false;
  if (item.type === 'message') return item.role === 'assistant';
  return item.type === 'reasoning' || isToolCall(item);
}
