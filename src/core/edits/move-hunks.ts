import { composeReview, forgetTypedOver, isVisible } from './compose-review.ts';
import { hunkId } from './diff-hunks.ts';
import type { LineChange } from './diff-lines.ts';
import { diffTexts } from './diff-texts.ts';
import { countLines, type LineMap, mapLines, textOfLines } from './line-map.ts';
import type { ReviewHunk } from './review-state.ts';
import { endsLine } from './split-lines.ts';

/** A hunk on the text that the user has made of the one it was on. */
export interface MovedHunk {
  readonly hunk: ReviewHunk;
  /**
   * It meets what the user changed: it puts the proposal's lines where the user's are, as one hunk
   * for all that meet in one place. Only visible hunks do.
   */
  readonly collides: boolean;
}

/** A text's lines as they were, as they are, and what came between. */
export interface ChangedLines {
  readonly from: LineMap;
  readonly to: LineMap;
  readonly edits: readonly LineChange[];
}

/**
 * Carries hunks on `from` over to `to`, in their order and with their decisions. Where their lines
 * did not change they move along; visible ones that the user has made alike fall away; undone ones
 * stay remembered wherever they come to lie.
 */
export function moveHunks(
  hunks: readonly ReviewHunk[],
  changed: ChangedLines,
): readonly MovedHunk[] {
  const lines = hunks.filter(({ kind }) => kind === 'text');
  const wholes = hunks.filter(({ kind }) => kind === 'file');
  const visible = joinRegions(lines.filter(isVisible), changed.edits);
  const undone = lines.filter((hunk) => !isVisible(hunk));
  return [
    ...wholes.map((hunk) => ({ hunk, collides: false })),
    ...visible.flatMap((region) => placeRegion(region, changed) ?? []),
    ...undone.flatMap((hunk) => moveUndone(hunk, changed)),
  ];
}

function moveUndone(hunk: ReviewHunk, changed: ChangedLines): readonly MovedHunk[] {
  return joinRegions([hunk], editsNear(hunk, changed.edits)).flatMap((region) => {
    const placed = placeRegion(region, changed);
    if (placed === undefined) return [];
    // Bringing back what the user wrote must take nothing away.
    const isTheirs = placed.collides && hunk.author !== 'agent' && hunk.text !== '';
    const moved = isTheirs ? rememberAt(hunk, placed.hunk.baseStart, changed.to) : [placed.hunk];
    return moved.map((one) => ({ hunk: one, collides: false }));
  });
}

/**
 * An undone hunk with words of the user's own, whose lines are no longer there: remembered as an
 * addition before the line that changed. One that only removed lines has nothing to remember.
 */
export function rememberAt(hunk: ReviewHunk, line: number, lines: LineMap): readonly ReviewHunk[] {
  if (hunk.text === '') return [];
  const count = countLines(lines);
  const baseStart = Math.min(line, endsLine(lines.text) ? count : count - 1);
  const text = baseStart < count && !endsLine(hunk.text) ? `${hunk.text}\n` : hunk.text;
  const id = hunkId(baseStart, 0, text);
  return [{ ...forgetTypedOver(hunk), id, baseStart, baseLines: 0, text }];
}

/** Lines [start, end) of `from` with the hunks and the user's edits that overlap there. */
interface Region {
  readonly start: number;
  readonly end: number;
  /** How many lines further down `to` has it, at its start and at its end. */
  readonly shift: number;
  readonly shiftAfter: number;
  readonly hunks: readonly ReviewHunk[];
  readonly isEdited: boolean;
}

