/**
 * The rules by which the Responses API accepts a history, as one function for the practice endpoint
 * and for the in-memory model. Works on parsed JSON and trusts none of it.
 */

export interface HistoryProblem {
  readonly message: string;
  readonly param: string;
  readonly code?: string;
}

export interface IssuedItems {
  /** The id of the reasoning item that came directly before the item with this id. */
  reasoningBefore(itemId: string): string | undefined;
  issuedSecret(encryptedContent: string): boolean;
}

type Item = Readonly<Record<string, unknown>>;

const outputTypeOf: Readonly<Record<string, string>> = {
  function_call: 'function_call_output',
  custom_tool_call: 'custom_tool_call_output',
};
const callTypeOf: Readonly<Record<string, string>> = {
  function_call_output: 'function_call',
  custom_tool_call_output: 'custom_tool_call',
};

/** The first breach of a pairing rule, worded as the endpoint words it. */
export function findHistoryProblem(
  history: readonly object[],
  issued?: IssuedItems,
): HistoryProblem | undefined {
  const input = history as readonly Item[];
  return (
    findUnansweredCall(input) ??
    findReasoningProblem(input, issued) ??
    findDuplicateId(input) ??
    (issued ? findForeignSecret(input, issued) : undefined)
  );
}

function findUnansweredCall(input: readonly Item[]): HistoryProblem | undefined {
  const calls = new Map<string, { readonly type: string; readonly order: number }>();
  const answered = new Set<string>();
  let lastAnswered = -1;
  for (const [index, item] of input.entries()) {
    const type = text(item['type']);
    const callId = text(item['call_id']);
    if (type in outputTypeOf) {
      if (callId === '')
        return problem(index, 'call_id', `Missing required parameter: 'input[${index}].call_id'.`);
      if (calls.has(callId))
        return problem(index, 'call_id', `Duplicate call_id '${callId}' in input.`);
      calls.set(callId, { type, order: calls.size });
    } else if (type in callTypeOf) {
      const call = calls.get(callId);
      if (!call) {
        return problem(
          index,
          undefined,
          `No tool call found for ${kindName(type)} call output with call_id ${callId}.`,
        );
      }
      if (call.type !== callTypeOf[type]) {
        return problem(
          index,
          undefined,
          `Item with call_id ${callId} is a ${call.type}; a ${type} does not answer it.`,
        );
      }
      if (answered.has(callId)) {
        return problem(index, undefined, `Duplicate tool output for call_id ${callId}.`);
      }
      if (call.order < lastAnswered) {
        return problem(
          index,
          undefined,
          `Tool output for call_id ${callId} is not in the order of the calls.`,
        );
      }
      lastAnswered = call.order;
      answered.add(callId);
    }
  }
  for (const [callId, call] of calls) {
    if (!answered.has(callId)) {
      return {
        message: `No tool output found for ${kindName(call.type)} call ${callId}.`,
        param: 'input',
      };
    }
  }
  return undefined;
}

function findReasoningProblem(
  input: readonly Item[],
  issued: IssuedItems | undefined,
): HistoryProblem | undefined {
  for (const [index, item] of input.entries()) {
    const id = text(item['id']);
    const next = input[index + 1];
    if (item['type'] === 'reasoning') {
      if (!followsReasoning(next)) {
        return problem(
          index,
          undefined,
          `Item '${id}' of type 'reasoning' was provided without its required following item.`,
        );
      }
      const nextId = text(next?.['id']);
      const wanted = nextId === '' ? undefined : issued?.reasoningBefore(nextId);
      if (wanted !== undefined && wanted !== id) {
        return problem(
          index,
          undefined,
          `Item '${id}' of type 'reasoning' was provided without its required following item.`,
        );
      }
    } else if (id !== '') {
      const wanted = issued?.reasoningBefore(id);
      const before = input[index - 1];
      if (wanted !== undefined && (before?.['type'] !== 'reasoning' || before['id'] !== wanted)) {
        return problem(
          index,
          undefined,
          `Item '${id}' of type '${text(item['type'])}' was provided without its required 'reasoning' item: '${wanted}'.`,
        );
      }
    }
  }
  return undefined;
}

function followsReasoning(item: Item | undefined): boolean {
  if (!item) return false;
  return (
    text(item['type']) in outputTypeOf ||
    item['type'] === 'reasoning' ||
    (item['type'] === 'message' && item['role'] === 'assistant')
  );
}

function findDuplicateId(input: readonly Item[]): HistoryProblem | undefined {
  const seen = new Set<string>();
  for (const [index, item] of input.entries()) {
    const id = text(item['id']);
    if (id === '') continue;
    if (seen.has(id)) {
      return problem(
        index,
        'id',
        `Duplicate item found with id ${id}. Remove duplicate items from your input and try again.`,
      );
    }
    seen.add(id);
  }
  return undefined;
}

function findForeignSecret(
  input: readonly Item[],
  issued: IssuedItems,
): HistoryProblem | undefined {
  for (const [index, item] of input.entries()) {
    if (item['type'] !== 'reasoning' && item['type'] !== 'compaction') continue;
    if (issued.issuedSecret(text(item['encrypted_content']))) continue;
    return {
      message: `The encrypted content for item ${text(item['id'])} could not be verified. Reason: Encrypted content could not be decrypted or parsed.`,
      param: `input[${index}].encrypted_content`,
      code: 'invalid_encrypted_content',
    };
  }
  return undefined;
}

function kindName(type: string): string {
  return type.startsWith('custom') ? 'custom tool' : 'function';
}

function problem(index: number, field: string | undefined, message: string): HistoryProblem {
  return { message, param: field === undefined ? `input[${index}]` : `input[${index}].${field}` };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
