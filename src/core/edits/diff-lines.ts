import { diffArrays } from 'diff';
import { commonAnchors, createPlaces, noAnchors, type Places } from './common-anchors.ts';
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
  const sides: Sides = { a, b, places: createPlaces(numbers.size), changes: [] };
  const rest = { beforeStart: 0, beforeEnd: a.length, afterStart: 0, afterEnd: b.length };
  const anchors = commonAnchors(a, b, rest, sides.places);
  yield;
  let gapStart = { beforeStart: 0, afterStart: 0 };
  for (let at = 0; at < anchors.before.length; at += 1) {
    const [beforeAt, afterAt] = [anchors.before[at] ?? 0, anchors.after[at] ?? 0];
    compare(sides, { ...gapStart, beforeEnd: beforeAt, afterEnd: afterAt }, 1);
    gapStart = { beforeStart: beforeAt + 1, afterStart: afterAt + 1 };
    if (at % linesAtOnce === linesAtOnce - 1) yield;
  }
  compare(sides, { ...rest, ...gapStart }, 1);
  return join(sides.changes).map((change) => ({
    beforeStart: change.beforeStart + beforeStart,
    beforeEnd: change.beforeEnd + beforeStart,
    afterStart: change.afterStart + afterStart,
    afterEnd: change.afterEnd + afterStart,
  }));
}

/** Two lists of lines by number, and what was found between them. */
interface Sides {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly places: Places;
  readonly changes: LineChange[];
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

function compare(sides: Sides, gap: LineChange, depth: number): void {
  const { a, b, places, changes } = sides;
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
  const anchors = depth < deepest ? commonAnchors(a, b, rest, places) : noAnchors;
  if (anchors.before.length === 0) {
    compareClosely(sides, rest);
    return;
  }
  let { beforeStart, afterStart } = rest;
  for (const [at, beforeEnd] of anchors.before.entries()) {
    const afterEnd = anchors.after[at] ?? 0;
    compare(sides, { beforeStart, beforeEnd, afterStart, afterEnd }, depth + 1);
    beforeStart = beforeEnd + 1;
    afterStart = afterEnd + 1;
  }
  compare(sides, { ...rest, beforeStart, afterStart }, depth + 1);
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

/** A shortest edit script if it is short enough, else the whole gap as one change. */
function compareClosely({ a, b, changes }: Sides, gap: LineChange): void {
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
