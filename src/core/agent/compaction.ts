import type { AgentEvent, Failure } from '../../shared/events.ts';
import { describeProblems } from '../context/describe-problems.ts';
import type { ModelRequest } from '../ports.ts';
import { buildRequest, countUsage, downgraded, messageText, workingWindow } from './ask.ts';
import { estimateTokens } from './estimate-tokens.ts';
import type { InputItem } from './items.ts';
import { limits } from './limits.ts';
import { developerNote } from './notes.ts';
import { shortenItems } from './shorten-items.ts';
import type { RunSettings, Task, TaskParts } from './task.ts';

/** Compacts when the next request would come near the window. `share` is where that begins. */
export async function* compactIfNeeded(
  task: Task,
  parts: TaskParts,
  share: number,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent> {
  if (task.compactWanted) {
    yield* compact(task, parts, signal);
    return;
  }
  const settings = parts.settings();
  const full = share * workingWindow(parts, settings);
  if (roughTokens(task) < full * limits.countFromShare) return;
  const { tokens } = await parts.model.countInput(buildRequest(task, parts, settings), signal);
  if (tokens < full) return;
  // What a compaction left, or could not free, is not worth another one right after it.
  const history = estimateTokens(task.history.items);
  if (history < task.compactAbove) return;
  // Where tools and instructions fill the window, a shorter history does not help.
  if (history < full * limits.compactLeastShare) return;
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
  task.compactWanted = false;
  yield { type: 'compacting' };
  const settings = parts.settings();
  const before = estimateTokens(task.history.items);
  task.compactAbove = before * limits.compactGrowth;
  const summary = yield* summarize(task, parts, settings, signal);
  const encrypted = await parts.model.compact(buildRequest(task, parts, settings), signal);
  if (encrypted.kind === 'compacted' && encrypted.usage)
    yield countUsage(task, parts, settings, encrypted.usage);
  if (summary.kind === 'failure' && encrypted.kind !== 'compacted') {
    yield {
      type: 'notice',
      message: `The conversation could not be shortened: ${summary.failure.message}`,
    };
    return false;
  }
  const text = summary.kind === 'summary' ? summary.text : '';
  const survivors = await describeSurvivors(task, parts, signal);
  const items: readonly InputItem[] =
    encrypted.kind === 'compacted'
      ? [...encrypted.items, developerNote(survivors)]
      : aroundSummary(
          task,
          developerNote(`${survivors}\n\n${taggedSummary(text)}`),
          workingWindow(parts, settings) * limits.messageShare,
        );
  const after = estimateTokens(items);
  if (after > before * limits.compactWorthShare) {
    yield {
      type: 'notice',
      message: 'Shortening the conversation would not free enough; it stays as it is.',
    };
    return false;
  }
  task.history.replace(items);
  task.summary = text;
  task.contextTokens = after;
  task.compactAbove = after * limits.compactGrowth;
  yield { type: 'epoch', reason: 'compaction', note: 'Earlier steps were summarized.' };
  yield { type: 'compacted', summary: text, tokensBefore: before, tokensAfter: after };
  return true;
}

/** The last request's count where the endpoint gave one, plus what came since. */
function roughTokens(task: Task): number {
  return Math.max(task.contextTokens, estimateTokens(task.history.items));
}

/** A summary as the model reads it, also in place of an encrypted one it cannot read. */
export function taggedSummary(text: string): string {
  return `<summary>\n${text}\n</summary>`;
}

type Summary =
  | { readonly kind: 'summary'; readonly text: string }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly tooLong: boolean };

/** When the conversation is too long even for this, its older tool outputs are cut until it fits. */
async function* summarize(
  task: Task,
  parts: TaskParts,
  settings: RunSettings,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, Summary> {
  const base = buildRequest(task, parts, settings);
  const size = estimateTokens(base.input);
  let summary = yield* askSummary(base, task, parts, settings, signal);
  for (const share of limits.shortenedShares) {
    if (summary.kind === 'summary' || !summary.tooLong) break;
    const short = {
      ...buildRequest(task, parts, settings),
      input: shortenItems(base.input, size * share),
    };
    summary = yield* askSummary(short, task, parts, settings, signal);
  }
  return summary;
}

/** Asked with the same prefix, so nearly all of it is read from the cache. */
async function* askSummary(
  base: ModelRequest,
  task: Task,
  parts: TaskParts,
  settings: RunSettings,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, Summary> {
  const request: ModelRequest = {
    ...base,
    input: [...base.input, developerNote(handover)],
    allowedTools: [],
  };
  // Whatever comes of it, no later request extends this one.
  task.history.startEpoch();
  let text = '';
  for await (const event of parts.model.respond(request, signal)) {
    if (event.type === 'item' && event.item.type === 'message') text = messageText(event.item);
    else if (event.type === 'reset') text = '';
    else if (event.type === 'retry' || event.type === 'retry-ended') yield event;
    else if (event.type === 'downgrade') yield downgraded(event.field);
    else if (event.type === 'failure')
      return {
        kind: 'failure',
        failure: event.failure,
        tooLong: event.recover === 'compact',
      };
    else if (event.type === 'end') yield countUsage(task, parts, settings, event.usage);
  }
  // Without a summary the work so far would be forgotten; then rather a long conversation.
  return text.trim() === ''
    ? { kind: 'failure', failure: noSummary, tooLong: false }
    : { kind: 'summary', text };
}

const noSummary: Failure = {
  code: 'streamBroken',
  message: 'The model wrote no summary.',
  actions: ['retry'],
};

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
  const lookBack = await parts.lookBack();
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
      ? [
          `The full record is in ${lookBack}: use search or read_file on it when a detail is missing.`,
        ]
      : []),
    ...texts,
  ].join('\n');
}

/**
 * The first message carries the project's instructions and the environment, the last one what is
 * being worked on, with its files: both stay as they were. An unanswered one stays to be answered.
 */
function aroundSummary(task: Task, note: InputItem, most: number): readonly InputItem[] {
  const { items } = task.history;
  const users = items.filter((item) => item.type === 'message' && item.role === 'user');
  const kept = [...new Set([users.at(0), users.at(-1)])].filter(
    (item) => item !== undefined && estimateTokens([item]) < most,
  ) as readonly InputItem[];
  const last = items.at(-1);
  return last !== undefined && kept.includes(last)
    ? [...kept.filter((item) => item !== last), note, last]
    : [...kept, note];
}

function bounded(text: string, limit: number): string {
  return text.length <= limit
    ? text
    : `${text.slice(0, limit)} … (${text.length - limit} more characters in the full record)`;
}
