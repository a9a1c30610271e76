import type { HunkLine, PatchHunk } from './patch.ts';
import { readPatchHeader } from './patch-header.ts';

/** The body of an Update section. */
export type UpdateBody =
  | { readonly ok: true; readonly moveTo: string | undefined; readonly hunks: readonly PatchHunk[] }
  /** `at`: index of the offending line among the body's lines. */
  | { readonly ok: false; readonly at: number; readonly error: string };

interface OpenHunk {
  readonly at: number;
  readonly anchors: string[];
  readonly lines: HunkLine[];
  /** For each line, whether it was wholly empty in the patch. */
  readonly empty: boolean[];
}

/**
 * Reads the lines between an Update header and the next section. `firstLine` is the patch line
 * number of the first of them, for the hunks' own numbers.
 */
export function readHunks(body: readonly string[], firstLine: number): UpdateBody {
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
    const line = body[at] ?? '';
    if (line.startsWith('@@')) {
      if (open !== undefined && open.empty.includes(false)) close(false);
      open ??= { at, anchors: [], lines: [], empty: [] };
      open.lines.length = 0;
      open.empty.length = 0;
      const anchor = readAnchor(line);
      if (anchor !== '') open.anchors.push(anchor);
      continue;
    }
    const header = line.startsWith('***') || open === undefined ? readPatchHeader(line) : undefined;
    if (header?.kind === 'move') {
      if (hunks.length > 0 || open?.empty.includes(false) === true) {
        return {
          ok: false,
          at,
          error: '`*** Move to:` must come directly after `*** Update File:`.',
        };
      }
      moveTo = header.path;
      continue;
    }
    if (header?.kind === 'endOfFile') {
      if (!close(true)) return { ok: false, at, error: emptyHunk };
      continue;
    }
    const read = readHunkLine(line);
    if (read === undefined) {
      if (line.startsWith('\\')) continue;
      return { ok: false, at, error: badLine(line) };
    }
    if (open === undefined && line === '') continue;
    open ??= { at, anchors: [], lines: [], empty: [] };
    open.lines.push(read);
    open.empty.push(line === '');
  }
  const lastAt = open?.at ?? 0;
  if (!close(false)) return { ok: false, at: lastAt, error: emptyHunk };
  return { ok: true, moveTo, hunks };
}

const emptyHunk =
  'There are no lines after this `@@` line. Write the context, `-` and `+` lines of the hunk below it.';

function badLine(line: string): string {
  const shown = JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
  return `${shown} is not a line of a hunk. Every line of a hunk starts with a space (context), \`-\` (removed) or \`+\` (added).`;
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
  const head = hunk.empty.indexOf(false);
  if (head < 0) return undefined;
  const tail = hunk.empty.length - 1 - hunk.empty.lastIndexOf(false);
  return {
    anchors: hunk.anchors,
    lines: hunk.lines,
    looseHead: head,
    looseTail: tail,
    endOfFile,
    patchLine: firstLine + hunk.at,
  };
}

/** The text after `@@`. Line numbers and an ellipsis are hints without weight: the lines decide. */
function readAnchor(line: string): string {
  let text = line.slice(2);
  if (text.startsWith(' ')) text = text.slice(1);
  const range = /^\s{0,9}-\d{1,9}(?:,\d{1,9})? \+\d{1,9}(?:,\d{1,9})?\s{0,9}(?:@@|$)/.exec(text);
  if (range !== null) return '';
  text = text.trimEnd();
  if (text.endsWith('@@')) text = text.slice(0, -2).trimEnd();
  const bare = text.trim();
  return bare === '...' || bare === '…' ? '' : text;
}

/** `--- a/x` and `+++ b/x`, as other tools' patches have them, say nothing new. */
function skipUnifiedHeader(body: readonly string[]): number {
  const first = body.findIndex((line) => line.trim() !== '');
  if (first < 0) return 0;
  const isPair =
    body[first]?.startsWith('--- ') === true && body[first + 1]?.startsWith('+++ ') === true;
  return isPair && body[first + 2]?.startsWith('@@') === true ? first + 2 : 0;
}
