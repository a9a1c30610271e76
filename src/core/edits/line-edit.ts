import { lineEnding, lineLimit, lineOffset, type TextLines } from './text-lines.ts';

/** Lines of a text to take out and lines to put in their place. */
export interface LineEdit {
  /** First line taken out, or the line that the added ones are put before. */
  readonly at: number;
  readonly remove: number;
  /** Without endings: they get those of the lines they replace or follow. */
  readonly add: readonly string[];
}

/**
 * The text with `edits` carried out: ascending, without overlap. Every other byte stays; whether the
 * text ends with a line ending stays too, unless `finalNewline` says otherwise. `newline` is for a text
 * that has no line ending to go by.
 */
export function applyLineEdits(
  lines: TextLines,
  edits: readonly LineEdit[],
  newline: '\n' | '\r\n',
  finalNewline?: boolean,
): string {
  const { text, count } = lines;
  const fallback = firstEnding(lines) ?? newline;
  const lacksFinal = count > 0 && lineEnding(lines, count - 1) === '';
  const endingAt = (line: number) =>
    (line >= 0 && line < count ? lineEnding(lines, line) : '') || fallback;
  const pieces: string[] = [text.slice(0, lines.starts[0] ?? text.length)];
  let copied = 0;
  const copyTo = (line: number) => {
    if (line <= copied) return;
    pieces.push(text.slice(lineOffset(lines, copied), lineLimit(lines, line - 1)));
    if (line === count && lacksFinal) pieces.push(endingAt(neighbour(count - 1)));
    copied = line;
  };
  const neighbour = (line: number) => (line === count - 1 && lacksFinal ? line - 1 : line);
  for (const { at, remove, add } of edits) {
    copyTo(at);
    const model = neighbour(remove > 0 ? at + remove - 1 : Math.max(at - 1, 0));
    for (const [offset, text] of add.entries()) {
      const line = at + offset === 0 ? withoutSecondMark(text, lines) : text;
      pieces.push(line, endingAt(offset < remove ? neighbour(at + offset) : model));
    }
    copied = at + remove;
  }
  copyTo(count);
  const result = pieces.join('');
  return (finalNewline ?? !lacksFinal) ? result : withoutFinalEnding(result);
}

/** A first line that was copied with the byte order mark, where the text keeps its own. */
function withoutSecondMark(line: string, { text }: TextLines): string {
  return text.startsWith('\uFEFF') && line.startsWith('\uFEFF') ? line.slice(1) : line;
}

function firstEnding(lines: TextLines): string | undefined {
  return lines.count === 0 ? undefined : lineEnding(lines, 0) || undefined;
}

function withoutFinalEnding(text: string): string {
  if (text.endsWith('\r\n')) return text.slice(0, -2);
  return text.endsWith('\n') || text.endsWith('\r') ? text.slice(0, -1) : text;
}
