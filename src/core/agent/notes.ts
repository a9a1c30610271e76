import type { InputMessage } from './items.ts';

/** A note of the harness to the model; never the user's words. */
export function developerNote(text: string): InputMessage {
  return { type: 'message', role: 'developer', content: [{ type: 'input_text', text }] };
}
