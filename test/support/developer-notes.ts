import type { InputItem } from '../../src/core/agent/items.ts';

/** What the model is told by Ratchet itself, among `items`, in order. */
export function developerNotes(items: readonly InputItem[] = []): readonly string[] {
  return items.flatMap((item) =>
    item.type === 'message' && item.role === 'developer'
      ? item.content.flatMap((part) => (part.type === 'input_text' ? part.text : []))
      : [],
  );
}
