import { z } from 'zod';
import type { CodeSymbol } from '../ports.ts';
import { plural } from './bounded-text.ts';
import { defineFunctionTool } from './define-tool.ts';
import { toolLimits } from './tool-limits.ts';

export const symbols = defineFunctionTool({
  kind: 'function',
  name: 'symbols',
  effect: 'read',
  description:
    'Functions, classes and other symbols with their lines: the outline of one file (path), or those of the workspace whose names match (query).',
  schema: z.object({
    query: z.string().optional().describe('Part of a name, over the whole workspace'),
    path: z.string().optional().describe('A file, for its outline'),
  }),
  title: ({ query, path }) => (path ? `Outline of ${path}` : `Symbols named ${query ?? ''}`),
  async run({ query, path }, context) {
    if (!query && !path) {
      return { ok: false, output: 'Give either query or path.', summary: 'Nothing asked' };
    }
    const outcome = path
      ? await context.languages.outline(path, context.signal)
      : await context.languages.find(query ?? '', context.signal);
    if (outcome.kind === 'problem') {
      return { ok: false, output: outcome.message, summary: 'Not found' };
    }
    const wanted = query && path ? outcome.found.filter(named(query)) : outcome.found;
    if (wanted.length === 0) {
      return {
        ok: true,
        output: 'No symbols found. A language server may not know these files; use search instead.',
        summary: 'No symbols',
      };
    }
    const shown = wanted.slice(0, toolLimits.symbolsShown);
    const more = wanted.length - shown.length;
    return {
      ok: true,
      output: `${path ? `${path}\n` : ''}${shown.map((symbol) => line(symbol, !path)).join('\n')}${
        more > 0 ? `\n[${more} more; give a longer query]` : ''
      }`,
      summary: plural(wanted.length, 'symbol'),
      detail: {
        kind: 'files',
        files: shown.map((symbol) => ({
          path: symbol.path,
          line: symbol.line,
          text: `${symbol.kind} ${symbol.name}`,
        })),
      },
    };
  },
});

function named(query: string): (symbol: CodeSymbol) => boolean {
  const wanted = query.toLowerCase();
  return (symbol) => symbol.name.toLowerCase().includes(wanted);
}

function line(symbol: CodeSymbol, withPath: boolean): string {
  const name = symbol.container ? `${symbol.container}.${symbol.name}` : symbol.name;
  const lines = symbol.endLine === undefined ? '' : `-${symbol.endLine}`;
  return withPath
    ? `${symbol.path}:${symbol.line} ${symbol.kind} ${name}`
    : `  ${symbol.line}${lines} ${symbol.kind} ${name}`;
}
