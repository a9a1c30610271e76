import type { AgentEvent } from './events.ts';
import type { TextEntry } from './view-entries.ts';
import { nextId, removeFromRun, upsert, type Draft } from './view-draft.ts';

type EventOf<T extends AgentEvent['type']> = Extract<AgentEvent, { type: T }>;

/** Appends a delta; one that comes after the whole message is late and says nothing new. */
export function streamText(draft: Draft, event: EventOf<'text'>): void {
  endReasoning(draft);
  upsert(draft, 'text', event.messageId, (old): TextEntry => {
    if (!old) {
      const { messageId: id, phase, delta: text } = event;
      return { kind: 'text', id, text, state: 'streaming', ...(phase && { phase }) };
    }
    return old.state === 'streaming' ? { ...old, text: old.text + event.delta } : old;
  });
}

/** The whole message replaces what was streamed of it; an empty one leaves nothing to see. */
export function finishMessage(draft: Draft, event: EventOf<'message'>): void {
  endReasoning(draft);
  const { messageId: id, phase, text } = event;
  if (text.trim() === '') {
    removeFromRun(draft, (entry) => entry.kind === 'text' && entry.id === id);
    return;
  }
  upsert(draft, 'text', id, () => ({
    kind: 'text',
    id,
    text,
    state: event.incomplete ? 'incomplete' : 'complete',
    ...(phase && { phase }),
  }));
}

/** Drops what a broken stream had shown: it will come again, under the same or other ids. */
export function discardMessages(draft: Draft, messageIds: readonly string[]): void {
  const condemned = new Set(messageIds);
  removeFromRun(
    draft,
    (entry) =>
      (entry.kind === 'text' && condemned.has(entry.id)) ||
      (entry.kind === 'reasoning' && entry.streaming),
  );
}

export function streamReasoning(draft: Draft, delta: string): void {
  const last = draft.entries.at(-1);
  if (last?.kind === 'reasoning' && last.streaming) {
    draft.entries[draft.entries.length - 1] = { ...last, text: last.text + delta };
  } else {
    draft.entries.push({ kind: 'reasoning', id: nextId(draft), text: delta, streaming: true });
  }
}

/** Reasoning carries no ids: anything else that happens ends it. */
export function endReasoning(draft: Draft): void {
  const last = draft.entries.at(-1);
  if (last?.kind === 'reasoning' && last.streaming) {
    draft.entries[draft.entries.length - 1] = { ...last, streaming: false };
  }
}
