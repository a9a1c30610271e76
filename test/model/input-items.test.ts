/** Our items are the SDK's, as far as we name their fields: checked by the compiler. */

import assert from 'node:assert/strict';
import type { ResponseInputItem, Tool } from 'openai/resources/responses/responses';
import type { AssistantMessage, InputItem } from '../../src/core/agent/items.ts';
import type { ToolSpec } from '../../src/core/ports.ts';

type Mutable<T> = T extends (infer E)[] | readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;

/**
 * What the SDK requires of an assistant message beyond what we read: the endpoint gives it with each
 * message, and it goes back verbatim.
 */
type Completed<T> = T extends AssistantMessage
  ? Omit<T, 'id' | 'status' | 'content'> & {
      id: string;
      status: 'completed' | 'incomplete';
      content: (
        | (Extract<AssistantMessage['content'][number], { type: 'output_text' }> & {
            annotations: [];
          })
        | Extract<AssistantMessage['content'][number], { type: 'refusal' }>
      )[];
    }
  : T;

type Fits<A, B> = [A] extends [B] ? true : [A, 'does not fit', Exclude<A, B>];
const itemsFit: Fits<Mutable<Completed<InputItem>>, ResponseInputItem> = true;
const toolsFit: Fits<Mutable<ToolSpec>, Tool> = true;
// @ts-expect-error The check can fail: a call without its id is no item.
const notEverything: Fits<{ type: 'function_call'; name: string }, ResponseInputItem> = true;

describe('the items of a conversation', () => {
  it('are assignable to those of the SDK', () => {
    assert.deepEqual([itemsFit, toolsFit, notEverything], [true, true, true]);
  });
});
