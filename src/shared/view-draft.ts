import type { TaskView } from './view-state.ts';
import type { Entry, EntryKind, EntryOf } from './view-entries.ts';

/** A view being built within one reduction: its own fields and list may change, entries are replaced. */
export type Draft = { -readonly [K in keyof Omit<TaskView, 'entries'>]: TaskView[K] } & {
  entries: Entry[];
};

/** Where an entry stands, or -1. Searched from the end, where what changes nearly always is. */
export function findEntry(draft: Draft, kind: EntryKind, id: string): number {
  return draft.entries.findLastIndex((entry) => entry.kind === kind && entry.id === id);
}

export function entryAt<K extends EntryKind>(
  draft: Draft,
  kind: K,
  index: number,
): EntryOf<K> | undefined {
  const entry = draft.entries[index];
  return entry?.kind === kind ? (entry as EntryOf<K>) : undefined;
}

/** Replaces the entry of the same kind and id with what `change` makes of it, or adds one. */
export function upsert<K extends EntryKind>(
  draft: Draft,
  kind: K,
  id: string,
  change: (old: EntryOf<K> | undefined) => EntryOf<K>,
): void {
  const index = findEntry(draft, kind, id);
  const next = change(entryAt(draft, kind, index));
  if (index === -1) draft.entries.push(next);
  else draft.entries[index] = next;
}

/** Changes an entry only if it is there. */
export function update<K extends EntryKind>(
  draft: Draft,
  kind: K,
  id: string,
  change: (old: EntryOf<K>) => EntryOf<K>,
): void {
  const index = findEntry(draft, kind, id);
  const old = entryAt(draft, kind, index);
  if (old) draft.entries[index] = change(old);
}

/** Drops entries of the current run that `condemned` names. */
export function removeFromRun(draft: Draft, condemned: (entry: Entry) => boolean): void {
  const run = draft.entries.slice(draft.runStart);
  if (!run.some(condemned)) return;
  draft.entries = [
    ...draft.entries.slice(0, draft.runStart),
    ...run.filter((entry) => !condemned(entry)),
  ];
}

/** An id for an entry that has none of its own, unique within the task. */
export function nextId(draft: Draft): string {
  draft.serial += 1;
  return String(draft.serial);
}
