/**
 * A text cut into lines without copying it. Lines end at LF, CRLF or a lone CR, each as found, so
 * mixed endings survive. A final ending opens no further line: `a\n` is one line, the empty text none.
 */
export interface TextLines {
  readonly text: string;
  readonly count: number;
  /** Offset of line i's first character; a leading byte order mark belongs to no line. */
  readonly starts: Int32Array;
  /** Offset behind line i's last character, before its ending. */
  readonly ends: Int32Array;
}

export function readTextLines(text: string): TextLines {
  const starts: number[] = [];
  const ends: number[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  const endAt = text.includes('\r') ? anyEndingFrom : feedFrom;
  while (start < text.length) {
    const end = endAt(text, start);
    starts.push(start);
    ends.push(end);
    start = end + (text.charCodeAt(end) === 0x0d && text.charCodeAt(end + 1) === 0x0a ? 2 : 1);
  }
  return {
    text,
    count: starts.length,
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
  };
}

function feedFrom(text: string, start: number): number {
  const feed = text.indexOf('\n', start);
  return feed < 0 ? text.length : feed;
}

/** Character by character, for the reason given in `splitLines`. */
function anyEndingFrom(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) return at;
  }
  return at;
}

/** Line i without its ending. */
export function lineText(lines: TextLines, index: number): string {
  return lines.text.slice(lines.starts[index], lines.ends[index]);
}

/** Line i's ending: '\n', '\r\n', '\r', or '' for a last line without one. */
export function lineEnding(lines: TextLines, index: number): string {
  return lines.text.slice(lines.ends[index], lineLimit(lines, index));
}

/** Offset behind line i and its ending: where line i + 1 starts. */
export function lineLimit(lines: TextLines, index: number): number {
  return lines.starts[index + 1] ?? lines.text.length;
}

/** Offset at which line `index` starts; for `count`, the end of the text. */
export function lineOffset(lines: TextLines, index: number): number {
  return lines.starts[index] ?? lines.text.length;
}
