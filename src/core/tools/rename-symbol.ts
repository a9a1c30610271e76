import { z } from 'zod';
import { plural } from './bounded-text.ts';
import { defineFunctionTool } from './define-tool.ts';
import { proposeChanges } from './propose-changes.ts';

export const renameSymbol = defineFunctionTool({
  kind: 'function',
  name: 'rename_symbol',
  effect: 'act',
  description: 'Rename a symbol everywhere through the language server; reviewed like any edit.',
  schema: z.object({
    path: z.string().describe('A file in which the symbol stands'),
    line: z.int().min(1).describe('Its line there, 1-based'),
    symbol: z.string().min(1).describe('Its name as written on that line'),
    new_name: z.string().min(1).describe('Its new name'),
  }),
  title: ({ symbol, new_name }) => `Rename ${symbol} to ${new_name}`,
  async run({ path, line, symbol, new_name }, context) {
    const prepared = await context.editor.renameSymbol(
      { path, line, symbol, newName: new_name },
      context.signal,
    );
    if (prepared.kind === 'problem') {
      return {
        ok: false,
        output: `${prepared.message} Nothing was changed. Use references and apply_patch instead if the language server cannot rename it.`,
        summary: 'Not renamed',
      };
    }
    if (prepared.changes.changes.length === 0) {
      return { ok: false, output: 'The rename changes nothing.', summary: 'No changes' };
    }
    const files = plural(prepared.changes.changes.length, 'file');
    return proposeChanges(prepared.changes, context, {
      kind: 'text',
      text: `${symbol} → ${new_name} in ${files}`,
    });
  },
});
