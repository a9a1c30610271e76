import type { Clock, Journal } from '../ports.ts';
import { fitMessage } from './fit-parts.ts';
import { outputFor, type InputItem, type InputMessage } from './items.ts';
import { openCalls } from './pairing.ts';

export interface RestoredHistory {
  readonly items: readonly InputItem[];
  /** Where the user messages stand among the items: message id and index. */
  readonly messages: readonly (readonly [string, number])[];
}

/**
 * What the model is sent, append-only within an epoch. Every change goes to the journal before it is
 * used, so that a killed host finds the same history again.
 */
export class History {
  #items: InputItem[];
  #epoch = 0;
  #messages: (readonly [string, number])[];
  readonly #journal: Journal;
  readonly #clock: Clock;

  constructor(journal: Journal, clock: Clock, restored?: RestoredHistory) {
    this.#journal = journal;
    this.#clock = clock;
    this.#items = [...(restored?.items ?? [])];
    this.#messages = [...(restored?.messages ?? [])];
  }

  get items(): readonly InputItem[] {
    return this.#items;
  }

  /** Grows whenever the next request need not extend the last one. */
  get epoch(): number {
    return this.#epoch;
  }

  startEpoch(): void {
    this.#epoch++;
  }

  append(...items: readonly InputItem[]): void {
    for (const item of items) {
      this.#journal.append({ kind: 'item', at: this.#clock.now(), item });
      this.#items.push(item);
    }
  }

  appendUser(message: InputMessage, messageId: string): void {
    const item = fitMessage(message, this.#items);
    this.#journal.append({ kind: 'item', at: this.#clock.now(), item, messageId });
    this.#messages.push([messageId, this.#items.length]);
    this.#items.push(item);
  }

  appendNews(item: InputMessage, about: string): void {
    this.#journal.append({ kind: 'item', at: this.#clock.now(), item, about });
    this.#items.push(item);
  }

  /** Starts a new epoch with other items: compaction, a rewind, reasoning dropped. */
  replace(items: readonly InputItem[], messages: RestoredHistory['messages'] = []): void {
    this.#journal.append({ kind: 'history', at: this.#clock.now(), items, messages });
    this.#items = [...items];
    this.#messages = [...messages];
    this.#epoch++;
  }

  /** Starts a new epoch where `keep` changes what is there; message places follow. */
  filter(keep: (items: readonly InputItem[]) => readonly InputItem[]): void {
    const items = keep(this.#items);
    const same = items.length === this.#items.length;
    if (same && items.every((item, index) => item === this.#items[index])) return;
    const places = new Map(items.map((item, index) => [item, index]));
    const messages = this.#messages.flatMap(([id, index]) => {
      const item = this.#items[index];
      const place = item && places.get(item);
      return place === undefined ? [] : [[id, place] as const];
    });
    this.replace(items, messages);
  }

  /** Gives every open call an output, so that the history is valid whatever was interrupted. */
  closeOpenCalls(explain: (callId: string) => string): void {
    for (const call of openCalls(this.#items)) this.append(outputFor(call, explain(call.call_id)));
  }
}
