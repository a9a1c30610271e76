/** Short ways to write what a model says, for scripts of the in-memory model. */

import type {
  AssistantMessage,
  CustomToolCall,
  FunctionCall,
  Phase,
  ReasoningItem,
} from '../../src/core/agent/items.ts';

export function say(text: string, phase: Phase = 'final_answer'): AssistantMessage {
  return {
    type: 'message',
    role: 'assistant',
    status: 'completed',
    phase,
    content: [{ type: 'output_text', text }],
  };
}

/** `input` becomes the call's JSON text; a string is sent as it is, broken JSON included. */
export function call(name: string, input: unknown, callId: string): FunctionCall {
  return {
    type: 'function_call',
    call_id: callId,
    name,
    arguments: typeof input === 'string' ? input : JSON.stringify(input),
    status: 'completed',
  };
}

export function customCall(name: string, input: string, callId: string): CustomToolCall {
  return { type: 'custom_tool_call', call_id: callId, name, input };
}

/** Must be followed by a message or a call. `id` also makes its encrypted content. */
export function think(id: string, summary = ''): ReasoningItem {
  return {
    type: 'reasoning',
    id,
    summary: summary === '' ? [] : [{ type: 'summary_text', text: summary }],
    encrypted_content: `secret of ${id}`,
  };
}
