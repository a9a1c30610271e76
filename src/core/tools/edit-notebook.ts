import { z } from 'zod';
import type { FileChange } from '../edits/change-set.ts';
import { applyNotebookOperations, type NotebookOperation } from '../edits/notebook-operations.ts';
import { type CellStamp, followCells } from '../notebooks/follow-cells.ts';
import { newNotebookText } from '../notebooks/new-notebook.ts';
import { isNotebookPath, type Notebook, parseNotebook } from '../notebooks/parse-notebook.ts';
import { writeNotebook } from '../notebooks/write-notebook.ts';
import { cutLine, plural } from './bounded-text.ts';
import { defineFunctionTool } from './define-tool.ts';
import { proposeChanges } from './propose-changes.ts';
import { readText } from './read-text.ts';
import type { ToolContext, ToolResult } from './tool.ts';
import { toolLimits } from './tool-limits.ts';

const operationSchema = z.object({
  op: z.enum(['insert', 'replace', 'delete', 'move', 'patch']).describe('What to do'),
  cell: z.int().optional().describe('Not for insert'),
  before: z.int().optional().describe('insert, move: in front of this cell; default the end'),
  type: z.enum(['code', 'markdown']).optional().describe('For insert, replace'),
  text: z.string().optional().describe('Source; for patch, hunks as in apply_patch'),
});
type OperationInput = z.output<typeof operationSchema>;

export const editNotebook = defineFunctionTool({
  kind: 'function',
  name: 'edit_notebook',
  effect: 'act',
  description:
    'Edit a Jupyter notebook by cells, numbered as read_file shows them, all counted before the first operation. Creates a missing file.',
  schema: z.object({
    path: z.string().describe('An .ipynb file'),
    operations: z.array(operationSchema).min(1).describe('Done all or none'),
  }),
  title: ({ path, operations }) => `Edit ${path} (${plural(operations.length, 'cell operation')})`,
  async run({ path, operations }, context) {
    if (!isNotebookPath(path)) return refused(`${path} is no .ipynb file. Use apply_patch for it.`);
    const opened = await openNotebook(path, context);
    if ('output' in opened) return opened;
    const { notebook, seen } = opened;
    const read = readOperations(operations, seen.length, notebook.language);
    if (typeof read === 'string') return refused(read);
    const followed = followCells(seen, notebook.cells, read);
    if (!followed.ok) {
      return refused(
        `${followed.error}\nNothing was changed. Read ${opened.path} again where you need to, and decide anew.`,
      );
    }
    const note = followed.moved
      ? `\n${opened.path} has changed since you read it; its cells are now:\n${nameCells(notebook)}`
      : '';
    const changed = applyNotebookOperations(notebook.cells, followed.operations);
    if (!changed.ok) return refused(`${changed.error}${note}`);
    const after = writeNotebook(notebook, changed.cells);
    if (after === notebook.text) return refused('These operations change nothing.');
    const result = await proposeChanges({ changes: [changeOf(opened, after)] }, context, {
      kind: 'text',
      text: operations.map(describeOperation).join('\n'),
    });
    const now = await rememberCells(
      opened.path,
      new Set(changed.cells.map(({ source }) => source)),
      context,
    );
    const renumbered = operations.some(({ op }) => op !== 'replace' && op !== 'patch');
    const cells =
      now !== undefined && (renumbered || followed.moved)
        ? `\nIts cells are now:\n${nameCells(now)}`
        : '';
    return typeof result.output === 'string'
      ? { ...result, output: `${result.output}${cells}` }
      : result;
  },
});

interface OpenedNotebook {
  readonly path: string;
  readonly notebook: Notebook;
  /** Undefined for a notebook that is not there yet. */
  readonly version: string | undefined;
  readonly seen: readonly CellStamp[];
}

