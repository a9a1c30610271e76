import type { PatchHunk, PatchSection } from './patch.ts';
import { readHunks } from './read-hunks.ts';
import { runToEnd } from './run-steps.ts';

export type UnifiedReading =
  | {
      readonly ok: true;
      readonly sections: readonly PatchSection[];
      /** The last hunk ends in a change, with fewer lines than its numbers say. */
      readonly short: boolean;
    }
  | { readonly ok: false; readonly at: number; readonly error: string };

/** Whether a file of a unified diff begins at line `at`: `diff --git`, or `---` and `+++`. */
export function startsUnified(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  return line.startsWith('diff --git ') || isFilePair(lines, at);
}

/**
 * Reads a unified diff, git's or diff's, as sections of a patch. Only what it says of lines and names
 * is taken; modes are not. `skipped`: lines before these, for the line numbers.
 */
export function readUnified(lines: readonly string[], skipped: number): UnifiedReading {
  const sections: PatchSection[] = [];
  let isShort = false;
  let at = 0;
  while (at < lines.length) {
    if (!startsUnified(lines, at)) {
      at += 1;
      continue;
    }
    const header = readFileHeader(lines, at);
    const { body, end, left } = readBody(lines, header);
    isShort = left && '+-'.includes(lines[end - 1]?.[0] ?? ' ');
    const section = toSection(header, body, skipped + at + 1, skipped + header.end + 1);
    if (typeof section === 'string') return { ok: false, at, error: section };
    sections.push(section);
    at = end;
  }
  return { ok: true, sections, short: isShort };
}

function isFilePair(lines: readonly string[], at: number): boolean {
  return lines[at]?.startsWith('--- ') === true && lines[at + 1]?.startsWith('+++ ') === true;
}

interface FileHeader {
  /** Undefined: `/dev/null`. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly unsupported: string | undefined;
  /** Index of the first line behind it. */
  readonly end: number;
}

function readFileHeader(lines: readonly string[], start: number): FileHeader {
  const git = /^diff --git a\/(.{1,4096}) b\/(.{1,4096})$/.exec(lines[start] ?? '');
  let [, from, to] = git ?? [];
  let unsupported: string | undefined;
  let at = git === null ? start : start + 1;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isFilePair(lines, at)) {
      [from, to] = readNames(line.slice(4), lines[at + 1]?.slice(4) ?? '');
      at += 2;
      break;
    }
    if (line.startsWith('rename from ')) from = line.slice(12);
    else if (line.startsWith('rename to ')) to = line.slice(10);
    else if (line.startsWith('new file mode')) from = undefined;
    else if (line.startsWith('deleted file mode')) to = undefined;
    else if (/^(?:copy |Binary files |GIT binary)/.test(line)) unsupported ??= line;
    else if (!/^(?:index |old mode |new mode |similarity |dissimilarity )/.test(line)) break;
  }
  return { from, to, unsupported, end: at };
}

/** The names of `---` and `+++`: without a timestamp, and without `a/` and `b/` where both have them. */
function readNames(old: string, next: string): [string | undefined, string | undefined] {
  const names = [old, next].map((name) => (name.split('\t')[0] ?? '').trimEnd());
  const [from = '', to = ''] = names.map((name) => (name === '/dev/null' ? undefined : name));
  const isGit = (from === '' || from.startsWith('a/')) && (to === '' || to.startsWith('b/'));
  const bare = (name: string) => (name === '' ? undefined : isGit ? name.slice(2) : name);
  return [bare(from), bare(to)];
}

interface UnifiedBody {
  readonly body: readonly string[];
  readonly end: number;
  /** Its last hunk has fewer lines than its numbers say. */
  readonly left: boolean;
}

/**
 * A file's hunks, each as long as its `@@` line says, longer where lines of a hunk go on, and shorter
 * where another file begins. Lines of another kind between them become empty ones, but not in a file that
 * comes or goes whole: there no context tells whether an empty line is right.
 */
