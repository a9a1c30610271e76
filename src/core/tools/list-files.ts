import { z } from 'zod';
import { plural } from './bounded-text.ts';
import { defineFunctionTool } from './define-tool.ts';
import { toolLimits } from './tool-limits.ts';

export const listFiles = defineFunctionTool({
  kind: 'function',
  name: 'list_files',
  effect: 'read',
  description:
    'List files, nearest first. Ignored and secret files are left out; a directory that ends the list with / was not opened.',
  schema: z.object({
    path: z.string().optional().describe('Directory, default the whole workspace'),
    glob: z.string().optional().describe('Such as **/*.test.ts'),
    limit: z
      .int()
      .min(1)
      .optional()
      .describe(`Default ${toolLimits.listEntries}, at most ${toolLimits.listEntriesMost}`),
  }),
  title: ({ path, glob }) => `List ${[path, glob].filter(Boolean).join(' ') || 'the workspace'}`,
  async run({ path, glob, limit = toolLimits.listEntries }, context) {
    const found = await context.files.list(
      {
        ...(path === undefined ? {} : { path }),
        ...(glob === undefined ? {} : { glob }),
        limit: Math.min(limit, toolLimits.listEntriesMost),
      },
      context.signal,
    );
    if (found.problem !== undefined) {
      return { ok: false, output: found.problem, summary: 'Not listed' };
    }
    const opened = new Set(found.entries.map((entry) => parentOf(entry.path)));
    const shown = found.entries.filter((entry) => entry.kind === 'file' || !opened.has(entry.path));
    if (shown.length === 0) {
      return {
        ok: true,
        output: glob
          ? `No file matches ${glob}${path ? ` in ${path}` : ''}. Try a wider glob, or search.`
          : 'There are no files here that ignore rules do not hide.',
        summary: 'Nothing',
      };
    }
    const lines = shown.map((entry) =>
      entry.kind === 'directory' ? `${entry.path}/` : entry.path,
    );
    if (found.truncated) {
      lines.push(
        `[more than ${plural(found.entries.length, 'entry', 'entries')}; narrow with path or glob, or raise limit up to ${toolLimits.listEntriesMost}]`,
      );
    }
    const files = shown.filter((entry) => entry.kind === 'file').length;
    return {
      ok: true,
      output: lines.join('\n'),
      summary: `${plural(files, 'file')}${found.truncated ? ', more left out' : ''}`,
      detail: { kind: 'text', text: lines.join('\n') },
    };
  },
});

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
