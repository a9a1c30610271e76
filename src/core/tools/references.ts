import { z } from 'zod';
import { plural } from './bounded-text.ts';
import { defineFunctionTool } from './define-tool.ts';
import { groupByPath } from './group-by-path.ts';
import { toolLimits } from './tool-limits.ts';

export const references = defineFunctionTool({
  kind: 'function',
  name: 'references',
  effect: 'read',
  description:
    'Where a symbol is used, defined or implemented, as the language server knows it: exact where search only matches words.',
  schema: z.object({
    path: z.string().describe('A file in which the symbol stands'),
    line: z.int().min(1).describe('Its line there, 1-based'),
    symbol: z.string().min(1).describe('Its name as written on that line'),
    kind: z
      .enum(['references', 'definition', 'implementations'])
      .optional()
      .describe('Default references'),
  }),
  title: ({ symbol, kind = 'references' }) =>
    `${kind.charAt(0).toUpperCase()}${kind.slice(1)} of ${symbol}`,
  async run({ path, line, symbol, kind = 'references' }, context) {
    const outcome = await context.languages.places({ path, line, symbol, kind }, context.signal);
    if (outcome.kind === 'problem') {
      return { ok: false, output: outcome.message, summary: 'Not found' };
    }
    const { found } = outcome;
    if (found.length === 0) {
      return {
        ok: true,
        output: `The language server knows no ${kind} of ${symbol} in the workspace. To be sure, search for the name.`,
        summary: 'None',
      };
    }
    const shown = found.slice(0, toolLimits.placesShown);
    const byFile = groupByPath(shown);
    const lines = [...byFile].flatMap(([file, places]) => [
      file,
      ...places.map((place) => `  ${place.line}: ${place.text}`),
    ]);
    const count = `${plural(found.length, 'place')} in ${plural(byFile.size, 'file')}`;
    const more = found.length - shown.length;
    return {
      ok: true,
      output: `${count}\n${lines.join('\n')}${more > 0 ? `\n[${more} more places; search for ${symbol} with a path to see them]` : ''}`,
      summary: count,
      detail: { kind: 'files', files: shown },
    };
  },
});
