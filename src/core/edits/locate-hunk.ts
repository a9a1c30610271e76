import { type AnchorPlace, findAnchors, type FoundAnchors } from './find-anchor.ts';
import { hasLengths } from './heed-ranges.ts';
import { findBlock, isWithin, joinRanges, type LineRange } from './line-index.ts';
import { type Strictness, strictnesses } from './line-key.ts';
import type { MatchSource } from './match-source.ts';
import type { HunkLine, PatchHunk } from './patch.ts';
import { lineOffset, lineText } from './text-lines.ts';

/** Where a hunk goes: its old lines are the file's lines from `start` on. */
export interface HunkPlace {
  /** The hunk's lines, less empty ones at its ends that turned out to be mere spacing. */
  readonly lines: readonly HunkLine[];
  /** First old line, from 0; for a hunk that only adds, the line it is put before. */
  readonly start: number;
  readonly strictness: Strictness;
  /** The anchored part it was found in. */
  readonly within: AnchorPlace | undefined;
  /** What told it from other places with the same lines. */
  readonly by?: 'line numbers';
}

/** What came of looking for one hunk. Lines are counted from 0. */
export type HunkVerdict =
  | { readonly kind: 'placed'; readonly place: HunkPlace }
  | {
      readonly kind: 'ambiguous';
      readonly lines: readonly HunkLine[];
      readonly starts: readonly number[];
      readonly strictness: Strictness;
      /** There are more than these. */
      readonly more: boolean;
      /** One place is told from the others by empty lines that may be mere spacing. */
      readonly spacing?: true;
    }
  | { readonly kind: 'ambiguousAnchor'; readonly anchor: string; readonly lines: readonly number[] }
  | { readonly kind: 'noAnchor'; readonly anchor: string; readonly inside: string | undefined }
  /** The lines are in the file, but not where the hunk says they are. */
  | { readonly kind: 'outsideAnchor'; readonly anchor: string; readonly starts: readonly number[] }
  | { readonly kind: 'notAtEnd'; readonly starts: readonly number[] }
  | { readonly kind: 'notFound' }
  /** Only added lines, with a line number that nothing in the file can confirm. */
  | { readonly kind: 'unconfirmed' }
  /** The place is known, the indentation of an added line there is not. */
  | { readonly kind: 'indentation'; readonly line: number; readonly added: string }
  /** The file is there already as the hunk would leave it. */
  | { readonly kind: 'done'; readonly line: number }
  /** Another hunk (counted from 0) changes the same lines; `same`: in the same way. */
  | {
      readonly kind: 'overlap';
      readonly other: number;
      readonly line: number;
      readonly same: boolean;
    };

/**
 * Looks for a hunk's one place. A strictness counts only if it finds a single place within what the
 * hunk's anchors and `*** End of File` allow; several places are never chosen from. `limit`: how many
 * places of an ambiguous hunk to list.
 */
export function locateHunk(source: MatchSource, hunk: PatchHunk, limit: number): HunkVerdict {
  const anchors = findAnchors(source, hunk.anchors);
  if (!anchors.ok) return { kind: 'noAnchor', anchor: anchors.anchor, inside: anchors.inside };
  const readings = readingsOf(hunk);
  if (readings.length === 0) return locateAddition(source, hunk, anchors);
  const anchored = anchors.places;
  let ambiguous: HunkVerdict | undefined;
  for (const strictness of strictnesses) {
    for (const reading of readings) {
      const starts = search(source, hunk, reading, strictness, anchored, limit);
      const { lines } = reading;
      const [start] = starts;
      if (start === undefined) continue;
      if (starts.length === 1) {
        const dense = reading === readings[0] && !countsSpacing(hunk) ? readings[1] : undefined;
        const others = dense && search(source, hunk, dense, strictness, anchored, limit);
        if (dense !== undefined && others !== undefined && others.length > 1) {
          const more = others.length === limit;
          const verdict = { lines: dense.lines, starts: others, strictness, more };
          return { kind: 'ambiguous', ...verdict, spacing: true };
        }
        const within = anchored?.find((one) => {
          const range = startsIn(one, reading.old.length);
          return start >= range.start && start < range.end;
        });
        return { kind: 'placed', place: { lines, start, strictness, within } };
      }
      const more = starts.length === limit;
      ambiguous ??= { kind: 'ambiguous', lines, starts, strictness, more };
      // Without the spacing there are several; with it there may still be one, less strictly.
      if (reading === readings[0]) return ambiguous;
    }
  }
  return ambiguous ?? explainAbsence(source, hunk, readings, limit);
}

