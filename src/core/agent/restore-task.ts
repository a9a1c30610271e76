import type { AgentEvent, CheckResult, PlanStep, Usage } from '../../shared/events.ts';
import type { JournalRecord } from '../ports.ts';
import type { RestoredHistory } from './history.ts';
import type { InputItem } from './items.ts';
import { openCalls } from './pairing.ts';
import { noUsage } from './task.ts';

/** A task as its journal tells it. */
export interface RestoredTask {
  readonly events: readonly AgentEvent[];
  readonly history: RestoredHistory;
  readonly requests: readonly string[];
  readonly doneWhen: readonly string[];
  readonly plan: readonly PlanStep[];
  readonly checks: readonly CheckResult[];
  readonly usage: Usage;
  readonly contextTokens: number;
  /** Calls without an output whose tool had begun: what they did is not known. */
  readonly begun: ReadonlySet<string>;
  /** The journal ends in the middle of a run: the host was killed or the window closed. */
  readonly interrupted: boolean;
}

/**
 * Folds a journal into the task's state. `before` ends the fold just before that user message was
 * delivered, which is how an earlier message is edited, forked or restored, also when it lies behind
 * a compaction.
 */
export function restoreTask(records: readonly JournalRecord[], before?: string): RestoredTask {
  const end = before === undefined ? records.length : findMessage(records, before);
  const events: AgentEvent[] = [];
  let items: InputItem[] = [];
  let messages: (readonly [string, number])[] = [];
  for (const record of records.slice(0, end)) {
    if (record.kind === 'event') {
      events.push(record.event);
    } else if (record.kind === 'item') {
      if (record.messageId !== undefined) messages.push([record.messageId, items.length]);
      items.push(record.item);
    } else if (record.kind === 'history') {
      items = [...record.items];
      messages = [...record.messages];
    }
  }
  return { events, history: { items, messages }, ...foldEvents(events, items) };
}

function findMessage(records: readonly JournalRecord[], messageId: string): number {
  // The item comes before its event; the last of that id counts, since ids are given anew on edits.
  const index = records.findLastIndex((it) => it.kind === 'item' && it.messageId === messageId);
  return index < 0 ? records.length : index;
}

function foldEvents(
  events: readonly AgentEvent[],
  items: readonly InputItem[],
): Omit<RestoredTask, 'events' | 'history'> {
  let requests: string[] = [];
  let doneWhen: readonly string[] = [];
  let plan: readonly PlanStep[] = [];
  let checks: readonly CheckResult[] = [];
  let usage = noUsage;
  let contextTokens = 0;
  let interrupted = false;
  const begun = new Set<string>();
  const places = new Map<string, number>();
  for (const event of events) {
    switch (event.type) {
      case 'user':
        places.set(event.messageId, requests.length);
        requests.push(event.text);
        doneWhen = [...doneWhen, ...(event.doneWhen ?? [])];
        interrupted = true;
        break;
      case 'rewind':
        requests = requests.slice(0, places.get(event.messageId) ?? requests.length);
        break;
      case 'plan':
        plan = event.plan;
        break;
      case 'check':
        checks = [...checks.filter((check) => check.name !== event.check.name), event.check];
        break;
      case 'usage':
        usage = event.usage;
        contextTokens = event.contextTokens;
        break;
      case 'tool-started':
        begun.add(event.callId);
        break;
      case 'request':
        interrupted = true;
        break;
      case 'done':
      case 'stopped':
      case 'failed':
        interrupted = false;
        break;
      default:
    }
  }
  const open = new Set(openCalls(items).map((call) => call.call_id));
  return {
    requests,
    doneWhen,
    plan,
    checks,
    usage,
    contextTokens,
    begun: new Set([...begun].filter((callId) => open.has(callId))),
    interrupted,
  };
}
