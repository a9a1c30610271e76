import type { AgentEvent } from '../../shared/events.ts';
import type { Tool, ToolContext, ToolResult } from '../tools/tool.ts';
import { redactOutput } from '../policy/redact-secrets.ts';
import { joined } from './channel.ts';
import { fitOutput } from './fit-parts.ts';
import { outputFor, type ToolCall } from './items.ts';
import { limits } from './limits.ts';
import type { Task, TaskParts } from './task.ts';

/**
 * Runs the calls of one response: neighbouring reading tools side by side, all others one after the
 * other. Outputs enter the history in call order, each call exactly one. When `signal` aborts, what
 * had finished keeps its output, what was running is told as stopped, and the reason is thrown.
 */
export async function* runCalls(
  calls: readonly ToolCall[],
  task: Task,
  parts: TaskParts,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent> {
  for (const group of groupCalls(calls, parts.tools)) {
    signal.throwIfAborted();
    const settled = yield* joined<AgentEvent, PromiseSettledResult<ToolResult>[]>((push) => {
      // A review goes on after its call has ended; its events then take the side door.
      const emit = (event: AgentEvent): void => {
        if (!push(event)) parts.record(event);
      };
      return Promise.allSettled(group.map((call) => runCall(call, task, parts, emit, signal)));
    });
    for (const [index, result] of settled.entries()) {
      const call = group[index];
      if (!call) continue;
      if (result.status === 'rejected') yield endedByStop(call);
      const given = result.status === 'fulfilled' ? result.value.output : stoppedOutput;
      const output = fitOutput(given, task.history.items);
      const sent = parts.settings().redact ? redactOutput(output) : output;
      task.history.append(outputFor(call, sent));
    }
  }
  signal.throwIfAborted();
}

const stoppedOutput =
  'Stopped by the user while this call ran. Check what it did before repeating it.';

/** What the panel shows for a call that a stop cut off. */
export function endedByStop(call: ToolCall): AgentEvent {
  return {
    type: 'tool-ended',
    callId: call.call_id,
    name: call.name,
    state: 'failed',
    summary: 'Stopped',
  };
}

/** Runs of reading calls, bounded; every acting call stands alone. */
function groupCalls(
  calls: readonly ToolCall[],
  tools: readonly Tool[],
): readonly (readonly ToolCall[])[] {
  const reads = new Set(tools.filter((tool) => tool.effect === 'read').map((tool) => tool.name));
  const groups: ToolCall[][] = [];
  let open: ToolCall[] | undefined;
  for (const call of calls) {
    if (!reads.has(call.name)) {
      open = undefined;
      groups.push([call]);
    } else if (open && open.length < limits.parallelReads) {
      open.push(call);
    } else {
      open = [call];
      groups.push(open);
    }
  }
  return groups;
}

async function runCall(
  call: ToolCall,
  task: Task,
  parts: TaskParts,
  emit: (event: AgentEvent) => void,
  signal: AbortSignal,
): Promise<ToolResult> {
  const { call_id: callId, name } = call;
  const prepared = prepare(call, parts.tools);
  const title = prepared.kind === 'ready' ? prepared.title : name;
  emit({ type: 'tool-started', callId, name, title });
  const result: ToolResult =
    prepared.kind === 'ready'
      ? await runSafely(
          name,
          () => prepared.run(contextFor(callId, task, parts, emit, signal)),
          parts,
          signal,
        )
      : { ok: false, output: prepared.message, summary: 'Not understood' };
  emit({
    type: 'tool-ended',
    callId,
    name,
    state: result.ok ? 'finished' : 'failed',
    summary: result.summary,
    ...(result.detail ? { detail: result.detail } : {}),
  });
  return result;
}

/** A bug in a tool is logged with its stack and told to the model; the task and its pairing go on. */
async function runSafely(
  name: string,
  run: () => Promise<ToolResult>,
  parts: TaskParts,
  signal: AbortSignal,
): Promise<ToolResult> {
  try {
    return await run();
  } catch (error) {
    if (signal.aborted) throw error;
    parts.log(
      `tool ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    const message = error instanceof Error ? error.message : 'unknown error';
    return {
      ok: false,
      output: `${name} failed because of an error inside Ratchet (${message}). Check the state of what it was to do before going on, and try another way.`,
      summary: 'Internal error',
    };
  }
}

function prepare(call: ToolCall, tools: readonly Tool[]): ReturnType<Tool['prepare']> {
  const tool = tools.find((candidate) => candidate.name === call.name);
  if (tool) return tool.prepare(call.type === 'function_call' ? call.arguments : call.input);
  const names = tools.map((candidate) => candidate.name).join(', ');
  return {
    kind: 'problem',
    message: `There is no tool named ${JSON.stringify(call.name)}. The tools are: ${names}.`,
  };
}

function contextFor(
  callId: string,
  task: Task,
  parts: TaskParts,
  emit: (event: AgentEvent) => void,
  signal: AbortSignal,
): ToolContext {
  return {
    callId,
    signal,
    files: parts.files,
    search: parts.search,
    problems: parts.problems,
    languages: parts.languages,
    git: parts.git,
    pause: parts.pause,
    editor: parts.editor,
    shell: parts.shell,
    task: task.memory,
    emit,
    approve: parts.approve({ callId, emit, signal }),
    ask: async (questions) => {
      emit({ type: 'question', callId, questions });
      const answers = await parts.approver.ask(callId, questions, signal);
      emit({ type: 'question-ended', callId, answers });
      return answers;
    },
  };
}
