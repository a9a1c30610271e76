import { foldPunctuation, trimmedStart } from './line-key.ts';
import type { HunkPlace } from './locate-hunk.ts';
import { lineText, type TextLines } from './text-lines.ts';
import { type IndentPair, mapIndent } from './map-indent.ts';

export type FittedLines =
  /** The hunk's added lines, in order, as they belong into this file. */
  | { readonly ok: true; readonly added: readonly string[] }
  /** `added`: a line whose indentation the place leaves open. */
  | { readonly ok: false; readonly added: string };

/**
 * Brings a hunk's added lines into the file's own style where the hunk was found by looking past
 * indentation or punctuation: indented as the lines around them are, and with the file's characters
 * in the unchanged parts of a changed line. A hunk found to the letter is taken to the letter.
 */
export function fitLines(lines: TextLines, place: HunkPlace): FittedLines {
  const plain = place.lines.filter((line) => line.kind === 'add').map((line) => line.text);
  if (place.strictness === 'exact' || place.strictness === 'trailing') {
    return { ok: true, added: plain };
  }
  const rows = readRows(lines, place);
  const pairs = distinctPairs(rows);
  const kept = pairs.every((pair) => pair.patch === pair.file) || lacksMarks(rows);
  const near = nearestPairs(rows);
  const solid = rows.filter((row) => row.text.trim() !== '');
  const indents = [...new Set(solid.map((row) => indentOf(row.text)))];
  const added: string[] = [];
  for (const [at, row] of rows.entries()) {
    if (row.kind !== 'add') continue;
    const indent = indentOf(row.text);
    const body = bodyFor(row, place);
    if (kept || body === '') {
      added.push(kept ? indent + body : '');
      continue;
    }
    const mapped = row.replaces?.pair?.patch === indent ? row.replaces.pair.file : undefined;
    const fitted = mapped ?? mapIndent(lines, indent, pairs, near[at] ?? [], indents);
    if (fitted === undefined) return { ok: false, added: row.text };
    added.push(fitted + body);
  }
  return { ok: true, added };
}

interface Row {
  readonly kind: 'context' | 'remove' | 'add';
  readonly text: string;
  /** The file's line, for context and removed lines. */
  readonly file: string;
  readonly pair: IndentPair | undefined;
  /** For an added line: the removed line in its place, if as many were added as removed. */
  replaces: Row | undefined;
}

function readRows(lines: TextLines, place: HunkPlace): readonly Row[] {
  const rows: Row[] = [];
  let at = place.start;
  let removed: Row[] = [];
  let added: Row[] = [];
  const endRun = () => {
    if (removed.length === added.length) {
      for (const [index, row] of added.entries()) row.replaces = removed[index];
    }
    removed = [];
    added = [];
  };
  for (const { kind, text } of place.lines) {
    const file = kind === 'add' ? '' : lineText(lines, at);
    if (kind !== 'add') at += 1;
    const blank = kind === 'add' || text.trim() === '';
    const pair = blank ? undefined : { patch: indentOf(text), file: indentOf(file) };
    const row: Row = { kind, text, file, pair, replaces: undefined };
    if (kind === 'context' || (kind === 'remove' && added.length > 0)) endRun();
    if (kind === 'remove') removed.push(row);
    if (kind === 'add') added.push(row);
    rows.push(row);
  }
  endRun();
  return rows;
}

/**
 * Context lines whose own first space was taken for their mark, so that only they seem to stand one
 * column off; the lines that carry a mark are to the letter.
 */
function lacksMarks(rows: readonly Row[]): boolean {
  const shifted = new Set<string>();
  for (const { kind, pair } of rows) {
    if (pair === undefined || pair.patch === pair.file) continue;
    if (kind !== 'context' || pair.file !== ` ${pair.patch}`) return false;
    shifted.add(pair.patch);
  }
  return !rows.some((row) => row.kind === 'add' && shifted.has(indentOf(row.text)));
}

function distinctPairs(rows: readonly Row[]): readonly IndentPair[] {
  const distinct = new Map<string, IndentPair>();
  for (const { pair } of rows) {
    if (pair !== undefined) distinct.set(`${pair.patch}|${pair.file}`, pair);
  }
  return [...distinct.values()];
}

/** For each row, the pairs of the nearest old lines before and behind it. */
function nearestPairs(rows: readonly Row[]): readonly (readonly IndentPair[])[] {
  const near: IndentPair[][] = rows.map(() => []);
  let last: IndentPair | undefined;
  for (const [at, row] of rows.entries()) {
    if (last !== undefined) near[at]?.push(last);
    last = row.pair ?? last;
  }
  last = undefined;
  for (const [at, row] of [...rows.entries()].reverse()) {
    if (last !== undefined) near[at]?.push(last);
    last = row.pair ?? last;
  }
  return near;
}

function indentOf(line: string): string {
  return line.slice(0, trimmedStart(line, 0, line.length));
}

/** An added line's text behind its indentation. */
function bodyFor(row: Row, place: HunkPlace): string {
  const body = row.text.slice(indentOf(row.text).length);
  if (place.strictness !== 'punctuation' || row.replaces === undefined) return body;
  const old = row.replaces.text.trim();
  const file = row.replaces.file.trim();
  return keepCharacters(file, old, body);
}

/**
 * `next` with the file's own characters where `next` repeats `old`: a patch that writes "quotes" for
 * “quotes” and changes a word beside them leaves them as they are.
 */
function keepCharacters(file: string, old: string, next: string): string {
  if (file.length !== old.length || foldPunctuation(file) !== foldPunctuation(old)) return next;
  const shorter = Math.min(old.length, next.length);
  let head = 0;
  while (head < shorter && old[head] === next[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === next[next.length - 1 - tail]) {
    tail += 1;
  }
  return (
    file.slice(0, head) + next.slice(head, next.length - tail) + file.slice(file.length - tail)
  );
}
