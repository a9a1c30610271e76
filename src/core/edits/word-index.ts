import { lineText, type TextLines } from './text-lines.ts';

/** Finds lines by the words in them. */
export interface WordIndex {
  /** Lines that may hold `text`, ascending; at most `limit`. */
  candidates(text: string, limit: number): readonly number[];
}

/** Searches the text as it is the first few times; asked more often, it lists the words first. */
export function indexWords(lines: TextLines): WordIndex {
  let searches = 0;
  let linesOf: ReadonlyMap<string, readonly number[]> | undefined;
  return {
    candidates(text, limit) {
      const words = wordsOf(text);
      searches += 1;
      if (searches <= 16) return searchWord(lines, longest(words), limit);
      linesOf ??= listWords(lines);
      let rarest: readonly number[] | undefined;
      for (const word of words) {
        const known = linesOf.get(word) ?? [];
        if (rarest === undefined || known.length < rarest.length) rarest = known;
      }
      return (rarest ?? []).slice(0, limit);
    },
  };
}

function longest(words: readonly string[]): string {
  return words.reduce((best, word) => (word.length > best.length ? word : best), '');
}

function searchWord(lines: TextLines, word: string, limit: number): readonly number[] {
  const found: number[] = [];
  if (word === '') return found;
  let at = lines.text.indexOf(word);
  while (at >= 0 && found.length < limit) {
    const line = lineAt(lines, at);
    found.push(line);
    at = lines.text.indexOf(word, lines.ends[line]);
  }
  return found;
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
