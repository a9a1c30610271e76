import { readPatchHeader } from './patch-header.ts';

/** The patch's own lines, without what was wrapped around them. */
export interface UnwrappedPatch {
  readonly lines: readonly string[];
  /** Lines of the given text before `lines`: add it to an index for a line number. */
  readonly skipped: number;
  readonly folder: Folder;
  /** What comes behind the last line: the end of the wrapper, a newline only, or nothing. */
  readonly ending: 'closed' | 'newline' | 'none';
}

/** Where a shell command around the patch goes first, if it does: the patch's paths start there. */
export type Folder = { readonly path: string } | 'unclear' | undefined;

/**
 * Cuts the lines from the first that `starts` accepts on out of prose, a code fence, a shell command
 * or an indented block. Undefined when there is no such line.
 */
export function unwrapPatch(
  text: string,
  starts: (lines: readonly string[], at: number) => boolean,
): UnwrappedPatch | undefined {
  const given = splitLines(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const all = unquoteArgument(given);
  const first = all.findIndex((_, at) => starts(all, at));
  if (first < 0) return undefined;
  const before = all.slice(0, first);
  const end = lastPatchLine(all, first);
  const closed = all !== given || all.slice(end).some((line) => line.trim() !== '');
  const ending = closed ? 'closed' : end < all.length ? 'newline' : 'none';
  const lines = unindent(all.slice(first, end));
  return { lines, skipped: first, folder: folderOf(before), ending };
}

/** Whether a line begins a patch in the format's own words. */
export function startsPatch(lines: readonly string[], at: number): boolean {
  const header = readPatchHeader(lines[at] ?? '');
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

function splitLines(text: string): string[] {
  const lines = text.split('\n');
  return lines.map((line) => {
    let end = line.length;
    while (end > 0 && line[end - 1] === '\r') end -= 1;
    return end === line.length ? line : line.slice(0, end);
  });
}

/**
 * `apply_patch '*** Begin Patch` … `*** End Patch'`: the lines without the quotes. Not where the shell
 * would read the text otherwise than it stands there.
 */
function unquoteArgument(lines: string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const command = /^\s{0,99}(?:applypatch|apply_patch)\s{1,9}(["'])(\*\*\*.{0,200})$/.exec(
    lines[first]?.slice(0, 300) ?? '',
  );
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const [, quote, header] = command ?? [];
  if (quote === undefined || header === undefined) return lines;
  if (lines[last]?.trimEnd().endsWith(quote) !== true) return lines;
  const closed = lines[last].trimEnd().slice(0, -1);
  const inner = [header, ...lines.slice(first + 1, last), closed];
  const special = quote === '"' ? ['"', '\\', '$', '`'] : ["'"];
  const asItStands = !inner.some((line) => special.some((character) => line.includes(character)));
  return asItStands ? [...lines.slice(0, first), ...inner, ...lines.slice(last + 1)] : lines;
}

/** `cd some/folder && apply_patch <<'EOF'`: paths in the patch are below that folder. */
function folderOf(before: readonly string[]): Folder {
  if (before.at(-1)?.includes('<<') !== true) return undefined;
  const commands = before.slice(-10).map((line) => line.slice(0, 1000));
  const changes = commands.flatMap((line) => [...line.matchAll(changeFolder)]);
  const [only] = changes;
  if (only === undefined) return undefined;
  const [, double, single, plain] = only;
  const path = double ?? single ?? plain;
  return changes.length === 1 && path !== undefined ? { path } : 'unclear';
}

const changeFolder =
  /(?:^|[;&|("'])\s{0,9}cd(?=[\s;&|]|$)\s{0,9}(?:"([^"$`\\]{1,400})"|'([^']{1,400})'|([^\s;&|"'$`\\]{1,400})|)/g;

/** The end of the patch's lines: before trailing blanks and before what closes the wrapper. */
function lastPatchLine(lines: readonly string[], first: number): number {
  const closers = new Set<string>();
  for (const line of lines.slice(0, first)) {
    for (const closer of closersOf(line)) closers.add(closer);
  }
  const head = lines[first] ?? '';
  const indented = head.trimStart() !== head;
  let end = lines.length;
  for (;;) {
    const last = lines[end - 1];
    if (end <= first + 1 || last === undefined) return end;
    // At column 1: an indented one is a line of the patch, unless all of it is indented.
    const closes = closers.has(indented ? last.trim() : last.trimEnd());
    if (last.trim() !== '' && !closes) return end;
    end -= 1;
  }
}

/** What ends the wrapper that this line opens: its fence again, the heredoc's word, or its tag. */
function closersOf(line: string): readonly string[] {
  const trimmed = line.trim();
  for (const mark of ['`', '~']) {
    let length = 0;
    while (trimmed[length] === mark) length += 1;
    if (length >= 3) return [mark.repeat(length)];
  }
  const tag = /^<([a-z][\w-]{0,39})>$/i.exec(trimmed.slice(0, 60))?.[1];
  if (tag !== undefined) return [`</${tag}>`];
  const heredoc = trimmed.indexOf('<<');
  if (heredoc < 0) return [];
  const word = /^-?\s{0,9}["'\\]?(\w{1,40})/.exec(trimmed.slice(heredoc + 2, heredoc + 60))?.[1];
  // Inside `bash -lc "…"` the last word closes the quotes too.
  return word === undefined ? [] : [word, `${word}"`, `${word}'`, '"', "'"];
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
