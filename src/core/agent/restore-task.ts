import type { AgentEvent, CheckResult, PlanStep, Usage } from '../../shared/events.ts';
import type { JournalRecord } from '../ports.ts';
import type { TaskMemory } from '../tools/tool.ts';
import type { RestoredHistory } from './history.ts';
import type { InputItem } from './items.ts';
import { restoreNews, type TaskNews } from './news.ts';
import { openCalls } from './pairing.ts';
import { noUsage, type QueuedInput, type Task } from './task.ts';

/** A task as its journal tells it. */
export interface RestoredTask extends Conversation {
  readonly events: readonly AgentEvent[];
  readonly history: RestoredHistory;
  /** Messages that were typed while it worked and never delivered. */
  readonly queue: readonly QueuedInput[];
  readonly news: TaskNews;
  readonly usage: Usage;
  /** Dollars spent when the budget last began to count. */
  readonly budgetFrom: number;
  /** Calls without an output whose tool had begun: what they did is not known. */
  readonly begun: ReadonlySet<string>;
  /** The journal ends in the middle of a run: the host was killed or the window closed. */
  readonly interrupted: boolean;
}

/** What goes back with the conversation when an earlier message is edited. */
interface Conversation {
  readonly requests: readonly string[];
  readonly doneWhen: readonly string[];
  readonly plan: readonly PlanStep[];
  readonly criteria: TaskMemory['criteria'];
  readonly checks: readonly CheckResult[];
  readonly summary: string;
  readonly contextTokens: number;
  readonly epoch: Task['epoch'];
}

/**
 * Folds a journal into the task's state. `before` ends the fold just before that user message was
 * delivered, which is how an earlier message is edited, forked or restored, also when it lies behind
 * a compaction.
 */
export function restoreTask(records: readonly JournalRecord[], before?: string): RestoredTask {
  const events: AgentEvent[] = [];
  const queue = new Map<string, QueuedInput>();
  const standing = recordsBefore(records, before);
  let items: InputItem[] = [];
  let messages: (readonly [string, number])[] = [];
  for (const record of standing) {
    switch (record.kind) {
      case 'event': {
        const { event } = record;
        events.push(event);
        if (event.type === 'unqueued') queue.delete(event.queuedId);
        if (event.type === 'user' && event.queuedId !== undefined) queue.delete(event.queuedId);
        break;
      }
      case 'item':
        if (record.messageId !== undefined) messages.push([record.messageId, items.length]);
        items.push(record.item);
        break;
      case 'history':
        items = [...record.items];
        messages = [...record.messages];
        break;
      case 'queued':
        queue.set(record.input.queuedId, record.input);
        break;
      case 'about':
      case 'news':
    }
  }
  const open = new Set(openCalls(items).map((call) => call.call_id));
  const started = events.flatMap((event) => (event.type === 'tool-started' ? event.callId : []));
  return {
    events,
    history: { items, messages },
    queue: [...queue.values()],
    news: restoreNews(records, standing.length),
    ...foldConversation(events),
    ...foldRun(events),
    begun: new Set(started.filter((callId) => open.has(callId))),
  };
}

/**
 * The journal of a task that begins with another one's conversation up to just before `messageId`;
 * `task` is its first event. What was spent, queued or proposed there stays there; what became of
 * its changes since is news here too.
 */
export function forkRecords(
  records: readonly JournalRecord[],
  messageId: string,
  task: Extract<AgentEvent, { type: 'task' }>,
  at: number,
): readonly JournalRecord[] {
  const left = new Set<AgentEvent['type']>(['task', 'review', 'usage', 'queued', 'unqueued']);
  const standing = recordsBefore(records, messageId);
  const kept = standing.filter(
    (record) =>
      record.kind === 'item' ||
      record.kind === 'history' ||
      record.kind === 'news' ||
      (record.kind === 'event' && !left.has(record.event.type)),
  );
  const since = records.slice(standing.length).filter(({ kind }) => kind === 'news');
  return [{ kind: 'event', at, event: task }, ...kept, ...since];
}

function recordsBefore(
  records: readonly JournalRecord[],
  messageId: string | undefined,
): readonly JournalRecord[] {
  if (messageId === undefined) return records;
  // The item comes before its event; the last of that id counts, since ids are given anew on edits.
  const index = records.findLastIndex((it) => it.kind === 'item' && it.messageId === messageId);
  return index < 0 ? records : records.slice(0, index);
}

const nothing: Conversation = {
  requests: [],
  doneWhen: [],
  plan: [],
  criteria: [],
  checks: [],
  summary: '',
  contextTokens: 0,
  epoch: undefined,
};

function foldConversation(events: readonly AgentEvent[]): Conversation {
  const before = new Map<string, Conversation>();
  let state = nothing;
  for (const event of events) {
    if (event.type === 'user') before.set(event.messageId, state);
    state =
      event.type === 'rewind'
        ? (before.get(event.messageId) ?? state)
        : { ...state, ...changeOf(state, event) };
  }
  return state;
}

function changeOf(state: Conversation, event: AgentEvent): Partial<Conversation> {
  switch (event.type) {
    case 'user':
      return {
        requests: [...state.requests, event.text],
        doneWhen: [...state.doneWhen, ...(event.doneWhen ?? [])],
        // A message that was not queued begins a run, and checks are of a run.
        ...(event.queuedId === undefined ? { checks: [] } : {}),
      };
    case 'request': {
      const { model, endpoint } = event;
      return { epoch: endpoint === undefined ? undefined : { model, endpoint } };
    }
    case 'plan':
      return { plan: event.plan };
    case 'criteria':
      return { criteria: event.criteria };
    case 'check': {
      const others = state.checks.filter((check) => check.name !== event.check.name);
      return { checks: [...others, event.check] };
    }
    case 'compacted':
      return { summary: event.summary, contextTokens: event.tokensAfter };
    case 'usage':
      return { contextTokens: event.contextTokens };
    default:
      return {};
  }
}

/** What does not go back when a message is edited: what was spent, and whether it still runs. */
function foldRun(
  events: readonly AgentEvent[],
): Pick<RestoredTask, 'usage' | 'budgetFrom' | 'interrupted'> {
  let usage = noUsage;
  let budgetFrom = 0;
  let ended = true;
  for (const event of events) {
    switch (event.type) {
      case 'user':
        ended = false;
        break;
      case 'request':
        // It goes on although nothing was said: the user let it, and the budget began anew.
        if (ended) budgetFrom = usage.usd;
        ended = false;
        break;
      case 'usage':
        usage = event.usage;
        break;
      case 'done':
      case 'stopped':
      case 'failed':
        ended = true;
        break;
      default:
    }
  }
  return { usage, budgetFrom, interrupted: !ended };
}
