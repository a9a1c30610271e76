/**
 * The positions of a sequence, sorted by what follows them: wherever a block of values occurs, its
 * positions stand side by side. By doubling, in n log n steps whatever the sequence.
 */
export function orderSuffixes(values: Int32Array): Int32Array {
  const count = values.length;
  let ranks = Int32Array.from(values);
  let order = sortByRank(
    Int32Array.from(values, (_, at) => at),
    ranks,
  );
  for (let length = 1; length < count; length *= 2) {
    const bySecond = new Int32Array(count);
    let filled = 0;
    for (let at = count - length; at < count; at += 1) bySecond[filled++] = at;
    for (const at of order) if (at >= length) bySecond[filled++] = at - length;
    order = sortByRank(bySecond, ranks);
    const next = new Int32Array(count);
    let rank = 0;
    for (let at = 1; at < count; at += 1) {
      const one = order[at - 1] ?? 0;
      const other = order[at] ?? 0;
      const same =
        ranks[one] === ranks[other] &&
        (ranks[one + length] ?? -1) === (ranks[other + length] ?? -1);
      if (!same) rank += 1;
      next[other] = rank;
    }
    ranks = next;
    if (rank === count - 1) break;
  }
  return order;
}

/** Stable, by counting. */
function sortByRank(positions: Int32Array, ranks: Int32Array): Int32Array {
  const starts = new Int32Array(ranks.length + 1);
  for (const rank of ranks) starts[rank + 1] = (starts[rank + 1] ?? 0) + 1;
  for (let rank = 1; rank < starts.length; rank += 1) {
    starts[rank] = (starts[rank] ?? 0) + (starts[rank - 1] ?? 0);
  }
  const sorted = new Int32Array(positions.length);
  for (const at of positions) {
    const rank = ranks[at] ?? 0;
    const slot = starts[rank] ?? 0;
    sorted[slot] = at;
    starts[rank] = slot + 1;
  }
  return sorted;
}

/** The part [start, end) of `order` whose positions begin with `block`. */
export function findInOrder(
  values: Int32Array,
  order: Int32Array,
  block: readonly number[],
): { readonly start: number; readonly end: number } {
  const bound = (after: boolean): number => {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const side = compareAt(values, order[middle] ?? 0, block);
      if (side < 0 || (after && side === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { start: bound(false), end: bound(true) };
}

/** Below, equal or above zero as the values from `at` on compare with the block. */
function compareAt(values: Int32Array, at: number, block: readonly number[]): number {
  for (const [offset, wanted] of block.entries()) {
    const found = values[at + offset] ?? -1;
    if (found !== wanted) return found - wanted;
  }
  return 0;
}
