import type { AgentEvent } from './events.ts';
import type { ToolEntry } from './view-entries.ts';
import { beginRun, endRun, recordCheck, rewind } from './view-run.ts';
import {
  discardMessages,
  endReasoning,
  finishMessage,
  streamReasoning,
  streamText,
} from './view-text.ts';
import { nextId, removeFromRun, update, upsert, type Draft } from './view-draft.ts';

/** How much of a running command's output is kept for the live tail, in characters. */
const outputTailLimit = 8_000;

/** Changes `draft` by one event. */
export function applyEvent(draft: Draft, event: AgentEvent): void {
  switch (event.type) {
    case 'task':
      draft.taskId = event.id;
      draft.title = event.title;
      draft.model = event.model;
      draft.origin = event.origin;
      draft.parent = event.parent;
      return;
    case 'title':
      draft.title = event.title;
      return;
    case 'user':
      beginRun(draft, event);
      return;
    case 'rewind':
      rewind(draft, event.messageId);
      return;
    case 'queued':
      draft.queued = [
        ...draft.queued.filter(({ queuedId }) => queuedId !== event.queuedId),
        { queuedId: event.queuedId, text: event.text },
      ];
      return;
    case 'unqueued':
      draft.queued = draft.queued.filter(({ queuedId }) => queuedId !== event.queuedId);
      return;
    case 'request':
      draft.model = event.model;
      dropUnfinishedCalls(draft);
      return;
    case 'epoch':
      if (event.note !== '' && event.reason !== 'compaction') addNotice(draft, event.note);
      return;
    case 'text':
      streamText(draft, event);
      return;
    case 'message':
      finishMessage(draft, event);
      return;
    case 'discard':
      discardMessages(draft, event.messageIds);
      dropUnfinishedCalls(draft);
      return;
    case 'reasoning':
      streamReasoning(draft, event.delta);
      return;
    case 'plan':
      draft.plan = event.plan;
      return;
    case 'retry':
      draft.retry = { reason: event.reason, inMs: event.inMs, attempt: event.attempt };
      dropUnfinishedCalls(draft);
      return;
    case 'retry-ended':
      draft.retry = undefined;
      return;
    case 'usage':
      draft.usage = event.usage;
      draft.request = event.request;
      draft.contextTokens = event.contextTokens;
      draft.contextWindow = event.contextWindow;
      return;
    case 'check':
      recordCheck(draft, event.check);
      return;
    case 'criteria':
      // The tool's own step shows them, and the checks at the end.
      return;
    case 'notice':
      addNotice(draft, event.message);
      return;
    case 'compacting':
      endReasoning(draft);
      draft.entries.push({ kind: 'compaction', id: nextId(draft) });
      return;
    case 'compacted': {
      endReasoning(draft);
      const { summary, tokensBefore, tokensAfter } = event;
      const last = draft.entries.findLast((entry) => entry.kind === 'compaction');
      const id = last && !last.done ? last.id : nextId(draft);
      upsert(draft, 'compaction', id, () => ({
        kind: 'compaction',
        id,
        done: { summary, tokensBefore, tokensAfter },
      }));
      return;
    }
    case 'done':
    case 'stopped':
    case 'failed':
      endRun(draft, event);
      return;
    case 'tool-writing':
    case 'tool-started':
    case 'tool-output':
    case 'tool-ended':
      applyToolEvent(draft, event);
      return;
    case 'approval':
    case 'approval-ended':
    case 'question':
    case 'question-ended':
    case 'review':
      applyUserDecision(draft, event);
      return;
    default:
      // A journal written by a later version may hold types unknown here: skipped, not fatal.
      event satisfies never;
  }
}

type EventOf<T extends AgentEvent['type']> = Extract<AgentEvent, { type: T }>;

function applyToolEvent(
  draft: Draft,
  event: EventOf<'tool-writing' | 'tool-started' | 'tool-output' | 'tool-ended'>,
): void {
  endReasoning(draft);
  const { callId } = event;
  switch (event.type) {
    case 'tool-writing':
      upsert(draft, 'tool', callId, (old) =>
        old && old.state !== 'writing'
          ? old
          : { ...blankTool(callId, event.name), characters: event.characters },
      );
      return;
    case 'tool-started':
      upsert(draft, 'tool', callId, (old) => ({
        ...(old ?? blankTool(callId, event.name)),
        title: event.title,
        state: old && isSettled(old) ? old.state : 'running',
      }));
      return;
    case 'tool-output':
      update(draft, 'tool', callId, (old) =>
        old.state === 'running'
          ? { ...old, output: (old.output + event.chunk).slice(-outputTailLimit) }
          : old,
      );
      return;
    case 'tool-ended':
      upsert(draft, 'tool', callId, (old) => ({
        ...(old ?? blankTool(callId, event.name)),
        state: event.state,
        summary: event.summary,
        output: '',
        ...(event.detail && { detail: event.detail }),
      }));
      return;
  }
}

function applyUserDecision(
  draft: Draft,
  event: EventOf<'approval' | 'approval-ended' | 'question' | 'question-ended' | 'review'>,
): void {
  endReasoning(draft);
  switch (event.type) {
    case 'approval': {
      const { request } = event;
      upsert(draft, 'approval', request.callId, () => ({
        kind: 'approval',
        id: request.callId,
        request,
      }));
      return;
    }
    case 'approval-ended':
      update(draft, 'approval', event.callId, (old) => ({ ...old, decision: event.decision }));
      return;
    case 'question':
      upsert(draft, 'question', event.callId, () => ({
        kind: 'question',
        id: event.callId,
        questions: event.questions,
        cancelled: false,
      }));
      return;
    case 'question-ended':
      update(draft, 'question', event.callId, (old) => ({ ...old, answers: event.answers }));
      return;
    case 'review': {
      const { review } = event;
      upsert(draft, 'review', review.id, () => ({ kind: 'review', id: review.id, review }));
      return;
    }
  }
}

function blankTool(id: string, name: string): ToolEntry {
  return {
    kind: 'tool',
    id,
    name,
    title: '',
    state: 'writing',
    characters: 0,
    output: '',
    summary: '',
  };
}

function isSettled(tool: ToolEntry): boolean {
  return tool.state === 'finished' || tool.state === 'failed';
}

/** A call whose stream broke before it was whole comes again under another id. */
function dropUnfinishedCalls(draft: Draft): void {
  endReasoning(draft);
  removeFromRun(draft, (entry) => entry.kind === 'tool' && entry.state === 'writing');
}

function addNotice(draft: Draft, message: string): void {
  endReasoning(draft);
  draft.entries.push({ kind: 'notice', id: nextId(draft), message });
}
