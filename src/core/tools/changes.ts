import { z } from 'zod';
import { cutMiddle, plural } from './bounded-text.ts';
import { defineFunctionTool } from './define-tool.ts';
import type { ToolContext, ToolResult } from './tool.ts';
import { toolLimits } from './tool-limits.ts';

const gitScopes = ['working tree', 'staged', 'branch'] as const;

export const changes = defineFunctionTool({
  kind: 'function',
  name: 'changes',
  effect: 'read',
  description: 'What has changed: by this task, with its review state, or by Git; as a diff.',
  schema: z.object({
    scope: z
      .enum(['task', ...gitScopes])
      .optional()
      .describe('Default task; working tree: all that is not committed'),
  }),
  title: ({ scope = 'task' }) => (scope === 'task' ? 'Changes of this task' : `Changes: ${scope}`),
  async run({ scope = 'task' }, context) {
    return scope === 'task' ? changesOfTask(context) : changesByGit(scope, context);
  },
});

async function changesOfTask(context: ToolContext): Promise<ToolResult> {
  const files = context.editor.changes();
  if (files.length === 0) {
    return { ok: true, output: 'This task has changed no file.', summary: 'No changes' };
  }
  const lines = files.map(
    (file) =>
      `${file.kind} ${file.from === undefined ? '' : `${file.from} → `}${file.path} (${file.review})`,
  );
  const diff = cutDiff(await context.editor.diff());
  return {
    ok: true,
    output: `${lines.join('\n')}\n\n${diff}`,
    summary: plural(files.length, 'file'),
    detail: { kind: 'patch', patch: diff },
  };
}

async function changesByGit(
  scope: (typeof gitScopes)[number],
  context: ToolContext,
): Promise<ToolResult> {
  const found = await context.git.diff(scope);
  if (found.kind === 'problem') return { ok: false, output: found.message, summary: 'No Git' };
  if (found.text.trim() === '') {
    return { ok: true, output: `Nothing differs (${scope}).`, summary: 'No changes' };
  }
  const diff = cutDiff(found.text);
  const files = found.text.match(/^diff --git /gm)?.length ?? 0;
  return {
    ok: true,
    output: diff,
    summary: plural(files, 'file'),
    detail: { kind: 'patch', patch: diff },
  };
}

function cutDiff(diff: string): string {
  return cutMiddle(
    diff,
    toolLimits.diffCharacters,
    (omitted) => `[${omitted} characters left out; read_file shows the files as they are now]`,
  );
}
