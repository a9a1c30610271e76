/**
 * The items of a Responses API conversation, as far as Ratchet reads them. Items that come from the
 * model are kept and sent back verbatim, with every field they came with, so these types name only
 * what the code looks at. Source: the `ResponseInputItem` types of `openai` 7.x.
 */

export type Phase = 'commentary' | 'final_answer';

export interface InputText {
  readonly type: 'input_text';
  readonly text: string;
}
export interface InputImage {
  readonly type: 'input_image';
  /** A data URI. */
  readonly image_url: string;
  readonly detail: 'auto' | 'low' | 'high';
}
export interface InputFile {
  readonly type: 'input_file';
  readonly filename: string;
  /** A data URI. */
  readonly file_data: string;
}
export type ContentPart = InputText | InputImage | InputFile;

/** Written by us: what the user said, or a note of the harness in the developer role. */
export interface InputMessage {
  readonly type: 'message';
  readonly role: 'user' | 'developer';
  readonly content: readonly ContentPart[];
}

export interface AssistantMessage {
  readonly type: 'message';
  readonly role: 'assistant';
  readonly id?: string;
  readonly status?: 'in_progress' | 'completed' | 'incomplete';
  readonly phase?: Phase | null;
  readonly content: readonly (
    | { readonly type: 'output_text'; readonly text: string }
    | { readonly type: 'refusal'; readonly refusal: string }
  )[];
}

/** Goes back verbatim, and only with its `encrypted_content` and the item that followed it. */
export interface ReasoningItem {
  readonly type: 'reasoning';
  readonly id: string;
  readonly summary: readonly { readonly type: 'summary_text'; readonly text: string }[];
  readonly encrypted_content?: string | null;
}

export interface FunctionCall {
  readonly type: 'function_call';
  readonly id?: string;
  readonly call_id: string;
  readonly name: string;
  /** JSON text as the model wrote it; may be broken. */
  readonly arguments: string;
  readonly status?: 'in_progress' | 'completed' | 'incomplete';
}
export interface CustomToolCall {
  readonly type: 'custom_tool_call';
  readonly id?: string;
  readonly call_id: string;
  readonly name: string;
  readonly input: string;
}
export interface FunctionCallOutput {
  readonly type: 'function_call_output';
  readonly call_id: string;
  readonly output: string | readonly ContentPart[];
}
export interface CustomToolCallOutput {
  readonly type: 'custom_tool_call_output';
  readonly call_id: string;
  readonly output: string | readonly ContentPart[];
}
/** What the endpoint's own compaction returns; readable by the same endpoint and model only. */
export interface CompactionItem {
  readonly type: 'compaction';
  readonly id?: string;
  readonly encrypted_content: string;
}

export type ToolCall = FunctionCall | CustomToolCall;
export type ToolCallOutput = FunctionCallOutput | CustomToolCallOutput;
/** What the model may produce. Items of other types are ignored, with a log line. */
export type OutputItem = AssistantMessage | ReasoningItem | ToolCall | CompactionItem;
export type InputItem = InputMessage | OutputItem | ToolCallOutput;

export function isToolCall(item: InputItem): item is ToolCall {
  return item.type === 'function_call' || item.type === 'custom_tool_call';
}

export function isToolCallOutput(item: InputItem): item is ToolCallOutput {
  return item.type === 'function_call_output' || item.type === 'custom_tool_call_output';
}

/** The output item that answers `call`; every call gets exactly one. */
export function outputFor(call: ToolCall, output: string | readonly ContentPart[]): ToolCallOutput {
  return call.type === 'function_call'
    ? { type: 'function_call_output', call_id: call.call_id, output }
    : { type: 'custom_tool_call_output', call_id: call.call_id, output };
}
