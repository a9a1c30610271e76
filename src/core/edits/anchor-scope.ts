import { trimmedEnd, trimmedStart } from './line-key.ts';
import { lineText, type TextLines } from './text-lines.ts';

/**
 * Tells how far the part of a file reaches that an anchor line introduces. Language-blind: it reads
 * indentation, brackets at line starts and section headings.
 */
export interface Outline {
  /**
   * The line behind the part that `line` introduces: its next rival. For the header of a block that
   * is the next header at its depth or less (so `class B` ends where `class C` starts); for a plain
   * line, the next header less deep than itself; for a heading, the next heading of its rank.
   */
  endOf(line: number): number;
  /** The line behind the last that is surely inside the part: no line of what is around it. */
  bodyEndOf(part: LineSpan): number;
}

interface LineSpan {
  readonly line: number;
  readonly end: number;
}

export function readOutline(lines: TextLines): Outline {
  const depths = readDepths(lines);
  const opens = readOpeners(lines, depths);
  const rivals = nextOpeners(depths, opens, 0);
  const outer = nextOpeners(depths, opens, 1);
  const braces = readBraces(lines);
  const known = new Map<number, number>();
  const compute = (line: number): number => {
    const text = lineText(lines, line);
    if (headingRank(text) > 0) return nextHeading(lines, line);
    if (opens[line] === 1) return nextRival(lines, depths, rivals, line);
    if (text.trimEnd().endsWith('{')) return closingBrace(lines, braces, line);
    return outer[line] ?? lines.count;
  };
  const bodyEnds = new Map<number, number>();
  const computeBody = ({ line, end }: LineSpan): number => {
    const least = (depths[line] ?? 0) + (opens[line] ?? 0);
    let last = end - 1;
    while (last > line && (depths[last] ?? -1) < least) last -= 1;
    return last + 1;
  };
  return {
    bodyEndOf(part) {
      let end = bodyEnds.get(part.line);
      if (end === undefined) bodyEnds.set(part.line, (end = computeBody(part)));
      return end;
    },
    endOf(line) {
      let end = known.get(line);
      if (end === undefined) known.set(line, (end = compute(line)));
      return end;
    },
  };
}

/** Columns of indentation per line (a tab counts four); -1 for blank lines. */
function readDepths(lines: TextLines): Int32Array {
  const { text, starts, ends, count } = lines;
  const depths = new Int32Array(count);
  for (let line = 0; line < count; line += 1) {
    let depth = 0;
    const end = ends[line] ?? 0;
    let at = starts[line] ?? 0;
    for (; at < end; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 0x20) depth += 1;
      else if (code === 0x09) depth += 4 - (depth % 4);
      else break;
    }
    depths[line] = trimmedEnd(text, at, end) === at ? -1 : depth;
  }
  return depths;
}

/** 1 for each line that heads a block: deeper lines follow, at once or after a lone `{`. */
function readOpeners(lines: TextLines, depths: Int32Array): Uint8Array {
  const opens = new Uint8Array(lines.count);
  let following = -1;
  let behind = -1;
  for (let line = lines.count - 1; line >= 0; line -= 1) {
    const depth = depths[line] ?? -1;
    if (depth < 0) continue;
    const first = firstCharacter(lines, line);
    if (following >= 0 && !isClosing(first) && !isDirective(lines, line)) {
      const loneBrace = firstCharacter(lines, following) === '{' && depths[following] === depth;
      const next = loneBrace ? behind : following;
      if (next >= 0 && (depths[next] ?? 0) > depth) opens[line] = 1;
    }
    behind = following;
    following = line;
  }
  return opens;
}

function isClosing(character: string): boolean {
  return '}])>{'.includes(character);
}

function firstCharacter(lines: TextLines, line: number): string {
  const start = trimmedStart(lines.text, lines.starts[line] ?? 0, lines.ends[line] ?? 0);
  return lines.text.charAt(start);
}

/** `#if` and its like stand at column 0 wherever they are. */
function isDirective(lines: TextLines, line: number): boolean {
  const start = lines.starts[line] ?? 0;
  if (lines.text[start] !== '#') return false;
  const code = lines.text.charCodeAt(start + 1);
  return code >= 0x61 && code <= 0x7a;
}

