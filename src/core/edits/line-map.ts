import { endsLine } from './split-lines.ts';

/**
 * A text with the offsets at which its lines start, so that any run of lines is one slice of it.
 * Lines end at LF, CRLF or a lone CR and keep their endings; the empty text has none.
 */
export interface LineMap {
  readonly text: string;
  /** One entry more than there are lines: the last is the text's length. */
  readonly starts: Int32Array;
}

export function mapLines(text: string): LineMap {
  return { text, starts: hasLoneReturn(text) ? startsAtAnyEnding(text) : startsAtFeeds(text) };
}

export function countLines({ starts }: LineMap): number {
  return starts.length - 1;
}

/** How many lines a text has, where nothing else is asked of it. */
export function countLinesIn(text: string): number {
  if (hasLoneReturn(text)) return countLines(mapLines(text));
  let count = 0;
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', feed + 1)) count += 1;
  return endsLine(text) ? count : count + 1;
}

/** How many of the ascending starts are not above the offset. */
export function countStartsUpTo({ starts }: LineMap, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lines [start, end), with their endings. */
export function textOfLines({ text, starts }: LineMap, start: number, end: number): string {
  return text.slice(starts[start] ?? text.length, starts[end] ?? text.length);
}

/** Without a lone CR every line ends at an LF, which the engine finds many times faster. */
export function hasLoneReturn(text: string): boolean {
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) !== 0x0a) return true;
  }
  return false;
}

function startsAtFeeds(text: string): Int32Array {
  const starts = createOffsets();
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', feed + 1)) {
    starts.push(feed + 1);
  }
  return starts.end(text.length);
}

/** Character by character, for the reason given in `splitLines`. */
function startsAtAnyEnding(text: string): Int32Array {
  const starts = createOffsets();
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const ends = code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a);
    if (ends) starts.push(at + 1);
  }
  return starts.end(text.length);
}

/** Grows in place: a list of numbers that is copied in the end takes twice as long. */
function createOffsets(): { push(offset: number): void; end(length: number): Int32Array } {
  let offsets = new Int32Array(1024);
  let count = 1;
  const push = (offset: number): void => {
    if (count === offsets.length) {
      const larger = new Int32Array(count * 2);
      larger.set(offsets);
      offsets = larger;
    }
    offsets[count] = offset;
    count += 1;
  };
  return {
    push,
    end(length) {
      if (offsets[count - 1] !== length) push(length);
      return offsets.subarray(0, count);
    },
  };
}