/** Hunk by hunk, or joined where one edit meets several; edits that meet no hunk are left out. */
function joinRegions(
  hunks: readonly ReviewHunk[],
  edits: readonly LineChange[],
): readonly Region[] {
  const items = [
    ...hunks.map((hunk) => ({
      start: hunk.baseStart,
      end: hunk.baseStart + hunk.baseLines,
      hunk,
      edit: undefined,
    })),
    ...edits.map((edit) => ({
      start: edit.beforeStart,
      end: edit.beforeEnd,
      hunk: undefined,
      edit,
    })),
  ].sort((one, other) => one.start - other.start || one.end - other.end);
  const regions: {
    start: number;
    end: number;
    shift: number;
    shiftAfter: number;
    hunks: ReviewHunk[];
    isEdited: boolean;
  }[] = [];
  let shift = 0;
  for (const { start, end, hunk, edit } of items) {
    let region = regions.at(-1);
    if (region === undefined || !overlaps(region, start, end)) {
      region = { start, end, shift, shiftAfter: shift, hunks: [], isEdited: false };
      regions.push(region);
    }
    region.end = Math.max(region.end, end);
    if (hunk !== undefined) region.hunks.push(hunk);
    if (edit === undefined) continue;
    shift = edit.afterEnd - edit.beforeEnd;
    region.shiftAfter = shift;
    region.isEdited = true;
  }
  return regions.filter((region) => region.hunks.length > 0);
}

/** Shares a line, or adds at the very same point. */
function overlaps(
  region: { readonly start: number; readonly end: number },
  start: number,
  end: number,
): boolean {
  return (
    start < region.end || (region.start === region.end && start === end && start === region.start)
  );
}

/** `undefined`: the user has made it alike. */
function placeRegion(
  { start, end, shift, shiftAfter, hunks, isEdited }: Region,
  { from, to }: ChangedLines,
): MovedHunk | undefined {
  const [only] = hunks;
  if (only === undefined) return undefined;
  const [baseStart, baseEnd] = [start + shift, end + shiftAfter];
  // A line without an ending cannot have lines behind it.
  const isLast = baseEnd === countLines(to);
  if (!isEdited && (isLast || endsLine(only.text))) {
    if (shift === 0) return { hunk: only, collides: false };
    const id = hunkId(baseStart, only.baseLines, only.text);
    return { hunk: { ...only, baseStart, id }, collides: false };
  }
  const proposed = composeReview(
    textOfLines(from, start, end),
    hunks.map((hunk) => ({ ...hunk, baseStart: hunk.baseStart - start })),
  );
  if (proposed === textOfLines(to, baseStart, baseEnd)) return undefined;
  const text = isLast || endsLine(proposed) ? proposed : `${proposed}${newlineOf(to)}`;
  const baseLines = baseEnd - baseStart;
  const id = hunkId(baseStart, baseLines, text);
  const one = forgetTypedOver(joined(hunks, only));
  const hunk: ReviewHunk = { ...one, id, baseStart, baseLines, text };
  return { hunk, collides: true };
}

/** Several hunks as one. */
function joined(hunks: readonly ReviewHunk[], first: ReviewHunk): ReviewHunk {
  const { author } = first;
  if (hunks.some((hunk) => hunk.author !== author)) {
    return { ...first, author: 'both', decision: 'edited' };
  }
  return hunks.find(({ decision }) => decision === 'pending') ?? first;
}

/** Those that can overlap the hunk, and the one before them, which tells how far it moves. */
function editsNear(hunk: ReviewHunk, edits: readonly LineChange[]): readonly LineChange[] {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edits[middle]?.beforeEnd ?? 0) < hunk.baseStart) low = middle + 1;
    else high = middle;
  }
  const end = hunk.baseStart + hunk.baseLines;
  let last = low;
  while ((edits[last]?.beforeStart ?? Infinity) <= end) last += 1;
  return edits.slice(Math.max(low - 1, 0), last);
}

function newlineOf(lines: LineMap): string {
  return textOfLines(lines, 0, 1).endsWith('\r\n') ? '\r\n' : '\n';
}

/** The lines of two texts, and what turns one into the other. */
export function changedLines(before: string, after: string): ChangedLines {
  const [from, to] = [mapLines(before), mapLines(after)];
  return { from, to, edits: diffTexts(from, to) };
}
