import { z } from 'zod';
import type { SearchMatch } from '../ports.ts';
import { cutLine, fitLines, plural } from './bounded-text.ts';
import { defineFunctionTool } from './define-tool.ts';
import { toolLimits } from './tool-limits.ts';

export const search = defineFunctionTool({
  kind: 'function',
  name: 'search',
  effect: 'read',
  description:
    'Find text in the files of the workspace, unsaved edits included; grouped by file with line numbers. A regular expression in ripgrep syntax unless literal is true.',
  schema: z.object({
    pattern: z.string().min(1).describe('What to find, within one line'),
    path: z.string().optional().describe('File or directory, default the whole workspace'),
    glob: z.string().optional().describe('Files to look in, such as *.ts'),
    literal: z.boolean().optional().describe('Take the pattern as plain text; default false'),
    case_sensitive: z.boolean().optional().describe('Default false'),
    context_lines: z
      .int()
      .min(0)
      .optional()
      .describe(`Lines around each match, default 0, at most ${toolLimits.searchContextMost}`),
    limit: z
      .int()
      .min(1)
      .optional()
      .describe(
        `Matches, default ${toolLimits.searchMatches}, at most ${toolLimits.searchMatchesMost}`,
      ),
  }),
  title: ({ pattern, path, glob }) =>
    `Search ${cutLine(pattern, 60)}${path ? ` in ${path}` : ''}${glob ? ` (${glob})` : ''}`,
  async run(input, context) {
    const { pattern, path, glob, literal = false } = input;
    const outcome = await context.search.search(
      {
        pattern,
        ...(path === undefined ? {} : { path }),
        ...(glob === undefined ? {} : { glob }),
        literal,
        caseSensitive: input.case_sensitive ?? false,
        contextLines: Math.min(input.context_lines ?? 0, toolLimits.searchContextMost),
        limit: Math.min(input.limit ?? toolLimits.searchMatches, toolLimits.searchMatchesMost),
      },
      context.signal,
    );
    if (outcome.kind === 'problem') {
      return { ok: false, output: outcome.message, summary: 'Not searched' };
    }
    const { matches, truncated } = outcome;
    if (matches.length === 0) return nothing(pattern, literal, path, glob);
    const lines = groupByFile(matches);
    const { shown, omitted } = fitLines(lines, toolLimits.searchCharacters);
    const files = new Set(matches.map((match) => match.path)).size;
    const count = `${plural(matches.length, 'match', 'matches')} in ${plural(files, 'file')}`;
    const rest =
      truncated || omitted > 0
        ? `\n[${omitted > 0 ? `${plural(omitted, 'line')} of the result left out` : 'more matches exist'}; narrow with path, glob or a longer pattern${truncated ? `, or raise limit up to ${toolLimits.searchMatchesMost}` : ''}]`
        : '';
    return {
      ok: true,
      output: `${count}${truncated ? ' (more exist)' : ''}\n${shown.join('\n')}${rest}`,
      summary: `${truncated ? 'more than ' : ''}${count}`,
      detail: {
        kind: 'files',
        files: matches.slice(0, 100).map((match) => ({
          path: match.path,
          line: match.line,
          text: cutLine(match.text.trim(), 160),
        })),
      },
    };
  },
});

/** A path line for each file, then `12: text` for matches and `13- text` for context. */
function groupByFile(matches: readonly SearchMatch[]): readonly string[] {
  const lines: string[] = [];
  let path: string | undefined;
  let printed = 0;
  for (const match of matches) {
    if (match.path !== path) {
      path = match.path;
      printed = 0;
      lines.push(path);
    }
    const first = match.line - match.before.length;
    if (printed > 0 && first > printed + 1 && match.before.length > 0) lines.push('  --');
    // Context of neighbouring matches overlaps; each line is printed once.
    for (const [index, text] of match.before.entries()) {
      if (first + index > printed) lines.push(`  ${first + index}- ${clip(text)}`);
    }
    if (match.line > printed) lines.push(`  ${match.line}: ${clip(match.text)}`);
    printed = Math.max(printed, match.line);
    const after = matchAfter(match, matches);
    for (const [index, text] of after.entries()) {
      lines.push(`  ${match.line + 1 + index}- ${clip(text)}`);
      printed = match.line + 1 + index;
    }
  }
  return lines;
}

/** Lines after `match` up to where the next match of the file speaks for itself. */
function matchAfter(match: SearchMatch, matches: readonly SearchMatch[]): readonly string[] {
  const next = matches[matches.indexOf(match) + 1];
  if (next?.path !== match.path) return match.after;
  return match.after.slice(0, Math.max(0, next.line - match.line - 1));
}

function clip(text: string): string {
  return cutLine(text, toolLimits.searchLineCharacters);
}

function nothing(
  pattern: string,
  literal: boolean,
  path: string | undefined,
  glob: string | undefined,
) {
  const where = [path, glob].filter(Boolean).join(' ');
  const next = [
    ...(where ? ['search the whole workspace'] : []),
    ...(!literal && /[\\^$.|?*+()[\]{}]/.test(pattern)
      ? ['set literal: true if the pattern is plain text']
      : []),
    'try a shorter or different word',
  ];
  return {
    ok: true,
    output: `No match${where ? ` in ${where}` : ''}. Ignored files are not searched. You can ${next.join(', or ')}.`,
    summary: 'No match',
  };
}
