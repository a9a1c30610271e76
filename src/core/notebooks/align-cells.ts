import { diffLines } from '../edits/diff-lines.ts';
import type { NotebookCell } from '../edits/notebook-operations.ts';

export interface AlignableCell extends Pick<NotebookCell, 'kind' | 'source'> {
  readonly id: string | undefined;
}

/**
 * Which cell of `before` each cell of `after` is: the one with its id, else the one with its content
 * in the same order, else the one of its kind at the same place between those. No cell twice.
 */
export function alignCells(
  before: readonly AlignableCell[],
  after: readonly AlignableCell[],
): readonly (number | undefined)[] {
  const byId = indicesById(before);
  const known = indicesById(after);
  const result = after.map(({ id }, index) =>
    id !== undefined && known.get(id) === index ? byId.get(id) : undefined,
  );
  const matched = new Set(result);
  const left = before.flatMap((cell, index) => (matched.has(index) ? [] : [{ cell, index }]));
  const right = after.flatMap((cell, index) =>
    result[index] === undefined ? [{ cell, index }] : [],
  );
  const link = (one: number, other: number): void => {
    const from = left[one];
    const to = right[other];
    if (from === undefined || to === undefined) return;
    // Two cells with ids of their own are two cells, however alike.
    const areTwo = from.cell.id !== undefined && to.cell.id !== undefined;
    if (!areTwo && from.cell.kind === to.cell.kind) result[to.index] = from.index;
  };
  const key = ({ cell }: { readonly cell: AlignableCell }) => `${cell.kind}:${cell.source}`;
  const changes = diffLines(left.map(key), right.map(key));
  let [one, other] = [0, 0];
  for (const { beforeStart, beforeEnd, afterStart, afterEnd } of [...changes, endOf(left, right)]) {
    for (; one < beforeStart; one += 1, other += 1) link(one, other);
    const pairs = Math.min(beforeEnd - beforeStart, afterEnd - afterStart);
    for (let step = 0; step < pairs; step += 1) link(beforeStart + step, afterStart + step);
    [one, other] = [beforeEnd, afterEnd];
  }
  return result;
}

/** Ids that two cells share say nothing and are left out. */
function indicesById(cells: readonly AlignableCell[]): ReadonlyMap<string, number> {
  const indices = new Map<string, number>();
  const twice = new Set<string>();
  for (const [index, { id }] of cells.entries()) {
    if (id === undefined) continue;
    if (indices.has(id)) twice.add(id);
    indices.set(id, index);
  }
  for (const id of twice) indices.delete(id);
  return indices;
}

function endOf(left: readonly unknown[], right: readonly unknown[]) {
  const [before, after] = [left.length, right.length];
  return { beforeStart: before, beforeEnd: before, afterStart: after, afterEnd: after };
}
