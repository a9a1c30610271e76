import type { LineChange } from './diff-lines.ts';

/** Where each line, by its number, was seen; one pair of lists serves a whole comparison. */
export interface Places {
  readonly before: Int32Array;
  readonly after: Int32Array;
}

const unseen = -1;
const repeated = -2;

export function createPlaces(numbers: number): Places {
  return {
    before: new Int32Array(numbers).fill(unseen),
    after: new Int32Array(numbers).fill(unseen),
  };
}

/** Places of lines that stand on both sides, one list for each. */
export interface Anchors {
  readonly before: Int32Array;
  readonly after: Int32Array;
}

export const noAnchors: Anchors = { before: new Int32Array(0), after: new Int32Array(0) };

/**
 * Lines that occur once on each side of the gap, the longest run of them in the same order on both.
 * Takes time in the gap's length; leaves `places` as it found them.
 */
export function commonAnchors(
  a: Int32Array,
  b: Int32Array,
  gap: LineChange,
  places: Places,
): Anchors {
  notePlaces(a, gap.beforeStart, gap.beforeEnd, places.before);
  notePlaces(b, gap.afterStart, gap.afterEnd, places.after);
  const most = Math.min(gap.beforeEnd - gap.beforeStart, gap.afterEnd - gap.afterStart);
  const before = new Int32Array(most);
  const after = new Int32Array(most);
  let count = 0;
  for (let at = gap.beforeStart; at < gap.beforeEnd; at += 1) {
    const line = a[at] ?? 0;
    const afterAt = places.after[line] ?? unseen;
    if (places.before[line] !== at || afterAt < 0) continue;
    before[count] = at;
    after[count] = afterAt;
    count += 1;
  }
  for (let at = gap.beforeStart; at < gap.beforeEnd; at += 1) places.before[a[at] ?? 0] = unseen;
  for (let at = gap.afterStart; at < gap.afterEnd; at += 1) places.after[b[at] ?? 0] = unseen;
  return longestAscending({ before: before.subarray(0, count), after: after.subarray(0, count) });
}

function notePlaces(lines: Int32Array, start: number, end: number, places: Int32Array): void {
  for (let at = start; at < end; at += 1) {
    const line = lines[at] ?? 0;
    places[line] = places[line] === unseen ? at : repeated;
  }
}

/** The longest run of pairs whose places on the other side ascend too, by patience sorting. */
function longestAscending({ before, after }: Anchors): Anchors {
  const count = after.length;
  const piles = new Int32Array(count);
  const previous = new Int32Array(count);
  let length = 0;
  for (let at = 0; at < count; at += 1) {
    const place = after[at] ?? 0;
    let low = 0;
    let high = length;
    // Most lines stand in the same order on both sides.
    if (length > 0 && (after[piles[length - 1] ?? 0] ?? 0) < place) low = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((after[piles[middle] ?? 0] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    previous[at] = low > 0 ? (piles[low - 1] ?? -1) : -1;
    piles[low] = at;
    if (low === length) length += 1;
  }
  const longest: Anchors = { before: new Int32Array(length), after: new Int32Array(length) };
  let at = length > 0 ? (piles[length - 1] ?? -1) : -1;
  for (let place = length - 1; place >= 0; place -= 1) {
    longest.before[place] = before[at] ?? 0;
    longest.after[place] = after[at] ?? 0;
    at = previous[at] ?? -1;
  }
  return longest;
}
