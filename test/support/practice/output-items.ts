/** Turns what a script says into items as the API gives them, with ids and encrypted contents. */

import type { IssuedMemory } from './issued-items.ts';
import { contentKey, keyOf, type PracticeItem } from './script.ts';

/** One finished item; `id` and `type` are always there. */
export type ApiItem = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly type: string;
};

export interface ItemPlan {
  readonly turn: number;
  readonly turnItems: readonly PracticeItem[];
  /** Places of the items to say now; all when absent. */
  readonly only?: readonly number[];
  /** Tools the request offers as plain functions although the script calls them custom. */
  readonly asFunctions: ReadonlySet<string>;
  /** With `include: ["reasoning.encrypted_content"]`. */
  readonly encrypted: boolean;
}

export function createOutputItems(plan: ItemPlan, issued: IssuedMemory): readonly ApiItem[] {
  const created: ApiItem[] = [];
  let reasoningId: string | undefined;
  for (const [index, item] of plan.turnItems.entries()) {
    if (!isWanted(plan, index)) continue;
    const made = createItem(item, plan, issued);
    if (reasoningId !== undefined) issued.pair(reasoningId, made.id);
    reasoningId = made.type === 'reasoning' ? made.id : undefined;
    if (made.type !== 'reasoning') {
      const part = { turn: plan.turn, index, turnItems: plan.turnItems };
      issued.remember(keyOf(made), part);
      issued.remember(contentKey(made), part);
    }
    created.push(made);
  }
  return created;
}

/** Reasoning is said again with the item it leads to. */
function isWanted(plan: ItemPlan, index: number): boolean {
  if (!plan.only || plan.only.includes(index)) return true;
  return plan.turnItems[index]?.type === 'reasoning' && plan.only.includes(index + 1);
}

function createItem(item: PracticeItem, plan: ItemPlan, issued: IssuedMemory): ApiItem {
  switch (item.type) {
    case 'reasoning': {
      const id = issued.newId('rs');
      const summary =
        item.summary === undefined ? [] : [{ type: 'summary_text', text: item.summary }];
      const encrypted = plan.encrypted ? { encrypted_content: issued.newSecret(id) } : {};
      return { id, type: 'reasoning', ...encrypted, summary };
    }
    case 'message':
      return {
        id: issued.newId('msg'),
        type: 'message',
        status: 'completed',
        content: [
          item.refusal === true
            ? { type: 'refusal', refusal: item.text }
            : { type: 'output_text', annotations: [], logprobs: [], text: item.text },
        ],
        phase: item.phase ?? 'final_answer',
        role: 'assistant',
      };
    case 'function':
      return functionCall(
        item.name,
        typeof item.arguments === 'string' ? item.arguments : JSON.stringify(item.arguments),
        issued,
      );
    case 'custom':
      if (plan.asFunctions.has(item.name)) {
        return functionCall(item.name, JSON.stringify({ input: item.input }), issued);
      }
      return {
        id: issued.newId('ctc'),
        type: 'custom_tool_call',
        status: 'completed',
        call_id: issued.newId('call'),
        input: item.input,
        name: item.name,
      };
  }
}

function functionCall(name: string, text: string, issued: IssuedMemory): ApiItem {
  return {
    id: issued.newId('fc'),
    type: 'function_call',
    status: 'completed',
    arguments: text,
    call_id: issued.newId('call'),
    name,
  };
}
