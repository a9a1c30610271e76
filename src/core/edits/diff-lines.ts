import { diffArrays } from 'diff';
import { runToEnd } from './run-steps.ts';

/** Lines [beforeStart, beforeEnd) of one list became lines [afterStart, afterEnd) of the other. */
export interface LineChange {
  readonly beforeStart: number;
  readonly beforeEnd: number;
  readonly afterStart: number;
  readonly afterEnd: number;
}

/**
 * What differs between two lists of lines, ascending, with at least one common line between changes.
 * Near-linear for any input: lines that are unique on both sides are lined up first, what lies
 * between them is compared with a bounded effort, and where that does not suffice it counts as
 * replaced whole.
 */
export function diffLines(before: readonly string[], after: readonly string[]): LineChange[] {
  return runToEnd(diffLinesInSteps(before, after));
}

/** Likewise, and yields now and then: at most some tens of thousands of lines lie in between. */
export function* diffLinesInSteps(
  before: readonly string[],
  after: readonly string[],
): Generator<void, LineChange[]> {
  const whole = { beforeStart: 0, beforeEnd: before.length, afterStart: 0, afterEnd: after.length };
  // Most texts that are compared differ in one place: the rest needs no numbers.
  const { beforeStart, beforeEnd, afterStart, afterEnd } = trimCommon(before, after, whole);
  const numbers = new Map<string, number>();
  const a = yield* numberLines(before, beforeStart, beforeEnd, numbers);
  const b = yield* numberLines(after, afterStart, afterEnd, numbers);
  const changes: LineChange[] = [];
  const rest = { beforeStart: 0, beforeEnd: a.length, afterStart: 0, afterEnd: b.length };
  const anchors = commonAnchors(a, b, rest);
  yield;
  let done = { before: 0, after: 0 };
  for (const [at, [beforeAt, afterAt]] of anchors.entries()) {
    const gap = {
      beforeStart: done.before,
      beforeEnd: beforeAt,
      afterStart: done.after,
      afterEnd: afterAt,
    };
    compare(a, b, gap, 1, changes);
    done = { before: beforeAt + 1, after: afterAt + 1 };
    if (at % linesAtOnce === linesAtOnce - 1) yield;
  }
  compare(a, b, { ...rest, beforeStart: done.before, afterStart: done.after }, 1, changes);
  return join(changes).map((change) => ({
    beforeStart: change.beforeStart + beforeStart,
    beforeEnd: change.beforeEnd + beforeStart,
    afterStart: change.afterStart + afterStart,
    afterEnd: change.afterEnd + afterStart,
  }));
}

const linesAtOnce = 20_000;

/** Equal lines get equal numbers. */
function* numberLines(
  lines: readonly string[],
  start: number,
  end: number,
  numbers: Map<string, number>,
): Generator<void, Int32Array> {
  const found = new Int32Array(end - start);
  for (let at = start; at < end; at += 1) {
    const line = lines[at] ?? '';
    let number = numbers.get(line);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(line, number);
    }
    found[at - start] = number;
    if ((at - start) % linesAtOnce === linesAtOnce - 1) yield;
  }
  return found;
}

const deepest = 24;
const mostEdits = 400;

function compare(
  a: Int32Array,
  b: Int32Array,
  gap: LineChange,
  depth: number,
  changes: LineChange[],
): void {
  const rest = trimCommon(a, b, gap);
  if (rest.beforeStart === rest.beforeEnd || rest.afterStart === rest.afterEnd) {
    if (rest.beforeStart < rest.beforeEnd || rest.afterStart < rest.afterEnd) changes.push(rest);
    return;
  }
  // One differing line for another is most of what edits are: no need to look closer.
  if (rest.beforeEnd - rest.beforeStart === 1 && rest.afterEnd - rest.afterStart === 1) {
    changes.push(rest);
    return;
  }
  const anchors = depth < deepest ? commonAnchors(a, b, rest) : [];
  if (anchors.length === 0) {
    compareClosely(a, b, rest, changes);
    return;
  }
  let { beforeStart, afterStart } = rest;
  for (const [beforeEnd, afterEnd] of anchors) {
    compare(a, b, { beforeStart, beforeEnd, afterStart, afterEnd }, depth + 1, changes);
    beforeStart = beforeEnd + 1;
    afterStart = afterEnd + 1;
  }
  compare(a, b, { ...rest, beforeStart, afterStart }, depth + 1, changes);
}

