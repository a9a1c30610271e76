import type { LineRange } from './line-index.ts';
import { lineOffset, lineText, type TextLines } from './text-lines.ts';

/** Finds lines by the words in them. */
export interface WordIndex {
  /** Lines that may hold `text`, ascending, within the ranges if given; at most `limit`. */
  candidates(text: string, limit: number, ranges?: readonly LineRange[]): readonly number[];
}

/** Searches the text as it is the first few times; asked more often, it lists the words first. */
export function indexWords(lines: TextLines): WordIndex {
  let searches = 0;
  let linesOf: ReadonlyMap<string, readonly number[]> | undefined;
  return {
    candidates(text, limit, ranges = [{ start: 0, end: lines.count }]) {
      const words = wordsOf(text);
      searches += 1;
      if (searches <= 16) return searchWord(lines, longest(words), limit, ranges);
      linesOf ??= listWords(lines);
      let rarest: readonly number[] | undefined;
      for (const word of words) {
        const known = linesOf.get(word) ?? [];
        if (rarest === undefined || known.length < rarest.length) rarest = known;
      }
      return linesWithin(rarest ?? [], limit, ranges);
    },
  };
}

function longest(words: readonly string[]): string {
  return words.reduce((best, word) => (word.length > best.length ? word : best), '');
}

function searchWord(
  lines: TextLines,
  word: string,
  limit: number,
  ranges: readonly LineRange[],
): readonly number[] {
  const found: number[] = [];
  if (word === '') return found;
  let at = -1;
  for (const { start, end } of ranges) {
    const from = lineOffset(lines, start);
    if (at < from) at = lines.text.indexOf(word, from);
    while (at >= 0 && at < lineOffset(lines, end) && found.length < limit) {
      const whole =
        !isWord(lines.text.charCodeAt(at - 1)) && !isWord(lines.text.charCodeAt(at + word.length));
      const line = whole ? lineAt(lines, at) : undefined;
      if (line !== undefined) found.push(line);
      at = lines.text.indexOf(word, line === undefined ? at + word.length : lines.ends[line]);
    }
    if (at < 0 || found.length >= limit) break;
  }
  return found;
}

/** Those of ascending lines that are in ascending ranges. */
function linesWithin(
  all: readonly number[],
  limit: number,
  ranges: readonly LineRange[],
): readonly number[] {
  const found: number[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    at = firstFrom(all, at, start);
    for (; at < all.length && (all[at] ?? 0) < end && found.length < limit; at += 1) {
      found.push(all[at] ?? 0);
    }
  }
  return found;
}

function firstFrom(all: readonly number[], from: number, line: number): number {
  let low = from;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle] ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The line that holds the offset. */
function lineAt(lines: TextLines, offset: number): number {
  let low = 0;
  let high = lines.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines.starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function listWords(lines: TextLines): ReadonlyMap<string, readonly number[]> {
  const linesOf = new Map<string, number[]>();
  for (let line = 0; line < lines.count; line += 1) {
    for (const word of wordsOf(lineText(lines, line))) {
      const known = linesOf.get(word);
      if (known === undefined) linesOf.set(word, [line]);
      else if (known.at(-1) !== line) known.push(line);
    }
  }
  return linesOf;
}

/** Runs of letters, digits, `_` and `$` and anything beyond ASCII. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  let start = -1;
  for (let at = 0; at <= text.length; at += 1) {
    if (isWord(text.charCodeAt(at))) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      words.push(text.slice(start, at));
      start = -1;
    }
  }
  return words;
}

/** Whether a character code belongs to a word. */
export function isWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x24 ||
    (code > 0xbf && code < 0x2000) ||
    code > 0x206f
  );
}
