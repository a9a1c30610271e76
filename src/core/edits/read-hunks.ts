import type { HunkLine, HunkRange, PatchHunk } from './patch.ts';
import { readPatchHeader } from './patch-header.ts';

/** The body of an Update section. */
export type UpdateBody =
  | { readonly ok: true; readonly moveTo: string | undefined; readonly hunks: readonly PatchHunk[] }
  /** `at`: index of the offending line among the body's lines. */
  | { readonly ok: false; readonly at: number; readonly error: string };

interface OpenHunk {
  readonly at: number;
  readonly anchors: string[];
  range: HunkRange | undefined;
  readonly lines: HunkLine[];
  /** For each line, whether it was wholly empty in the patch. */
  readonly empty: boolean[];
  /** Kind of the line that ends a text without a newline, for the old and the new text. */
  readonly unended: Set<HunkLine['kind']>;
  unmarked: number | undefined;
}

/**
 * Reads the lines between an Update header and the next section. `firstLine` is the patch line
 * number of the first of them, for the hunks' own numbers; `padded`: indented headers are headers. Yields now and then.
 */
export function* readHunks(
  body: readonly string[],
  firstLine: number,
  padded = false,
): Generator<void, UpdateBody> {
  const start = skipUnifiedHeader(body);
  const hunks: PatchHunk[] = [];
  let moveTo: string | undefined;
  let open: OpenHunk | undefined;
  const close = (endOfFile: boolean): boolean => {
    const hunk = open;
    open = undefined;
    if (hunk === undefined) return true;
    const finished = finishHunk(hunk, endOfFile, firstLine);
    if (finished !== undefined) hunks.push(finished);
    return finished !== undefined || hunk.anchors.length === 0;
  };
  for (let at = start; at < body.length; at += 1) {
    if (at % 8192 === 8191) yield;
    const line = body[at] ?? '';
    if (line.startsWith('@@') || (padded && isPaddedAnchor(line))) {
      if (open !== undefined && open.empty.includes(false)) close(false);
      open ??= openHunk(at);
      open.lines.length = 0;
      open.empty.length = 0;
      const { anchor, range } = readAnchor(line.trimStart());
      if (anchor !== '') open.anchors.push(anchor);
      open.range = range ?? open.range;
      continue;
    }
    const mayBeHeader = padded || line.startsWith('***') || open === undefined;
    const header = mayBeHeader ? readPatchHeader(line) : undefined;
    if (header?.kind === 'move') {
      if (hunks.length > 0 || open?.empty.includes(false) === true) {
        return {
          ok: false,
          at,
          error: '`*** Move to:` must come directly after `*** Update File:`.',
        };
      }
      if (moveTo !== undefined) return { ok: false, at, error: '`*** Move to:` is there twice.' };
      moveTo = header.path;
      continue;
    }
    if (header?.kind === 'endOfFile') {
      if (!close(true)) return { ok: false, at, error: emptyHunk };
      continue;
    }
    if (line.startsWith('***')) return { ok: false, at, error: badLine(line) };
    if (line.startsWith('\\ ')) {
      const before = open?.lines.at(-1);
      if (before !== undefined) open?.unended.add(before.kind);
      continue;
    }
    if (open === undefined && line === '') continue;
    open ??= openHunk(at);
    const read = readHunkLine(line);
    if (read === undefined) open.unmarked ??= firstLine + at;
    open.lines.push(read ?? { kind: 'context', text: line });
    open.empty.push(line === '');
  }
  const lastAt = open?.at ?? 0;
  if (!close(false)) return { ok: false, at: lastAt, error: emptyHunk };
  const bare = hunks.find((hunk) => hunk.unmarked !== undefined && !changesSomething(hunk));
  if (bare?.unmarked !== undefined) {
    const at = bare.unmarked - firstLine;
    return { ok: false, at, error: badLine(body[at] ?? '') };
  }
  return { ok: true, moveTo, hunks };
}

/** An indented `@@` line, where indented headers are headers. */
export function isPaddedAnchor(line: string): boolean {
  return line.startsWith(' ') && line.trimStart().startsWith('@@');
}

function changesSomething(hunk: PatchHunk): boolean {
  return hunk.lines.some((line) => line.kind !== 'context');
}

const emptyHunk =
  'There are no lines after this `@@` line. Write the context, `-` and `+` lines of the hunk below it.';

function badLine(line: string): string {
  const shown = JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
  return `${shown} is not a line of a hunk. Every line of a hunk starts with a space (context), \`-\` (removed) or \`+\` (added).`;
}

function openHunk(at: number): OpenHunk {
  const unended = new Set<HunkLine['kind']>();
  return { at, anchors: [], range: undefined, lines: [], empty: [], unended, unmarked: undefined };
}

function readHunkLine(line: string): HunkLine | undefined {
  if (line === '') return { kind: 'context', text: '' };
  switch (line[0]) {
    case ' ':
      return { kind: 'context', text: line.slice(1) };
    case '-':
      return { kind: 'remove', text: line.slice(1) };
    case '+':
      return { kind: 'add', text: line.slice(1) };
    default:
      return undefined;
  }
}

/** Undefined for a hunk without lines. Empty lines at either end are context only perhaps. */
function finishHunk(hunk: OpenHunk, endOfFile: boolean, firstLine: number): PatchHunk | undefined {
  const { anchors, lines, range, unended, unmarked } = hunk;
  const head = hunk.empty.indexOf(false);
  if (head < 0) return undefined;
  const tail = hunk.empty.length - 1 - hunk.empty.lastIndexOf(false);
  return {
    anchors,
    lines,
    looseHead: head,
    looseTail: tail,
    endOfFile: endOfFile || unended.size > 0,
    finalNewline: readFinalNewline(unended),
    range,
    patchLine: firstLine + hunk.at,
    unmarked,
  };
}

/** A newline is added where only the old text lacks it, and taken where only the new one does. */
function readFinalNewline(unended: ReadonlySet<HunkLine['kind']>): boolean | undefined {
  if (unended.has('context')) return undefined;
  if (unended.has('add')) return false;
  return unended.has('remove') ? true : undefined;
}

/** The text after `@@`, or its line numbers; an ellipsis says nothing. */
function readAnchor(line: string): { anchor: string; range: HunkRange | undefined } {
  let text = line.slice(2);
  if (text.startsWith(' ')) text = text.slice(1);
  const numbers = /^\s{0,9}-(\d{1,9})(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))?\s{0,9}(?:@@|$)/.exec(
    text,
  );
  if (numbers !== null) {
    const [, start, oldLines = '1', newLines = '1'] = numbers;
    const range = {
      start: Number(start),
      oldLines: Number(oldLines),
      newLines: Number(newLines),
    };
    return { anchor: '', range };
  }
  text = text.trimEnd();
  if (text.endsWith('@@')) text = text.slice(0, -2).trimEnd();
  const bare = text.trim();
  return { anchor: bare === '...' || bare === '…' ? '' : text, range: undefined };
}

/** `--- a/x` and `+++ b/x`, as other tools' patches have them, say nothing new. */
function skipUnifiedHeader(body: readonly string[]): number {
  let first = body.findIndex((line) => line.trim() !== '');
  if (first < 0) return 0;
  if (body[first]?.startsWith('diff --git ') === true) {
    const old = body.findIndex((line) => line.startsWith('--- ') || line.startsWith('@@'));
    first = old < 0 || old > first + 9 ? first : old;
  }
  const isPair =
    body[first]?.startsWith('--- ') === true && body[first + 1]?.startsWith('+++ ') === true;
  return isPair && body[first + 2]?.startsWith('@@') === true ? first + 2 : 0;
}