interface Reading {
  readonly lines: readonly HunkLine[];
  readonly old: readonly string[];
}

/** As written, then without empty lines at either end. None for a hunk without old lines. */
function readingsOf(hunk: PatchHunk): readonly Reading[] {
  const written = reading(hunk.lines);
  if (hunk.looseHead + hunk.looseTail === 0) return written.old.length === 0 ? [] : [written];
  const dense = reading(hunk.lines.slice(hunk.looseHead, hunk.lines.length - hunk.looseTail));
  return dense.old.length === 0 ? [] : [written, dense];
}

/** Whether the hunk's numbers count the empty lines at its ends: then they are context. */
function countsSpacing({ lines, range }: PatchHunk): boolean {
  return range !== undefined && hasLengths(lines, range);
}

function reading(lines: readonly HunkLine[]): Reading {
  const old = lines.filter((line) => line.kind !== 'add').map((line) => line.text);
  return { lines, old };
}

function search(
  source: MatchSource,
  hunk: PatchHunk,
  { old }: Reading,
  strictness: Strictness,
  anchored: readonly AnchorPlace[] | undefined,
  limit: number,
): readonly number[] {
  const index = source.index(strictness);
  const ranges = anchored && joinRanges(anchored.map((place) => startsIn(place, old.length)));
  if (!hunk.endOfFile) return findBlock(index, old, limit, ranges && { ranges });
  const end = { start: firstEnd(source, hunk, strictness) - old.length, end: source.lines.count };
  const accepts = (start: number) => ranges === undefined || isWithin(ranges, start);
  return findBlock(index, old, limit, { ranges: [end], accepts });
}

/** Where lines may start: in the anchored part, right behind it, or before it if they hold its header. */
function startsIn(place: AnchorPlace, length: number): LineRange {
  return { start: place.line - length + 1, end: place.end + 1 };
}

/**
 * The first line that may come behind a hunk which ends the file: only blank lines follow, and none if
 * the match is to the letter or the last line is spoken of.
 */
function firstEnd({ lines }: MatchSource, hunk: PatchHunk, strictness: Strictness): number {
  let end = lines.count;
  if (strictness === 'exact' || hunk.finalNewline !== undefined) return end;
  const least = Math.max(0, lines.text.length - 200);
  while (end > 0 && lineOffset(lines, end - 1) > least) {
    if (lineText(lines, end - 1).trim() !== '') break;
    end -= 1;
  }
  return end;
}

function locateAddition(
  source: MatchSource,
  hunk: PatchHunk,
  { places, vague }: Extract<FoundAnchors, { ok: true }>,
): HunkVerdict {
  const lines = hunk.lines.filter((line) => line.kind === 'add');
  const strictness = 'exact';
  const [place, second] = places ?? [];
  if (hunk.anchors.length === 0 || hunk.endOfFile) {
    const { count } = source.lines;
    const elsewhere = hunk.range !== undefined && hunk.range.start !== count && !hunk.endOfFile;
    if (elsewhere) return { kind: 'unconfirmed' };
    return { kind: 'placed', place: { lines, start: count, strictness, within: undefined } };
  }
  if (vague !== undefined) return { kind: 'ambiguousAnchor', ...vague };
  if (second !== undefined || place === undefined) {
    const found = places?.map((one) => one.line) ?? [];
    return { kind: 'ambiguousAnchor', anchor: hunk.anchors.at(-1) ?? '', lines: found };
  }
  return { kind: 'placed', place: { lines, start: place.line + 1, strictness, within: place } };
}

/** Not found where the hunk says: is it anywhere else? */
function explainAbsence(
  source: MatchSource,
  hunk: PatchHunk,
  readings: readonly Reading[],
  limit: number,
): HunkVerdict {
  const anchor = hunk.anchors.at(-1);
  if (anchor === undefined && !hunk.endOfFile) return { kind: 'notFound' };
  const dense = readings.at(-1)?.old ?? [];
  const starts = findBlock(source.index('punctuation'), dense, limit);
  if (starts.length === 0) return { kind: 'notFound' };
  return anchor === undefined
    ? { kind: 'notAtEnd', starts }
    : { kind: 'outsideAnchor', anchor, starts };
}
