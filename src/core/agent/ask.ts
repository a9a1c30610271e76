import type { AgentEvent, Failure } from '../../shared/events.ts';
import type { ModelEvent, ModelRequest, RequestUsage } from '../ports.ts';
import { isToolCall, type AssistantMessage, type OutputItem, type ToolCall } from './items.ts';
import type { RunSettings, Task, TaskParts } from './task.ts';

/** What one response came to. Its items are not in the history yet. */
export type Turn =
  | {
      readonly kind: 'response';
      readonly items: readonly OutputItem[];
      readonly calls: readonly ToolCall[];
      /** Text of the last message: the answer, when nothing is called. */
      readonly answer: string;
      /** The last message is a refusal. */
      readonly refused: boolean;
      readonly status: (ModelEvent & { type: 'end' })['status'];
    }
  | {
      readonly kind: 'failure';
      readonly failure: Failure;
      readonly recover?: 'encryptedContent' | 'compact';
    };

/** Asks the model once and streams what comes. Throws only when `signal` aborts. */
export async function* ask(
  task: Task,
  parts: TaskParts,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, Turn> {
  const settings = parts.settings();
  const { model, endpoint } = settings;
  yield { type: 'request', number: task.usage.requests + 1, model, endpoint };
  let response = new Response();
  for await (const event of parts.model.respond(buildRequest(task, parts, settings), signal)) {
    switch (event.type) {
      case 'text':
        response.streamed.add(event.itemId);
        if (task.streaming?.messageId !== event.itemId)
          task.streaming = { messageId: event.itemId, text: '' };
        task.streaming.text += event.delta;
        yield { ...omitItemId(event), type: 'text', messageId: event.itemId };
        break;
      case 'item':
        response.items.push(event.item);
        if (event.item.type === 'message') yield* showMessage(event.item, task);
        break;
      case 'reset':
        if (response.streamed.size > 0)
          yield { type: 'discard', messageIds: [...response.streamed] };
        task.streaming = undefined;
        response = new Response();
        break;
      case 'downgrade':
        task.history.startEpoch();
        yield downgraded(event.field);
        break;
      case 'end':
        task.streaming = undefined;
        yield countUsage(task, parts, settings, event.usage);
        return response.finish(event.status);
      case 'failure':
        if (response.streamed.size > 0)
          yield { type: 'discard', messageIds: [...response.streamed] };
        task.streaming = undefined;
        return {
          kind: 'failure',
          failure: event.failure,
          ...(event.recover ? { recover: event.recover } : {}),
        };
      case 'reasoning':
      case 'tool-writing':
      case 'retry':
      case 'retry-ended':
        yield event;
    }
  }
  throw new Error('The model port ended without `end` or `failure`.');
}

/** The request for the task as it stands; also what compaction and counting look at. */
export function buildRequest(task: Task, parts: TaskParts, settings: RunSettings): ModelRequest {
  const hidden = task.doneWhen.length > 0 ? undefined : 'report';
  return {
    model: settings.model,
    instructions: parts.instructions,
    // A copy: what was sent stays as it was while the history grows.
    input: [...task.history.items],
    tools: parts.tools.map((tool) => tool.spec),
    ...(hidden
      ? { allowedTools: parts.tools.map((tool) => tool.name).filter((name) => name !== hidden) }
      : {}),
    effort: settings.effort,
    verbosity: settings.verbosity,
    cacheKey: task.id,
    epoch: task.history.epoch,
  };
}

/** Tokens to work in: what the settings say, and never more than the model has. */
export function workingWindow(parts: TaskParts, { model, window }: RunSettings): number {
  return Math.min(window, parts.model.limits(model).window);
}

export function downgraded(field: string): AgentEvent {
  return {
    type: 'epoch',
    reason: 'downgrade',
    note: `The endpoint does not take ${field}; it is left out from now on.`,
  };
}

/** Adds one request to the task's usage. An endpoint that reports none still counts as a request. */
export function countUsage(
  task: Task,
  parts: TaskParts,
  settings: RunSettings,
  usage: RequestUsage | undefined,
): AgentEvent {
  const { inputTokens = 0, cachedTokens = 0, outputTokens = 0, reasoningTokens = 0 } = usage ?? {};
  const usd = usage ? parts.model.price(settings.model, usage) : 0;
  task.usage = {
    inputTokens: task.usage.inputTokens + inputTokens,
    cachedTokens: task.usage.cachedTokens + cachedTokens,
    outputTokens: task.usage.outputTokens + outputTokens,
    reasoningTokens: task.usage.reasoningTokens + reasoningTokens,
    usd: task.usage.usd + usd,
    requests: task.usage.requests + 1,
  };
  if (usage) task.contextTokens = inputTokens + outputTokens;
  return {
    type: 'usage',
    usage: task.usage,
    request: { inputTokens, cachedTokens, outputTokens, reasoningTokens, usd, requests: 1 },
    contextTokens: task.contextTokens,
    contextWindow: workingWindow(parts, settings),
  };
}

export function messageText(message: AssistantMessage): string {
  return message.content.map((part) => ('text' in part ? part.text : part.refusal)).join('');
}

class Response {
  readonly items: OutputItem[] = [];
  readonly streamed = new Set<string>();

  finish(status: (ModelEvent & { type: 'end' })['status']): Turn {
    const messages = this.items.filter((item) => item.type === 'message');
    const last = messages.at(-1);
    return {
      kind: 'response',
      items: this.items,
      calls: this.items.filter(isToolCall),
      answer: last ? messageText(last) : '',
      refused: last?.content.some((part) => part.type === 'refusal') ?? false,
      status,
    };
  }
}

function* showMessage(item: AssistantMessage, task: Task): Generator<AgentEvent> {
  task.streaming = undefined;
  yield {
    type: 'message',
    messageId: item.id ?? `message-${task.usage.requests}`,
    text: messageText(item),
    ...(item.phase ? { phase: item.phase } : {}),
    ...(item.status === 'incomplete' ? { incomplete: true as const } : {}),
  };
}

function omitItemId(event: ModelEvent & { type: 'text' }): {
  delta: string;
  phase?: 'commentary' | 'final_answer';
} {
  return { delta: event.delta, ...(event.phase ? { phase: event.phase } : {}) };
}