async function openNotebook(
  path: string,
  context: ToolContext,
): Promise<OpenedNotebook | ToolResult> {
  const there = await context.files.read(path, context.signal);
  const isNew = there.kind === 'missing';
  const file = isNew ? { path: there.path, text: newNotebookText } : await readText(path, context);
  if (!('text' in file)) return file;
  const parsed = parseNotebook(file.text);
  if (!parsed.ok) return refused(`${file.path} ${parsed.reason}.`);
  const seen = isNew ? [] : context.task.notebooks.get(file.path);
  if (seen === undefined) {
    return refused(
      `Read ${file.path} with read_file first: operations name cells by their numbers there.`,
    );
  }
  const version = 'version' in file ? file.version : undefined;
  return { path: file.path, notebook: parsed.notebook, version, seen };
}

function changeOf({ path, notebook, version }: OpenedNotebook, after: string): FileChange {
  return version === undefined
    ? { kind: 'create', path, after }
    : { kind: 'modify', path, before: notebook.text, after, baseVersion: version };
}

function readOperations(
  operations: readonly OperationInput[],
  count: number,
  language: string,
): readonly NotebookOperation[] | string {
  const read: NotebookOperation[] = [];
  for (const [index, operation] of operations.entries()) {
    const result = readOperation(operation, count, language);
    if (typeof result === 'string') {
      return `No cell was changed. Operation ${index + 1} of ${operations.length} (${operation.op}): ${result}`;
    }
    read.push(result);
  }
  return read;
}

function readOperation(
  { op, cell, before = -1, type, text }: OperationInput,
  count: number,
  language: string,
): NotebookOperation | string {
  const place = before === -1 ? count : before;
  if (op === 'insert') {
    if (text === undefined) return 'needs `text`, the source of the new cell.';
    const kind = type ?? 'code';
    const own = kind === 'markdown' ? 'markdown' : language;
    return { kind: 'insert', before: place, cell: { kind, language: own, source: text } };
  }
  if (cell === undefined) return 'needs `cell`, the number of the cell.';
  switch (op) {
    case 'delete':
      return { kind: 'delete', cell };
    case 'move':
      return { kind: 'move', cell, before: place };
    case 'replace':
      if (text === undefined) return 'needs `text`, the whole new source; delete removes a cell.';
      return {
        kind: 'replace',
        cell,
        source: text,
        ...(type === undefined
          ? {}
          : { cellKind: type, language: type === 'markdown' ? 'markdown' : language }),
      };
    case 'patch':
      if (text === undefined) return 'needs `text`, hunks as under `*** Update File:`.';
      return { kind: 'patch', cell, patch: text };
  }
}

/**
 * What the model planned, it knows; a cell that reads otherwise now (kept in part, changed by the
 * user meanwhile) is known by its number only.
 */
async function rememberCells(
  path: string,
  planned: ReadonlySet<string>,
  context: ToolContext,
): Promise<Notebook | undefined> {
  const file = await context.files.read(path, context.signal, { granted: true });
  const parsed = file.kind === 'text' ? parseNotebook(file.text) : undefined;
  if (parsed?.ok !== true) {
    context.task.notebooks.delete(path);
    return undefined;
  }
  const { notebook } = parsed;
  const known = new Set(context.task.notebooks.get(path)?.map(({ source }) => source));
  context.task.notebooks.set(
    path,
    notebook.cells.map(({ id, kind, source }) => ({
      id,
      kind,
      source: planned.has(source) || known.has(source) ? source : undefined,
    })),
  );
  return notebook;
}

function nameCells({ cells }: Notebook): string {
  const shown = cells.slice(0, toolLimits.cellsNamed).map(({ kind, source }, index) => {
    const [first = ''] = source.trimStart().split('\n');
    return `${index} ${kind}: ${cutLine(first, 60)}`;
  });
  const more = cells.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more; read_file shows all`] : [])].join('\n');
}

function describeOperation({ op, cell, before, text }: OperationInput): string {
  const place = before === undefined ? '' : ` before ${before}`;
  const head = `${op}${cell === undefined ? '' : ` cell ${cell}`}${place}`;
  return text === undefined ? head : `${head}\n${text}`;
}

function refused(output: string): ToolResult {
  return { ok: false, output, summary: 'Not applied' };
}
