import { diffLinesInSteps, type LineChange } from './diff-lines.ts';
import { runToEnd } from './run-steps.ts';
import { endsLine, splitLines } from './split-lines.ts';

/** A region that both sides changed, differently. Texts are whole lines with their endings. */
export interface MergeConflict {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** Lines of the base text, from 0. */
  readonly baseStart: number;
  readonly baseEnd: number;
  /** First line of the region in `text`. */
  readonly textStart: number;
}

export type MergedTexts =
  | { readonly ok: true; readonly text: string }
  /** `text` has ours in the regions that collide, and both sides' changes everywhere else. */
  | { readonly ok: false; readonly text: string; readonly conflicts: readonly MergeConflict[] };

/**
 * Three-way merge by regions of lines. Changes that do not overlap all come in, also where they
 * touch; the same change on both sides comes in once; what both sides changed differently is a
 * conflict, told and not decided. Swapping ours and theirs gives the same text or the same conflicts.
 */
export function mergeTexts(base: string, ours: string, theirs: string): MergedTexts {
  return runToEnd(mergeTextsInSteps(base, ours, theirs));
}

/** Likewise, and yields now and then. */
export function* mergeTextsInSteps(
  base: string,
  ours: string,
  theirs: string,
): Generator<void, MergedTexts> {
  if (ours === theirs || base === theirs) return { ok: true, text: ours };
  if (base === ours) return { ok: true, text: theirs };
  const lines = { base: splitLines(base), ours: splitLines(ours), theirs: splitLines(theirs) };
  const regions = joinRegions(
    yield* diffLinesInSteps(lines.base, lines.ours),
    yield* diffLinesInSteps(lines.base, lines.theirs),
    [base, ours, theirs].every(endsLine) ? -1 : lines.base.length,
  );
  yield;
  const pieces: string[] = [];
  const conflicts: MergeConflict[] = [];
  let copied = 0;
  for (const region of regions) {
    for (; copied < region.start; copied += 1) pieces.push(lines.base[copied] ?? '');
    const mine = sideLines(lines.base, lines.ours, region, region.ours);
    const other = sideLines(lines.base, lines.theirs, region, region.theirs);
    const chosen = region.ours.length === 0 ? other : mine;
    if (region.ours.length > 0 && region.theirs.length > 0 && mine.join('') !== other.join('')) {
      conflicts.push({
        base: lines.base.slice(region.start, region.end).join(''),
        ours: mine.join(''),
        theirs: other.join(''),
        baseStart: region.start,
        baseEnd: region.end,
        textStart: pieces.length,
      });
    }
    for (const line of chosen) pieces.push(line);
    copied = region.end;
  }
  for (; copied < lines.base.length; copied += 1) pieces.push(lines.base[copied] ?? '');
  const text = pieces.join('');
  return conflicts.length === 0 ? { ok: true, text } : { ok: false, text, conflicts };
}

/**
 * Takes an edit (`before` to `after`) back out of `current`, which has moved on since: what was
 * changed elsewhere stays; where the edit's own lines were changed again there is a conflict, with
 * `current` as ours.
 */
export function undoEdit(edit: {
  readonly before: string;
  readonly after: string;
  readonly current: string;
}): MergedTexts {
  return mergeTexts(edit.after, edit.current, edit.before);
}

/** Base lines [start, end) with the changes of each side that overlap there. */
interface Region {
  readonly start: number;
  readonly end: number;
  readonly ours: readonly LineChange[];
  readonly theirs: readonly LineChange[];
}

/** `sealed`: a line number at which changes may not merely touch, or -1. */
function joinRegions(
  ours: readonly LineChange[],
  theirs: readonly LineChange[],
  sealed: number,
): Region[] {
  const all = [
    ...ours.map((change) => ({ change, mine: true })),
    ...theirs.map((change) => ({ change, mine: false })),
  ].sort(
    (one, other) =>
      one.change.beforeStart - other.change.beforeStart ||
      one.change.beforeEnd - other.change.beforeEnd ||
      Number(other.mine) - Number(one.mine),
  );
  const regions: { start: number; end: number; ours: LineChange[]; theirs: LineChange[] }[] = [];
  for (const { change, mine } of all) {
    let region = regions.at(-1);
    if (region === undefined || !overlaps(region, change, sealed)) {
      region = { start: change.beforeStart, end: change.beforeEnd, ours: [], theirs: [] };
      regions.push(region);
    }
    region.end = Math.max(region.end, change.beforeEnd);
    (mine ? region.ours : region.theirs).push(change);
  }
  return regions;
}

/**
 * Shares a line, or adds at the very same point. At the end of a text without a final line ending
 * (`sealed`) touching counts too, since what follows would be glued to the last line.
 */
function overlaps(
  region: { start: number; end: number },
  change: LineChange,
  sealed: number,
): boolean {
  if (change.beforeStart < region.end) return true;
  if (change.beforeStart === sealed && region.end === sealed) return true;
  const empty = region.start === region.end && change.beforeStart === change.beforeEnd;
  return empty && change.beforeStart === region.start;
}

/** One side's lines for a base region: its changes in it, and base lines between them. */
function sideLines(
  base: readonly string[],
  side: readonly string[],
  region: Region,
  changes: readonly LineChange[],
): string[] {
  const lines: string[] = [];
  let copied = region.start;
  for (const change of changes) {
    for (; copied < change.beforeStart; copied += 1) lines.push(base[copied] ?? '');
    for (let at = change.afterStart; at < change.afterEnd; at += 1) lines.push(side[at] ?? '');
    copied = change.beforeEnd;
  }
  for (; copied < region.end; copied += 1) lines.push(base[copied] ?? '');
  return lines;
}
