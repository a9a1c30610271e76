import { readPatchHeader } from './patch-header.ts';

/** The patch's own lines, without what was wrapped around them. */
export interface UnwrappedPatch {
  readonly lines: readonly string[];
  /** Lines of the given text before `lines`: add it to an index for a line number. */
  readonly skipped: number;
}

/**
 * Cuts the lines from the first header on out of prose, a code fence, a heredoc or an indented block.
 * Undefined when no line is a patch header.
 */
export function unwrapPatch(text: string): UnwrappedPatch | undefined {
  const all = splitLines(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const first = all.findIndex(startsPatch);
  if (first < 0) return undefined;
  const last = lastPatchLine(all, first);
  const lines = all.slice(first, last);
  return { lines: unindent(lines), skipped: first };
}

function splitLines(text: string): string[] {
  const lines = text.split('\n');
  return lines.map((line) => {
    let end = line.length;
    while (end > 0 && line[end - 1] === '\r') end -= 1;
    return end === line.length ? line : line.slice(0, end);
  });
}

function startsPatch(line: string): boolean {
  const header = readPatchHeader(line);
  switch (header?.kind) {
    case 'begin':
    case 'add':
    case 'delete':
    case 'update':
      return true;
    default:
      return false;
  }
}

/** The end of the patch's lines: before trailing blanks and before what closes the wrapper. */
function lastPatchLine(lines: readonly string[], first: number): number {
  const closers = new Set<string>();
  for (const line of lines.slice(0, first)) {
    const closer = closerOf(line);
    if (closer !== undefined) closers.add(closer);
  }
  let end = lines.length;
  for (;;) {
    const last = lines[end - 1];
    if (end <= first + 1 || last === undefined) return end;
    const word = last.trim();
    if (word !== '' && !closers.has(word)) return end;
    end -= 1;
  }
}

/** What ends the wrapper that this line opens: its fence again, or the heredoc's word. */
function closerOf(line: string): string | undefined {
  const trimmed = line.trim();
  for (const mark of ['`', '~']) {
    let length = 0;
    while (trimmed[length] === mark) length += 1;
    if (length >= 3) return mark.repeat(length);
  }
  const heredoc = trimmed.indexOf('<<');
  if (heredoc < 0) return undefined;
  const word = /^-?\s{0,9}["'\\]?(\w{1,40})/.exec(trimmed.slice(heredoc + 2, heredoc + 60));
  return word?.[1];
}

/** Takes the first header's indentation off, if every line has it: the whole patch was indented. */
function unindent(lines: readonly string[]): readonly string[] {
  const head = lines[0] ?? '';
  const indent = head.slice(0, head.length - head.trimStart().length);
  if (indent === '') return lines;
  const end = lines.findLastIndex((line) => readPatchHeader(line)?.kind === 'end');
  const inside = end < 0 ? lines : lines.slice(0, end + 1);
  const shared = inside.every((line) => line.startsWith(indent) || line.trim() === '');
  const body = inside.some((line) => readPatchHeader(line) === undefined && line.trim() !== '');
  return shared && body
    ? lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    : lines;
}
