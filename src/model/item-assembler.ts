/**
 * Puts the items of one response together from events that may come in any order: each once, in the
 * order of the response, every call with an id of its own, and reasoning only with what follows it.
 */

import { isToolCall, type InputItem, type OutputItem } from '../core/agent/items.ts';
import { asCustomCall } from './custom-tools.ts';
import { withoutId } from './without-id.ts';
import { readItem, type RawItem } from './read-item.ts';

export interface ItemAssembler {
  /** An item began; says how its call is called from now on. Undefined when it is whole already. */
  begin(index: number | undefined, raw: RawItem): OpenItem | undefined;
  /** Text of an item came; undefined when the item is over already. */
  write(index: number | undefined, itemId: string | undefined, delta: string): OpenItem | undefined;
  /** An item is whole: what can be given on now. */
  finish(index: number | undefined, raw: RawItem): readonly OutputItem[];
  /**
   * The response ended: everything that is left, also what only its last event holds. A call that
   * was not called done counts as whole only when the response is `complete`.
   */
  close(output: readonly RawItem[], complete: boolean): readonly OutputItem[];
  /** The response broke off: whole items still held back, without reasoning that lost its partner. */
  cut(): readonly OutputItem[];
  /** Something of the response was seen. */
  readonly begun: boolean;
  /** A whole call has been given on. */
  readonly hasCall: boolean;
}

export interface OpenItem {
  readonly raw: RawItem;
  readonly callId: string;
  readonly name: string;
  readonly characters: number;
}

export interface AssemblerOptions {
  readonly history: readonly InputItem[];
  /** Tools that were offered as functions because the endpoint has no custom ones. */
  readonly customNames: ReadonlySet<string>;
  readonly newCallId: () => string;
  readonly log: (line: string) => void;
}

interface Slot {
  raw: RawItem;
  text: string;
  callId: string;
  done: boolean;
  given: boolean;
}

export function createItemAssembler(options: AssemblerOptions): ItemAssembler {
  const slots = new Map<number, Slot>();
  const callIds = new Set(options.history.filter(isToolCall).map((call) => call.call_id));
  const itemIds = new Set(options.history.flatMap((item) => ('id' in item ? [item.id] : [])));
  let held: OutputItem[] = [];
  let next = 0;
  let hasCall = false;

  function slotAt(index: number | undefined, raw: RawItem): Slot {
    const place = findPlace(index, raw);
    const found = slots.get(place);
    if (found) return found;
    const slot = { raw, text: '', callId: freshCallId(raw), done: false, given: false };
    slots.set(place, slot);
    return slot;
  }

  /** By index, else by id; a server that numbers every item 0 must not lose one. */
  function findPlace(index: number | undefined, raw: RawItem): number {
    const { id } = raw;
    const there = index === undefined ? undefined : slots.get(index);
    const isOther = there && typeof id === 'string' && there.raw['id'] !== id;
    if (index !== undefined && !isOther) return index;
    const known = placeOf(id);
    if (known !== undefined) return known;
    const open = [...slots].find(([, slot]) => !slot.done && slot.raw['type'] === raw['type']);
    if (open && typeof id !== 'string') return open[0];
    return Math.max(-1, ...slots.keys()) + 1;
  }

  function placeOf(itemId: unknown): number | undefined {
    if (typeof itemId !== 'string') return undefined;
    for (const [place, slot] of slots) if (slot.raw['id'] === itemId) return place;
    return undefined;
  }

  /** Every call can be answered: a missing or repeated id is replaced by a new one. */
  function freshCallId(raw: RawItem): string {
    const { type, call_id: given } = raw;
    if (type !== 'function_call' && type !== 'custom_tool_call') return '';
    const usable = typeof given === 'string' && given !== '' && !callIds.has(given);
    const callId = usable ? given : options.newCallId();
    if (!usable) {
      const which = typeof given === 'string' && given !== '' ? 'a repeated' : 'no';
      options.log(`A call came with ${which} id; it is called ${callId}.`);
    }
    callIds.add(callId);
    return callId;
  }

  function give(slot: Slot): readonly OutputItem[] {
    slot.given = true;
    const name = slot.raw['name'];
    const streamed = {
      text: slot.text,
      callId: slot.callId,
      ...(typeof name === 'string' ? { name } : {}),
    };
    const read = readItem(slot.raw, streamed);
    if (read.kind === 'ignored') {
      const lost = held.length > 0 ? ', and the reasoning before it' : '';
      options.log(`Left out ${read.reason}${lost}.`);
      held = [];
      return [];
    }
    const item = withOwnId(asOffered(read.item));
    if (item.type === 'reasoning') {
      held.push(item);
      return [];
    }
    hasCall ||= isToolCall(item);
    const given = [...held, item];
    held = [];
    return given;
  }

  function asOffered(item: OutputItem): OutputItem {
    const isStandIn = item.type === 'function_call' && options.customNames.has(item.name);
    return isStandIn ? asCustomCall(item) : item;
  }

  /** The same id twice in a history is refused; reasoning needs its own, others do without. */
  function withOwnId(item: OutputItem): OutputItem {
    if (!('id' in item) || typeof item.id !== 'string') return item;
    if (!itemIds.has(item.id)) {
      itemIds.add(item.id);
      return item;
    }
    if (item.type === 'reasoning') return item;
    return withoutId(item);
  }

  /** What is done from the front on. */
  function giveReady(): readonly OutputItem[] {
    const ready: OutputItem[] = [];
    for (let slot = slots.get(next); slot?.done === true; slot = slots.get(next)) {
      if (!slot.given) ready.push(...give(slot));
      next += 1;
    }
    return ready;
  }

  function giveDone(): readonly OutputItem[] {
    const places = [...slots.keys()].sort((one, other) => one - other);
    return places.flatMap((place) => {
      const slot = slots.get(place);
      if (slot?.done === true) return slot.given ? [] : give(slot);
      // What the reasoning held back led to did not come.
      held = [];
      return [];
    });
  }

  function describe(slot: Slot): OpenItem {
    const name = slot.raw['name'];
    return {
      raw: slot.raw,
      callId: slot.callId,
      name: typeof name === 'string' ? name : '',
      characters: slot.text.length,
    };
  }

  return {
    begin(index, raw) {
      const slot = slotAt(index, raw);
      return slot.done ? undefined : describe(slot);
    },
    write(index, itemId, delta) {
      const slot = slots.get(index ?? placeOf(itemId) ?? slots.size - 1);
      if (!slot || slot.done) return undefined;
      slot.text += delta;
      return describe(slot);
    },
    finish(index, raw) {
      const slot = slotAt(index, raw);
      if (slot.done) return [];
      const id = slot.callId;
      slot.raw = raw;
      slot.callId = id === '' ? freshCallId(raw) : id;
      slot.done = true;
      return giveReady();
    },
    close(output, complete) {
      for (const [index, raw] of output.entries()) {
        const slot = slotAt(index, raw);
        if (slot.done) continue;
        slot.raw = raw;
        slot.done = true;
      }
      for (const slot of slots.values()) {
        // Begun and streamed, but never called done: what was streamed is all there is.
        const usable = complete || slot.raw['type'] === 'message';
        if (!slot.done && slot.text !== '' && usable) slot.done = true;
      }
      const rest = giveDone();
      if (held.length > 0) options.log('Left out reasoning that nothing followed.');
      held = [];
      return rest;
    },
    cut() {
      const rest = giveDone();
      held = [];
      return rest;
    },
    get begun() {
      return slots.size > 0;
    },
    get hasCall() {
      return hasCall;
    },
  };
}