function trimCommon<Line>(a: ArrayLike<Line>, b: ArrayLike<Line>, gap: LineChange): LineChange {
  let { beforeStart, beforeEnd, afterStart, afterEnd } = gap;
  while (beforeStart < beforeEnd && afterStart < afterEnd && a[beforeStart] === b[afterStart]) {
    beforeStart += 1;
    afterStart += 1;
  }
  while (beforeStart < beforeEnd && afterStart < afterEnd && a[beforeEnd - 1] === b[afterEnd - 1]) {
    beforeEnd -= 1;
    afterEnd -= 1;
  }
  return { beforeStart, beforeEnd, afterStart, afterEnd };
}

/** Lines that occur once on each side, the longest run of them in the same order on both. */
function commonAnchors(a: Int32Array, b: Int32Array, gap: LineChange): [number, number][] {
  const once = new Map<number, number>();
  for (let at = gap.beforeStart; at < gap.beforeEnd; at += 1) {
    const line = a[at] ?? 0;
    once.set(line, once.has(line) ? -1 : at);
  }
  const inAfter = new Map<number, number>();
  for (let at = gap.afterStart; at < gap.afterEnd; at += 1) {
    const line = b[at] ?? 0;
    inAfter.set(line, inAfter.has(line) ? -1 : at);
  }
  const pairs: [number, number][] = [];
  for (const [line, before] of once) {
    const after = inAfter.get(line) ?? -1;
    if (before >= 0 && after >= 0) pairs.push([before, after]);
  }
  pairs.sort((one, other) => one[0] - other[0]);
  return longestAscending(pairs);
}

/** The longest subsequence of pairs whose second numbers ascend, by patience sorting. */
function longestAscending(pairs: readonly [number, number][]): [number, number][] {
  const piles: number[] = [];
  const previous = new Int32Array(pairs.length).fill(-1);
  for (const [at, pair] of pairs.entries()) {
    let low = 0;
    let high = piles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[piles[middle] ?? 0]?.[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous[at] = piles[low - 1] ?? -1;
    piles[low] = at;
  }
  const longest: [number, number][] = [];
  for (let at = piles.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) longest.push(pair);
  }
  return longest.reverse();
}

/** A shortest edit script if it is short enough, else the whole gap as one change. */
function compareClosely(
  a: Int32Array,
  b: Int32Array,
  gap: LineChange,
  changes: LineChange[],
): void {
  const before = Array.from(a.subarray(gap.beforeStart, gap.beforeEnd));
  const after = Array.from(b.subarray(gap.afterStart, gap.afterEnd));
  const size = before.length + after.length;
  const maxEditLength = Math.min(mostEdits, Math.ceil(2_000_000 / size));
  const script = diffArrays(before, after, { maxEditLength });
  // The types promise an array only without `maxEditLength`; undefined: too different.
  if (script === undefined) {
    changes.push(gap);
    return;
  }
  let { beforeStart, afterStart } = gap;
  for (const part of script) {
    const beforeEnd = beforeStart + (part.added ? 0 : part.count);
    const afterEnd = afterStart + (part.removed ? 0 : part.count);
    if (part.added || part.removed) changes.push({ beforeStart, beforeEnd, afterStart, afterEnd });
    beforeStart = beforeEnd;
    afterStart = afterEnd;
  }
}

/** Changes that touch are one. */
function join(changes: readonly LineChange[]): LineChange[] {
  const joined: LineChange[] = [];
  for (const change of changes) {
    const last = joined.at(-1);
    if (last?.beforeEnd === change.beforeStart && last.afterEnd === change.afterStart) {
      const { beforeEnd, afterEnd } = change;
      joined[joined.length - 1] = { ...last, beforeEnd, afterEnd };
    } else {
      joined.push(change);
    }
  }
  return joined;
}
