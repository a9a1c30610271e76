import type { AgentEvent, Failure } from '../../shared/events.ts';
import { describeProblems } from '../context/describe-problems.ts';
import type { ModelRequest } from '../ports.ts';
import { buildRequest, countUsage, messageText } from './ask.ts';
import { estimateTokens } from './estimate-tokens.ts';
import type { InputItem } from './items.ts';
import { limits } from './limits.ts';
import { developerNote } from './notes.ts';
import type { RunSettings, Task, TaskParts } from './task.ts';

/** Compacts when the next request would come near the window. `share` is where that begins. */
export async function* compactIfNeeded(
  task: Task,
  parts: TaskParts,
  share: number,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent> {
  const settings = parts.settings();
  const full = share * settings.window;
  if (roughTokens(task) < full * limits.countFromShare) return;
  const { tokens } = await parts.model.countInput(buildRequest(task, parts, settings), signal);
  if (tokens < full) return;
  // What a compaction left, or could not free, is not worth another one right after it.
  if (estimateTokens(task.history.items) < task.compactAbove) return;
  yield* compact(task, parts, signal);
}

/**
 * Replaces the history by a summary that starts a new epoch; the full record stays in the journal.
 * Returns false when nothing was gained: then the history is as it was.
 */
export async function* compact(
  task: Task,
  parts: TaskParts,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, boolean> {
  yield { type: 'compacting' };
  const settings = parts.settings();
  const before = estimateTokens(task.history.items);
  task.compactAbove = before * limits.compactGrowth;
  const summary = yield* summarize(task, parts, settings, signal);
  if (summary.kind === 'failure') {
    yield {
      type: 'notice',
      message: `The conversation could not be shortened: ${summary.failure.message}`,
    };
    return false;
  }
  const survivors = await describeSurvivors(task, parts, signal);
  const encrypted = await parts.model.compact(buildRequest(task, parts, settings), signal);
  const items: readonly InputItem[] =
    encrypted.kind === 'compacted'
      ? [...encrypted.items, developerNote(survivors)]
      : [
          ...firstMessage(task, settings),
          developerNote(`${survivors}\n\n<summary>\n${summary.text}\n</summary>`),
        ];
  const after = estimateTokens(items);
  if (after > before * limits.compactWorthShare) {
    yield {
      type: 'notice',
      message: 'Shortening the conversation would not free enough; it stays as it is.',
    };
    return false;
  }
  task.history.replace(items);
  task.contextTokens = after;
  task.compactAbove = after * limits.compactGrowth;
  yield { type: 'epoch', reason: 'compaction', note: 'Earlier steps were summarized.' };
  yield { type: 'compacted', summary: summary.text, tokensBefore: before, tokensAfter: after };
  return true;
}

/** The last request's count where the endpoint gave one, plus what came since. */
export function roughTokens(task: Task): number {
  return Math.max(task.contextTokens, estimateTokens(task.history.items));
}

/** Asked with the same prefix, so nearly all of it is read from the cache. */
async function* summarize(
  task: Task,
  parts: TaskParts,
  settings: RunSettings,
  signal: AbortSignal,
): AsyncGenerator<
  AgentEvent,
  { kind: 'summary'; text: string } | { kind: 'failure'; failure: Failure }
> {
  const base = buildRequest(task, parts, settings);
  const request: ModelRequest = {
    ...base,
    input: [...base.input, developerNote(handover)],
    allowedTools: [],
  };
  let text = '';
  for await (const event of parts.model.respond(request, signal)) {
    if (event.type === 'item' && event.item.type === 'message') text = messageText(event.item);
    else if (event.type === 'reset') text = '';
    else if (event.type === 'retry' || event.type === 'retry-ended') yield event;
    else if (event.type === 'failure') return { kind: 'failure', failure: event.failure };
    else if (event.type === 'end') yield countUsage(task, parts, settings, event.usage);
  }
  return { kind: 'summary', text: text || 'No summary could be made.' };
}

const handover = `The context is nearly full and will be replaced by a summary. Write it now, for yourself, as plain text, without calling tools:
the state of the work; what you found, with paths and lines; decisions and their reasons; what was tried and failed; what the user kept or refused; what comes next.
The user's requests, the plan, changed files, open problems and running commands are kept verbatim beside it; do not repeat them.`;

/** What must come through a compaction word for word. */
async function describeSurvivors(
  task: Task,
  parts: TaskParts,
  signal: AbortSignal,
): Promise<string> {
  const problems = await parts.editor.newProblems(signal);
  const changes = parts.editor.changes();
  const running = parts.shell.running();
  const lookBack = parts.lookBack();
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      'requests',
      task.requests.map((text, index) => `${index + 1}. ${bounded(text, limits.requestKept)}`),
    ],
    ['done_when', task.doneWhen.map((criterion) => `- ${criterion}`)],
    [
      'criteria_reported',
      task.memory.criteria.map(
        (it) => `- [${it.met ? 'met' : 'not met'}] ${it.criterion}: ${it.evidence}`,
      ),
    ],
    ['plan', task.memory.plan.map((step) => `- [${step.status}] ${step.step}`)],
    [
      'files_changed',
      changes.map(
        (it) => `- ${it.kind} ${it.from ? `${it.from} -> ` : ''}${it.path} (${it.review})`,
      ),
    ],
    [
      'open_problems',
      problems.length > 0 ? [describeProblems(problems, limits.problemsShown)] : [],
    ],
    ['running_commands', running.map((it) => `- session ${it.sessionId}: ${it.command}`)],
  ];
  const texts = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([tag, lines]) => `<${tag}>\n${lines.join('\n')}\n</${tag}>`);
  return [
    'Earlier steps of this conversation were replaced by a summary. Go on with the task from here.',
    ...(lookBack
      ? [`The full record is in ${lookBack}: search or read it when a detail is missing.`]
      : []),
    ...texts,
  ].join('\n');
}

/** The first user message carries the project's instructions and the environment. */
function firstMessage(task: Task, settings: RunSettings): readonly InputItem[] {
  const first = task.history.items.find((item) => item.type === 'message' && item.role === 'user');
  return first && estimateTokens([first]) < settings.window * limits.firstMessageShare
    ? [first]
    : [];
}

function bounded(text: string, limit: number): string {
  return text.length <= limit
    ? text
    : `${text.slice(0, limit)} … (${text.length - limit} more characters in the full record)`;
}
