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
  let carriage = text.indexOf('\r');
  while (start < text.length) {
    const feed = text.indexOf('\n', start);
    const limit = feed < 0 ? text.length : feed;
    if (carriage >= 0 && carriage < start) carriage = text.indexOf('\r', start);
    starts.push(start);
    if (carriage >= 0 && carriage < limit) {
      ends.push(carriage);
      start = carriage + 1 === feed ? feed + 1 : carriage + 1;
    } else {
      ends.push(limit);
      start = limit + 1;
    }
  }
  return {
    text,
    count: starts.length,
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
  };
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
