import {
  createTaskMemory,
  type TaskMemory,
  type Tool,
  type ToolContext,
  type ToolResult,
} from '../../../src/core/tools/tool.ts';
import type { AgentEvent } from '../../../src/shared/events.ts';
import type { MemoryWorkspace } from '../../support/memory-workspace.ts';

/** A context over a workspace in memory; everything is allowed unless `approve` says otherwise. */
export interface TestContext extends ToolContext {
  readonly events: AgentEvent[];
  readonly needs: Parameters<ToolContext['approve']>[0][];
  readonly task: TaskMemory;
}

export function contextOver(
  workspace: MemoryWorkspace,
  parts: Partial<ToolContext> = {},
): TestContext {
  const events: AgentEvent[] = [];
  const needs: TestContext['needs'] = [];
  return {
    callId: 'call-1',
    signal: new AbortController().signal,
    files: workspace.files,
    search: workspace.search,
    problems: workspace.problems,
    languages: workspace.languages,
    git: workspace.git,
    editor: workspace.editor,
    shell: workspace.shell,
    task: createTaskMemory(),
    emit: (event) => events.push(event),
    ask: async (questions) => questions.map(() => 'yes'),
    ...parts,
    events,
    needs,
    approve: async (need) => {
      needs.push(need);
      return parts.approve ? parts.approve(need) : { kind: 'allowed' };
    },
  };
}

/** Runs a tool as the loop does, from raw arguments to its result. */
export async function use(tool: Tool, input: unknown, context: ToolContext): Promise<ToolResult> {
  const raw = typeof input === 'string' ? input : JSON.stringify(input);
  const prepared = tool.prepare(raw);
  return prepared.kind === 'ready'
    ? prepared.run(context)
    : { ok: false, output: prepared.message, summary: 'problem' };
}

/** The text the model gets. */
export function textOf(result: ToolResult): string {
  return typeof result.output === 'string'
    ? result.output
    : result.output
        .map((part) => (part.type === 'input_text' ? part.text : `[${part.type}]`))
        .join('\n');
}