/**
 * For each line, the next block header that is at most as deep as the line's depth less `shallower`;
 * the line count if there is none.
 */
function nextOpeners(depths: Int32Array, opens: Uint8Array, shallower: 0 | 1): Int32Array {
  const count = depths.length;
  const next = new Int32Array(count).fill(count);
  const open: number[] = [];
  for (let line = count - 1; line >= 0; line -= 1) {
    const depth = depths[line] ?? -1;
    if (depth < 0) continue;
    next[line] = findAtMost(open, depths, depth - shallower) ?? count;
    if (opens[line] !== 1) continue;
    while ((depths[open.at(-1) ?? -1] ?? -1) >= depth) open.pop();
    open.push(line);
  }
  return next;
}

/** `open` is ascending in depth towards its top, so the wanted header is found by halving. */
function findAtMost(
  open: readonly number[],
  depths: Int32Array,
  depth: number,
): number | undefined {
  let low = 0;
  let high = open.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((depths[open[middle] ?? 0] ?? 0) <= depth) low = middle + 1;
    else high = middle;
  }
  return open[low - 1];
}

/** `else`, `except`, `public:` and their like go on with a block at the depth of its header. */
const continuations = new Set(
  'else elif elsif elseif catch except finally rescue ensure case default when public private protected then do'.split(
    ' ',
  ),
);

function nextRival(lines: TextLines, depths: Int32Array, rivals: Int32Array, line: number): number {
  const word = firstWord(lines, line);
  let rival = rivals[line] ?? lines.count;
  while (rival < lines.count && depths[rival] === depths[line]) {
    const other = firstWord(lines, rival);
    if (other === word || !continuations.has(other)) break;
    rival = rivals[rival] ?? lines.count;
  }
  return rival;
}

function firstWord(lines: TextLines, line: number): string {
  const start = trimmedStart(lines.text, lines.starts[line] ?? 0, lines.ends[line] ?? 0);
  let end = start;
  while (end < start + 12 && isLetter(lines.text.charCodeAt(end))) end += 1;
  return lines.text.slice(start, end);
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** 1 to 6 for `#` headings, 7 for `[section]` lines, 0 for anything else. */
function headingRank(text: string): number {
  let rank = 0;
  while (rank < 7 && text[rank] === '#') rank += 1;
  if (rank > 0 && rank < 7 && text[rank] === ' ') return rank;
  return text.startsWith('[') && text.trimEnd().endsWith(']') ? 7 : 0;
}

function nextHeading(lines: TextLines, line: number): number {
  const rank = headingRank(lineText(lines, line));
  for (let at = line + 1; at < lines.count; at += 1) {
    const code = lines.text.charCodeAt(lines.starts[at] ?? 0);
    if (code !== 0x23 && code !== 0x5b) continue;
    const other = headingRank(lineText(lines, at));
    if (other > 0 && other <= rank) return at;
  }
  return lines.count;
}

/** What is left of a line's braces when those that match within it are taken out. */
interface Braces {
  /** Per line: first so many `}`. */
  readonly closed: Int32Array;
  /** Then so many `{`. */
  readonly opened: Int32Array;
}

function readBraces({ text, starts, ends, count }: TextLines): Braces {
  const closed = new Int32Array(count);
  const opened = new Int32Array(count);
  for (let line = 0; line < count; line += 1) {
    let depth = 0;
    const end = ends[line] ?? 0;
    for (let at = starts[line] ?? 0; at < end; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 0x7b) depth += 1;
      else if (code === 0x7d && depth > 0) depth -= 1;
      else if (code === 0x7d) closed[line] = (closed[line] ?? 0) + 1;
    }
    opened[line] = depth;
  }
  return { closed, opened };
}

/** For code without indentation: where the braces that the line opens are closed again, if soon. */
function closingBrace(lines: TextLines, { closed, opened }: Braces, line: number): number {
  let depth = opened[line] ?? 0;
  if (depth === 0) return line + 1;
  const limit = Math.min(lines.count, line + 2000);
  for (let at = line + 1; at < limit; at += 1) {
    depth = Math.max(0, depth - (closed[at] ?? 0)) + (opened[at] ?? 0);
    if (depth === 0) return at + 1;
  }
  return lines.count;
}
