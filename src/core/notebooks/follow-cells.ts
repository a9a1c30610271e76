import { noCell, type NotebookOperation, noPosition } from '../edits/notebook-operations.ts';
import { alignCells, type AlignableCell } from './align-cells.ts';

/** A cell as the model last saw it. `source` is undefined where it knows only that there is one. */
export interface CellStamp {
  readonly id: string | undefined;
  readonly kind: 'code' | 'markdown';
  readonly source: string | undefined;
}

export type FollowedOperations =
  | {
      readonly ok: true;
      readonly operations: readonly NotebookOperation[];
      /** Whether cells have other numbers now than the model knows. */
      readonly moved: boolean;
    }
  /** Which operation, and why: text for the model. */
  | { readonly ok: false; readonly error: string };

/**
 * Operations told against the cells as the model saw them, told against the cells as they are now.
 * A cell that is gone, or that reads otherwise where the operation would drop what nobody saw, is
 * refused; a patch brings its own lines to check.
 */
export function followCells(
  seen: readonly CellStamp[],
  now: readonly (AlignableCell & { readonly source: string })[],
  operations: readonly NotebookOperation[],
): FollowedOperations {
  const origins = alignCells(
    seen.map((cell) => ({ ...cell, source: cell.source ?? '' })),
    now,
  );
  const places = new Map(
    origins.flatMap((from, index) => (from === undefined ? [] : [[from, index] as const])),
  );
  const followed: NotebookOperation[] = [];
  for (const [index, operation] of operations.entries()) {
    const step = `Operation ${index + 1} of ${operations.length} (${operation.kind})`;
    const result = followOne(operation, seen, now, places);
    if (typeof result === 'string') return { ok: false, error: `${step}: ${result}` };
    followed.push(result);
  }
  const moved = seen.length !== now.length || origins.some((from, index) => from !== index);
  return { ok: true, operations: followed, moved };
}

function followOne(
  operation: NotebookOperation,
  seen: readonly CellStamp[],
  now: readonly { readonly source: string }[],
  places: ReadonlyMap<number, number>,
): NotebookOperation | string {
  const before = (place: number): number | string => {
    if (place === seen.length) return now.length;
    if (seen[place] === undefined) return noPosition(place, seen.length);
    return places.get(place) ?? `cell ${place} is gone since you read the notebook.`;
  };
  if (operation.kind === 'insert') {
    const place = before(operation.before);
    return typeof place === 'string' ? place : { ...operation, before: place };
  }
  const known = seen[operation.cell];
  if (known === undefined) return noCell(operation.cell, seen.length);
  const cell = places.get(operation.cell);
  if (cell === undefined) return `cell ${operation.cell} is gone since you read the notebook.`;
  const isSame = known.source === now[cell]?.source;
  if (!isSame && (operation.kind === 'replace' || operation.kind === 'delete')) {
    return `cell ${operation.cell} reads otherwise since you read it. It is now cell ${cell}:\n${now[cell]?.source ?? ''}`;
  }
  if (operation.kind !== 'move') return { ...operation, cell };
  const place = before(operation.before);
  return typeof place === 'string' ? place : { ...operation, cell, before: place };
}
