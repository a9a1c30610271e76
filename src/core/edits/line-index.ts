import { isPlain, lineKey, type Strictness, trimmedEnd, trimmedStart } from './line-key.ts';
import { findInOrder, orderSuffixes } from './suffix-order.ts';
import { lineText, type TextLines } from './text-lines.ts';

/**
 * Where each line of a text occurs, at one strictness: built in one pass, asked in time that depends
 * on the rarest line asked for. Lines are told apart by hash while searching and compared for real
 * before a place is given out.
 */
export interface LineIndex {
  readonly lines: TextLines;
  readonly strictness: Strictness;
  /** Number of line i's class: lines of one hash. */
  readonly classes: Int32Array;
  readonly classOfHash: ReadonlyMap<number, number>;
  /** The lines of class i, ascending: `places` from `offsets[i]` to `offsets[i + 1]`. */
  readonly places: Int32Array;
  readonly offsets: Int32Array;
  /** Rolling hash over the classes before line i, to compare a whole block at once. */
  readonly rolling: Int32Array;
  /** Places looked at so far, and what makes further looking cheap once they are too many. */
  readonly effort: { places: number; order: Int32Array | undefined };
}

const base = 0x2c9277b5;

export function indexLines(lines: TextLines, strictness: Strictness): LineIndex {
  const { count } = lines;
  const classes = new Int32Array(count);
  const rolling = new Int32Array(count + 1);
  const classOfHash = new Map<number, number>();
  for (let line = 0; line < count; line += 1) {
    const hash = hashLine(lines, line, strictness);
    let id = classOfHash.get(hash);
    if (id === undefined) classOfHash.set(hash, (id = classOfHash.size));
    classes[line] = id;
    rolling[line + 1] = roll(rolling[line] ?? 0, id);
  }
  return {
    lines,
    strictness,
    classes,
    classOfHash,
    ...listPlaces(classes, classOfHash.size),
    rolling,
    effort: { places: 0, order: undefined },
  };
}

function listPlaces(classes: Int32Array, count: number): Pick<LineIndex, 'places' | 'offsets'> {
  const offsets = new Int32Array(count + 1);
  for (const id of classes) offsets[id + 1] = (offsets[id + 1] ?? 0) + 1;
  for (let id = 0; id < count; id += 1)
    offsets[id + 1] = (offsets[id + 1] ?? 0) + (offsets[id] ?? 0);
  const places = new Int32Array(classes.length);
  const filled = offsets.slice();
  for (const [line, id] of classes.entries()) {
    const slot = filled[id] ?? 0;
    places[slot] = line;
    filled[id] = slot + 1;
  }
  return { places, offsets };
}

function sizeOf({ offsets }: LineIndex, id: number): number {
  return (offsets[id + 1] ?? 0) - (offsets[id] ?? 0);
}

/** Lines [start, end). */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** Where a block may begin: in one of the ranges, and there only if `accepts` says so. */
export interface SearchScope {
  /** Ascending, without overlap (see `joinRanges`). Undefined: anywhere. */
  readonly ranges?: readonly LineRange[];
  readonly accepts?: (start: number) => boolean;
}

/** Ranges that are ascending by start, joined where they meet. */
export function joinRanges(ranges: readonly LineRange[]): readonly LineRange[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of ranges) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else if (start < end) joined.push({ start, end });
  }
  return joined;
}

/** The lines at which `block` begins, ascending, at most `limit`. */
export function findBlock(
  index: LineIndex,
  block: readonly string[],
  limit: number,
  scope: SearchScope = {},
): number[] {
  const found: number[] = [];
  const keys = block.map((line) => lineKey(line, index.strictness));
  const ids: number[] = [];
  let pivot = -1;
  let pivotClass = -1;
  let blockHash = 0;
  let power = 1;
  for (const [offset, key] of keys.entries()) {
    const id = index.classOfHash.get(hashRange(key, 0, key.length));
    if (id === undefined) return found;
    ids.push(id);
    if (pivot < 0 || sizeOf(index, id) < sizeOf(index, pivotClass)) {
      pivot = offset;
      pivotClass = id;
    }
    blockHash = roll(blockHash, id);
    power = Math.imul(power, base);
  }
  if (pivot < 0) return found;
  const last = index.lines.count - keys.length;
  const starts = orderedStarts(index, ids, limit) ?? candidates(index, pivot, pivotClass, scope);
  for (const start of starts) {
    index.effort.places += 1;
    if (start < 0 || start > last || scope.accepts?.(start) === false) continue;
    const before = Math.imul(index.rolling[start] ?? 0, power);
    const hash = ((index.rolling[start + keys.length] ?? 0) - before) | 0;
    if (hash !== blockHash) continue;
    if (scope.ranges !== undefined && !isWithin(scope.ranges, start)) continue;
    if (!agreesAt(index, start, keys)) continue;
    found.push(start);
    if (found.length >= limit) break;
  }
  return found;
}

