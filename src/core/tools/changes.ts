import { z } from 'zod';
import { cutMiddle, plural } from './bounded-text.ts';
import { defineFunctionTool } from './define-tool.ts';
import { toolLimits } from './tool-limits.ts';

/** The other scopes are git's; they come with the git surface. */
export const changes = defineFunctionTool({
  kind: 'function',
  name: 'changes',
  effect: 'read',
  description: 'What this task has changed so far: files with their review state, and the diff.',
  schema: z.object({}),
  title: () => 'Changes of this task',
  async run(_input, context) {
    const files = context.editor.changes();
    if (files.length === 0) {
      return { ok: true, output: 'This task has changed no file.', summary: 'No changes' };
    }
    const lines = files.map(
      (file) =>
        `${file.kind} ${file.from === undefined ? '' : `${file.from} → `}${file.path} (${file.review})`,
    );
    const diff = cutMiddle(
      await context.editor.diff(),
      toolLimits.diffCharacters,
      (omitted) => `[${omitted} characters left out; read_file shows the files as they are now]`,
    );
    return {
      ok: true,
      output: `${lines.join('\n')}\n\n${diff}`,
      summary: plural(files.length, 'file'),
      detail: { kind: 'patch', patch: diff },
    };
  },
});
