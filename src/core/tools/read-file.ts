import { z } from 'zod';
import type { ReadOutcome } from '../ports.ts';
import { listCells } from '../notebooks/list-cells.ts';
import { isNotebookPath, parseNotebook } from '../notebooks/parse-notebook.ts';
import { plural, safeEnd } from './bounded-text.ts';
import { defineFunctionTool } from './define-tool.ts';
import { readText } from './read-text.ts';
import type { ToolContext } from './tool.ts';
import { toolLimits } from './tool-limits.ts';

/**
 * Gives plain text under one header line, without line numbers: patches quote lines exactly and
 * carry no numbers, so a numbered listing would cost tokens and tempt into copying the numbers.
 */
export const readFile = defineFunctionTool({
  kind: 'function',
  name: 'read_file',
  effect: 'read',
  description:
    'Read a text file as the editor holds it, unsaved edits included. Plain text without line numbers under a header with the line range.',
  schema: z.object({
    path: z.string().describe('Workspace path, such as src/app.ts'),
    offset: z.int().min(1).optional().describe('First line, 1-based'),
    limit: z.int().min(1).optional().describe(`Lines to read, default ${toolLimits.readLines}`),
    column: z.int().min(1).optional().describe('First character, to go on inside a very long line'),
  }),
  title: ({ path }) => `Read ${path}`,
  async run({ path, offset = 1, limit = toolLimits.readLines, column = 1 }, context) {
    const file = await readText(path, context);
    if (!('text' in file)) return file;
    const notebook = isNotebookPath(file.path) ? readNotebook(file, context) : undefined;
    const lines = notebook?.lines ?? file.text.split(/\r\n|\r|\n/);
    const closed = notebook === undefined && lines.length > 1 && lines.at(-1) === '';
    const total = closed ? lines.length - 1 : lines.length;
    if (file.text === '' || total === 0) {
      return { ok: true, output: `${file.path} is empty.`, summary: 'Empty' };
    }
    if (offset > total) {
      return {
        ok: false,
        output: `${file.path} has ${plural(total, 'line')}; offset ${offset} is past its end. Use an offset up to ${total}.`,
        summary: 'Past the end',
      };
    }
    const page = takeLines(lines.slice(offset - 1, Math.min(total, offset - 1 + limit)), column);
    const last = offset + page.lines.length - 1;
    const told = notebook?.notes ?? notes(file, last === total && !closed);
    const header = `${file.path} (lines ${offset}-${last} of ${total}${told})`;
    const rest: string[] = [];
    for (const cut of page.cut) {
      rest.push(
        `[line ${offset + cut.index} has ${cut.length} characters; go on with offset ${offset + cut.index}, limit 1, column ${cut.next}]`,
      );
    }
    if (last < total) {
      rest.push(`[${total - last} more lines; go on with offset ${last + 1}]`);
    }
    return {
      ok: true,
      output: [header, ...page.lines, ...rest].join('\n'),
      summary: last - offset + 1 === total ? plural(total, 'line') : `lines ${offset}–${last}`,
      detail: { kind: 'files', files: [{ path: file.path, line: offset }] },
    };
  },
});

/** A notebook is shown by its cells; one that is none after all is shown as the text it is. */
function readNotebook(
  {
    path,
    text,
    unsaved,
  }: { readonly path: string; readonly text: string; readonly unsaved: boolean },
  context: ToolContext,
): { readonly lines: readonly string[]; readonly notes: string } | undefined {
  const parsed = parseNotebook(text);
  if (!parsed.ok) return undefined;
  const { notebook } = parsed;
  const { cells, language } = notebook;
  context.task.notebooks.set(
    path,
    cells.map(({ id, kind, source }) => ({ id, kind, source })),
  );
  const edits = unsaved ? '; unsaved edits in the editor' : '';
  return {
    lines: listCells(notebook, toolLimits.cellOutputCharacters),
    notes: ` of the listing of ${plural(cells.length, 'cell')}, ${language}; change cells with edit_notebook${edits}`,
  };
}

interface CutLine {
  readonly index: number;
  readonly length: number;
  /** 1-based column of the first character left out. */
  readonly next: number;
}

function takeLines(
  lines: readonly string[],
  column: number,
): { readonly lines: readonly string[]; readonly cut: readonly CutLine[] } {
  const alone = lines.length === 1;
  const perLine = alone ? toolLimits.readCharacters : toolLimits.readLineCharacters;
  const taken: string[] = [];
  const cut: CutLine[] = [];
  let used = 0;
  for (const [index, line] of lines.entries()) {
    const start = column - 1;
    const end = line.length - start > perLine ? safeEnd(line, start + perLine) : line.length;
    const text = line.slice(start, end);
    if (index > 0 && used + text.length + 1 > toolLimits.readCharacters) break;
    used += text.length + 1;
    taken.push(text);
    if (end < line.length) cut.push({ index, length: line.length, next: end + 1 });
  }
  return { lines: taken, cut };
}

/** What a reader of the plain lines could not see. */
function notes(
  { text, unsaved, readAs }: Extract<ReadOutcome, { kind: 'text' }>,
  endsOpen: boolean,
): string {
  const parts: string[] = [];
  if (readAs !== undefined)
    parts.push(`read as ${readAs}, which the user is asked about at an edit`);
  if (unsaved) parts.push('unsaved edits in the editor');
  const crlf = text.includes('\r\n');
  const lone = /(?:^|[^\r])\n/.test(text);
  if (crlf) parts.push(lone ? 'mixed line endings, kept by patches' : 'CRLF, kept by patches');
  if (endsOpen) parts.push('no newline at the end of the file');
  return parts.length > 0 ? `; ${parts.join('; ')}` : '';
}
