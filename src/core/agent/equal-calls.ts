import { isToolCallOutput, type InputItem, type ToolCall } from './items.ts';
import { limits } from './limits.ts';

/** Notices a model that makes the same calls with the same results again and again. */
export class EqualCalls {
  #last = '';
  #count = 0;

  /** Takes the calls just run; their outputs stand in `items`. */
  note(
    items: readonly InputItem[],
    calls: readonly ToolCall[],
  ): { readonly hint: string; readonly end: boolean } | undefined {
    const outputs = new Map(
      items.filter(isToolCallOutput).map((item) => [item.call_id, item.output]),
    );
    const signature = JSON.stringify(
      calls.map((call) => [
        call.name,
        call.type === 'function_call' ? call.arguments : call.input,
        outputs.get(call.call_id),
      ]),
    );
    this.#count = signature === this.#last ? this.#count + 1 : 1;
    this.#last = signature;
    if (this.#count % limits.equalCallsHint !== 0) return undefined;
    return {
      hint: `You have made the same call ${this.#count} times with the same result. Do something else: look at the current state, try another way, or finish and say what blocks you.`,
      end: this.#count >= limits.equalCallsEnd,
    };
  }
}
