import { z } from 'zod';
import { describeProblems } from '../context/describe-problems.ts';
import type { Problem, Severity } from '../ports.ts';
import { cutLine, plural } from './bounded-text.ts';
import { defineFunctionTool } from './define-tool.ts';
import { toolLimits } from './tool-limits.ts';

const severities = ['error', 'warning', 'information', 'hint'] as const satisfies Severity[];

export const diagnostics = defineFunctionTool({
  kind: 'function',
  name: 'diagnostics',
  effect: 'read',
  description:
    "The problems the editor's language services and linters show now. After an edit the new ones come back by themselves.",
  schema: z.object({
    paths: z.array(z.string()).optional().describe('Files or directories, default all'),
    severity: z
      .enum(severities)
      .optional()
      .describe('The least severe kind to show, default warning'),
  }),
  title: ({ paths }) => `Problems${paths?.length ? ` in ${cutLine(paths.join(', '), 60)}` : ''}`,
  async run({ paths, severity = 'warning' }, context) {
    const rank = severities.indexOf(severity);
    const all = await context.problems.current(paths?.length ? paths : undefined);
    const wanted = all.filter((problem) => severities.indexOf(problem.severity) <= rank);
    if (wanted.length === 0) {
      const hidden = all.length > 0 ? ` (${plural(all.length, 'less severe one')} not shown)` : '';
      return {
        ok: true,
        output: `No problems${paths?.length ? ` in ${paths.join(', ')}` : ''}${hidden}. Files that were never opened may not have been checked: run the project's own checks to be sure.`,
        summary: 'No problems',
      };
    }
    const shown = wanted.slice(0, toolLimits.diagnosticsShown);
    const errors = wanted.filter((problem) => problem.severity === 'error').length;
    const counts = `${plural(errors, 'error')}, ${plural(wanted.length - errors, 'other problem')}`;
    const rest =
      wanted.length > shown.length
        ? `\n[${wanted.length - shown.length} more; narrow with paths or severity]`
        : '';
    return {
      ok: true,
      output: `${counts}\n${describeProblems(shown)}${rest}`,
      summary: counts,
      detail: {
        kind: 'files',
        files: shown.map((problem) => ({
          path: problem.path,
          // A line of a cell is none of the file.
          line: problem.cell === undefined ? problem.line : 1,
          text: cutLine(`${cellOf(problem)}${problem.severity}: ${problem.message}`, 160),
        })),
      },
    };
  },
});

function cellOf({ cell }: Problem): string {
  return cell === undefined ? '' : `cell ${cell}: `;
}