function readBody(lines: readonly string[], { from, to, end: start }: FileHeader): UnifiedBody {
  const body: string[] = [];
  const isWhole = from === undefined || to === undefined;
  let [old, next] = [0, 0];
  let at = start;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const open = old > 0 || next > 0;
    if (open ? interrupts(lines, at, old, next) : startsUnified(lines, at)) break;
    const range = /^@@ -\d+(?:,(\d{1,9}))? \+\d+(?:,(\d{1,9}))? ?@@/.exec(line);
    if (range !== null) {
      [old, next] = [Number(range[1] ?? 1), Number(range[2] ?? 1)];
      body.push(line);
      continue;
    }
    if (!open && isSignature(lines, at)) break;
    const mark = line[0] ?? ' ';
    const belongs = open ? ' +-\\'.includes(mark) : '+-\\'.includes(mark) || line.startsWith('@@');
    if (mark !== '+') old -= 1;
    if (mark !== '-') next -= 1;
    if (mark === '\\') [old, next] = [old + 1, next + 1];
    const isForeign = !belongs && (mark !== ' ' || line.trim() === '');
    const isKept = !isForeign || (isWhole && open && !line.startsWith('***'));
    body.push(isKept ? line : '');
  }
  return { body, end: at, left: old > 0 || next > 0 };
}

/**
 * Whether another file begins although the numbers promise more lines of this one. A pair of `---` and
 * `+++` may be the last two lines of a hunk, before the next: then just these two are missing.
 */
function interrupts(lines: readonly string[], at: number, old: number, next: number): boolean {
  if (lines[at]?.startsWith('diff --git ') === true) return true;
  const isPair = isFilePair(lines, at) && lines[at + 2]?.startsWith('@@') === true;
  return isPair && (old !== 1 || next !== 1);
}

/** The `-- ` and version number with which git ends a patch that is to be mailed. */
function isSignature(lines: readonly string[], at: number): boolean {
  return lines[at]?.trimEnd() === '--' && /^\d{1,3}\.\d/.test(lines[at + 1] ?? '');
}

function toSection(
  header: FileHeader,
  body: readonly string[],
  patchLine: number,
  firstLine: number,
): PatchSection | string {
  const { from, to, unsupported } = header;
  if (unsupported !== undefined) return `\`${unsupported.slice(0, 80)}\` cannot be applied here.`;
  const path = from ?? to;
  if (path === undefined) return 'the diff names no file.';
  if (path.startsWith('"') || to?.startsWith('"') === true) {
    return 'the path is quoted. Write it plainly, in the form below.';
  }
  const read = runToEnd(readHunks(body, firstLine, false));
  if (!read.ok) return read.error;
  const { hunks } = read;
  if (from !== undefined && to !== undefined) {
    const moveTo = from === to ? undefined : to;
    if (hunks.length === 0 && moveTo === undefined) return 'the diff has no hunks.';
    return { kind: 'update', path, moveTo, hunks, patchLine };
  }
  const wanted = from === undefined ? 'add' : 'remove';
  const [hunk] = hunks;
  if (hunks.length > 1 || hunk?.lines.some((line) => line.kind !== wanted && line.text !== '')) {
    return `a ${from === undefined ? 'new' : 'deleted'} file has \`${wanted === 'add' ? '+' : '-'}\` lines only.`;
  }
  const lines = linesOf(hunk);
  return from === undefined
    ? { kind: 'add', path, lines, finalNewline: hunk?.finalNewline !== false, patchLine }
    : { kind: 'delete', path, lines, patchLine };
}

/** Empty lines between the others are lines of the file; those at the ends are spacing. */
function linesOf(hunk: PatchHunk | undefined): readonly string[] {
  if (hunk === undefined) return [];
  const { lines, looseHead, looseTail } = hunk;
  return lines.slice(looseHead, lines.length - looseTail).map((line) => line.text);
}
