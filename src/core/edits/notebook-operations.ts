import { applyHunks } from './apply-hunks.ts';
import { explainVerdicts } from './explain-verdicts.ts';
import { readHunks } from './read-hunks.ts';
import { runToEnd } from './run-steps.ts';

export interface NotebookCell {
  readonly kind: 'code' | 'markdown';
  readonly language: string;
  readonly source: string;
}

/**
 * One step on a notebook. Cells are counted from 0, always as the notebook was before the first
 * step, so that steps do not shift each other. `before` is the cell that something is put in front
 * of; the number of cells means the end.
 */
export type NotebookOperation =
  | { readonly kind: 'insert'; readonly before: number; readonly cell: NotebookCell }
  | {
      readonly kind: 'replace';
      readonly cell: number;
      readonly source: string;
      readonly language?: string;
      readonly cellKind?: 'code' | 'markdown';
    }
  | { readonly kind: 'delete'; readonly cell: number }
  | { readonly kind: 'move'; readonly cell: number; readonly before: number }
  /** `patch`: hunks as under `*** Update File:`, on the cell's source. */
  | { readonly kind: 'patch'; readonly cell: number; readonly patch: string };

/** `from`: the cell it was, so that outputs and metadata stay with it; undefined for a new cell. */
export interface ChangedCell extends NotebookCell {
  readonly from: number | undefined;
}

export type ChangedNotebook =
  | { readonly ok: true; readonly cells: readonly ChangedCell[] }
  /** Text for the model: which step, why, and what to do. */
  | { readonly ok: false; readonly error: string };

/** The notebook's cells after all steps, or none of them. */
export function applyNotebookOperations(
  cells: readonly NotebookCell[],
  operations: readonly NotebookOperation[],
): ChangedNotebook {
  const drafts = cells.map((cell, from): Draft => ({
    ...cell,
    from,
    at: from,
    turn: -1,
    deleted: false,
  }));
  const inserted: Draft[] = [];
  for (const [index, operation] of operations.entries()) {
    const error = applyOperation(drafts, inserted, operation, index);
    if (error !== undefined) {
      return {
        ok: false,
        error: `No cell was changed. Operation ${index + 1} of ${operations.length} (${operation.kind}): ${error}`,
      };
    }
  }
  const placed = [...drafts.filter((draft) => !draft.deleted), ...inserted];
  // What is put in front of a cell comes before it, in the order of the steps.
  placed.sort((one, other) => one.at - other.at || one.turn - other.turn);
  return {
    ok: true,
    cells: placed.map(({ kind, language, source, from }) => ({ kind, language, source, from })),
  };
}

interface Draft extends NotebookCell {
  readonly from: number | undefined;
  kind: 'code' | 'markdown';
  language: string;
  source: string;
  /** Sorting key: a whole number for a cell in its place, half less for what is put before it. */
  at: number;
  /** The step that put it there. */
  turn: number;
  deleted: boolean;
}

function applyOperation(
  drafts: readonly Draft[],
  inserted: Draft[],
  operation: NotebookOperation,
  turn: number,
): string | undefined {
  const count = drafts.length;
  if (operation.kind === 'insert') {
    const { before, cell } = operation;
    if (!isIndex(before, count + 1)) return noPosition(before, count);
    inserted.push({ ...cell, from: undefined, at: before - 0.5, turn, deleted: false });
    return undefined;
  }
  const draft = isIndex(operation.cell, count) ? drafts[operation.cell] : undefined;
  if (draft === undefined) return noCell(operation.cell, count);
  if (draft.deleted) return `cell ${operation.cell} is deleted by an earlier operation.`;
  switch (operation.kind) {
    case 'replace':
      draft.source = operation.source;
      draft.language = operation.language ?? draft.language;
      draft.kind = operation.cellKind ?? draft.kind;
      return undefined;
    case 'delete':
      draft.deleted = true;
      return undefined;
    case 'move':
      if (!isIndex(operation.before, count + 1)) return noPosition(operation.before, count);
      draft.at = operation.before - 0.5;
      draft.turn = turn;
      return undefined;
    case 'patch':
      return patchCell(draft, operation.cell, operation.patch);
  }
}

function patchCell(draft: Draft, cell: number, patch: string): string | undefined {
  const lines = patch.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  while (lines.at(-1)?.trim() === '') lines.pop();
  const read = runToEnd(readHunks(lines, 1));
  if (!read.ok) return `patch line ${read.at + 1}: ${read.error}`;
  if (read.moveTo !== undefined)
    return 'a cell cannot be moved by `*** Move to:`; use a move operation.';
  if (read.hunks.length === 0) return 'the patch has no hunks.';
  const applied = runToEnd(applyHunks(draft.source, read.hunks, '\n', true));
  if (!applied.ok) {
    return explainVerdicts(`cell ${cell}`, applied.source, read.hunks, applied.verdicts);
  }
  draft.source = withoutFinalNewline(draft.source, applied.text);
  return undefined;
}

/** An empty cell has no ending to keep; cells go without one. */
function withoutFinalNewline(before: string, after: string): string {
  return before === '' && after.endsWith('\n') ? after.slice(0, -1) : after;
}

function isIndex(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count;
}

/** For the model: a cell that is not there, counted as the model counts. */
export function noCell(cell: number, count: number): string {
  return `there is no cell ${cell}: the notebook has ${count === 0 ? 'no cells' : `cells 0 to ${count - 1}`}, counted as they were before the first operation.`;
}

/** For the model: a place that cells cannot be put at. */
export function noPosition(before: number, count: number): string {
  return `there is no position ${before}: cells can be put before 0 to ${count}, where ${count} is the end.`;
}
