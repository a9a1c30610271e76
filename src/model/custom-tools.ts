/**
 * Custom tools for an endpoint that has only function tools: the same tool with one `input` string,
 * and its calls and outputs translated both ways, so that the rest of the program never knows.
 */

import type { CustomToolCall, FunctionCall, InputItem } from '../core/agent/items.ts';
import type { ToolSpec } from '../core/ports.ts';

type CustomSpec = Extract<ToolSpec, { type: 'custom' }>;
type FunctionSpec = Extract<ToolSpec, { type: 'function' }>;

export function asFunctionTool(tool: CustomSpec): FunctionSpec {
  return {
    type: 'function',
    name: tool.name,
    description: `${tool.description}\n\nThe grammar of \`input\` (${tool.format.syntax}):\n${tool.format.definition}`,
    parameters: {
      type: 'object',
      properties: { input: { type: 'string', description: 'The bare text, not wrapped in JSON.' } },
      required: ['input'],
      additionalProperties: false,
    },
    strict: true,
  };
}

/** How a custom call or output of the history is sent; other items stay as they are. */
export function asFunctionItem(item: InputItem): InputItem {
  if (item.type === 'custom_tool_call') {
    const { call_id, name, input } = item;
    return { type: 'function_call', call_id, name, arguments: JSON.stringify({ input }) };
  }
  if (item.type === 'custom_tool_call_output') return { ...item, type: 'function_call_output' };
  return item;
}

/** The custom call a function call stands for. Broken JSON is given on as it is, for the tool to judge. */
export function asCustomCall(call: FunctionCall): CustomToolCall {
  const { call_id, name } = call;
  return { type: 'custom_tool_call', call_id, name, input: inputOf(call.arguments) };
}

function inputOf(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'string') return value;
    if (typeof value === 'object' && value !== null && 'input' in value) {
      if (typeof value.input === 'string') return value.input;
    }
  } catch {
    // Small models often send the bare text: then that is the input.
  }
  return json;
}