/**
 * All places of a block, ascending, once so many have been looked at in vain that an order of all
 * lines pays; undefined before that, and for blocks that are at so many places that any search ends
 * soon.
 */
function orderedStarts(
  index: LineIndex,
  ids: readonly number[],
  limit: number,
): Int32Array | undefined {
  const { classes, effort } = index;
  if (ids.length === 1 || effort.places < effortFree * classes.length) return undefined;
  effort.order ??= orderSuffixes(classes);
  const { start, end } = findInOrder(classes, effort.order, ids);
  return end - start > 4 * limit ? undefined : effort.order.slice(start, end).sort();
}

/** Looks at each line of the text that are cheaper than ordering them. */
const effortFree = 20;

/** Whether the line is in one of the ascending ranges. */
export function isWithin(ranges: readonly LineRange[], line: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low];
  return range !== undefined && line >= range.start;
}

/** Starts at which the block's rarest line fits. Looks into each range, if those are few. */
function* candidates(
  index: LineIndex,
  pivot: number,
  pivotClass: number,
  { ranges }: SearchScope,
): Generator<number, void> {
  const { places } = index;
  const from = index.offsets[pivotClass] ?? 0;
  const to = index.offsets[pivotClass + 1] ?? 0;
  if (ranges === undefined || ranges.length > to - from) {
    for (let at = from; at < to; at += 1) yield (places[at] ?? 0) - pivot;
    return;
  }
  for (const { start, end } of ranges) {
    let at = firstNotBelow(places, start + pivot, from, to);
    for (; at < to && (places[at] ?? 0) < end + pivot; at += 1) yield (places[at] ?? 0) - pivot;
  }
}

/** The first of the ascending values [from, to) that is not below `least`; `to` if none. */
function firstNotBelow(values: Int32Array, least: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The lines that agree with `line`, ascending, at most `limit`. */
export function findLine(
  index: LineIndex,
  line: string,
  limit: number,
  scope?: SearchScope,
): number[] {
  return findBlock(index, [line], limit, scope);
}

/** How often `line` may occur (never too few). */
export function countLine(index: LineIndex, line: string): number {
  const key = lineKey(line, index.strictness);
  const id = index.classOfHash.get(hashRange(key, 0, key.length));
  return id === undefined ? 0 : sizeOf(index, id);
}

/** Whether the lines from `start` on have these keys. */
function agreesAt(index: LineIndex, start: number, keys: readonly string[]): boolean {
  return keys.every(
    (key, offset) => lineKey(lineText(index.lines, start + offset), index.strictness) === key,
  );
}

function roll(hash: number, id: number): number {
  return (Math.imul(hash, base) + Math.imul(id + 1, 0x9e3779b1)) | 0;
}

function hashLine(lines: TextLines, line: number, strictness: Strictness): number {
  const { text } = lines;
  let start = lines.starts[line] ?? 0;
  let end = lines.ends[line] ?? 0;
  if (strictness === 'exact') return hashRange(text, start, end);
  if (strictness === 'punctuation' && !isPlain(text, start, end)) {
    const key = lineKey(text.slice(start, end), strictness);
    return hashRange(key, 0, key.length);
  }
  end = trimmedEnd(text, start, end);
  if (strictness !== 'trailing') start = trimmedStart(text, start, end);
  return hashRange(text, start, end);
}

function hashRange(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) | 0;
}
