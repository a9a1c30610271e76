import type { LineChange } from './diff-lines.ts';
import { diffTextsInSteps } from './diff-texts.ts';
import { countLines, type LineMap, mapLines, textOfLines } from './line-map.ts';
import { runToEnd } from './run-steps.ts';
import { endsLine } from './split-lines.ts';

/** A region that both sides changed, differently. Texts are whole lines with their endings. */
export interface MergeConflict {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** Lines of the base text, from 0. */
  readonly baseStart: number;
  readonly baseEnd: number;
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
  const lines = { base: mapLines(base), ours: mapLines(ours), theirs: mapLines(theirs) };
  yield;
  const regions = joinRegions(
    yield* diffTextsInSteps(lines.base, lines.ours),
    yield* diffTextsInSteps(lines.base, lines.theirs),
    [base, ours, theirs].every(endsLine) ? -1 : countLines(lines.base),
  );
  yield;
  const pieces: string[] = [];
  const conflicts: MergeConflict[] = [];
  let copied = 0;
  for (const { start, end, ours: mine, theirs: other } of regions) {
    pieces.push(textOfLines(lines.base, copied, start));
    const region = {
      base: textOfLines(lines.base, start, end),
      ours: sideText(lines.base, lines.ours, start, end, mine),
      theirs: sideText(lines.base, lines.theirs, start, end, other),
    };
    if (mine.length > 0 && other.length > 0 && region.ours !== region.theirs) {
      conflicts.push({ ...region, baseStart: start, baseEnd: end });
    }
    pieces.push(mine.length === 0 ? region.theirs : region.ours);
    copied = end;
  }
  pieces.push(textOfLines(lines.base, copied, Infinity));
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

/** One side's text for base lines [start, end): its changes in them, and base lines between those. */
function sideText(
  base: LineMap,
  side: LineMap,
  start: number,
  end: number,
  changes: readonly LineChange[],
): string {
  let text = '';
  let copied = start;
  for (const { beforeStart, beforeEnd, afterStart, afterEnd } of changes) {
    text += textOfLines(base, copied, beforeStart) + textOfLines(side, afterStart, afterEnd);
    copied = beforeEnd;
  }
  return text + textOfLines(base, copied, end);
}
