import { findDone } from './already-done.ts';
import { fitLines } from './fit-lines.ts';
import { heedRanges } from './heed-ranges.ts';
import type { LineEdit } from './line-edit.ts';
import { type HunkPlace, type HunkVerdict, locateHunk } from './locate-hunk.ts';
import type { MatchSource } from './match-source.ts';
import type { PatchHunk } from './patch.ts';

/** All hunks of a section have their place, or none is used and every hunk's verdict is told. */
export type PlacedHunks =
  | {
      readonly ok: true;
      /** Ascending, without overlap. */
      readonly edits: readonly LineEdit[];
      readonly places: readonly HunkPlace[];
    }
  | { readonly ok: false; readonly verdicts: readonly HunkVerdict[] };

/**
 * Finds the places of a section's hunks, each compared with the text as it is before any of them.
 * Their order speaks only where lines are at several places: for a hunk without an anchor that
 * follows an anchored one, in the same anchored part; and among several hunks with the same old lines
 * when there are exactly as many places as hunks. It never tells one of several places from the
 * others: hunks may come in any order, and lines that changed since may have left just a wrong one.
 * `numbered`: the hunks' line numbers are of this text. Yields between hunks.
 */
export function* placeHunks(
  source: MatchSource,
  hunks: readonly PatchHunk[],
  numbered: boolean,
): Generator<void, PlacedHunks> {
  const verdicts = yield* locateAll(source, hunks);
  if (numbered) heedRanges(source, hunks, verdicts);
  inheritAnchors(source, hunks, verdicts);
  coverEveryPlace(hunks, verdicts);
  settleWitnesses(verdicts);
  yield;
  const edits = yield* toEdits(source, verdicts);
  const places = verdicts.flatMap((verdict) => (verdict.kind === 'placed' ? [verdict.place] : []));
  return places.length === verdicts.length ? { ok: true, edits, places } : { ok: false, verdicts };
}

function* locateAll(
  source: MatchSource,
  hunks: readonly PatchHunk[],
): Generator<void, HunkVerdict[]> {
  const limit = Math.max(hunks.length + 1, 9);
  const known = new Map<string, HunkVerdict>();
  const verdicts: HunkVerdict[] = [];
  for (const [at, hunk] of hunks.entries()) {
    if (at % 256 === 255) yield;
    const key = oldKey(hunk);
    const found = known.get(key);
    const verdict = found ?? locateHunk(source, hunk, limit);
    if (verdict.kind !== 'placed') known.set(key, verdict);
    verdicts.push(found === undefined ? verdict : withLines(found, hunk));
  }
  return verdicts;
}

/** Another hunk with the same old lines has the same places; only what it adds differs. */
function withLines(verdict: HunkVerdict, hunk: PatchHunk): HunkVerdict {
  if (verdict.kind !== 'ambiguous') return verdict;
  const dense = verdict.lines.length < hunk.lines.length;
  const end = hunk.lines.length - hunk.looseTail;
  return { ...verdict, lines: dense ? hunk.lines.slice(hunk.looseHead, end) : hunk.lines };
}

/** Equal for hunks that look for the same lines in the same scope. */
function oldKey(hunk: PatchHunk): string {
  const lines = hunk.lines.map((line) => (line.kind === 'add' ? '+' : `=${line.text}`));
  const numbers = lines.every((line) => line === '+') ? hunk.range?.start : undefined;
  const form = [hunk.endOfFile, hunk.looseHead, hunk.looseTail, hunk.anchors.length, numbers];
  return [...form, ...hunk.anchors, ...lines].join('\n');
}

/** A hunk with a bare `@@` goes on in the part that the hunk before it was anchored in. */
function inheritAnchors(
  source: MatchSource,
  hunks: readonly PatchHunk[],
  verdicts: HunkVerdict[],
): void {
  let before: HunkPlace | undefined;
  for (const [at, hunk] of hunks.entries()) {
    const verdict = verdicts[at];
    const within = before?.within;
    let place = verdict?.kind === 'placed' ? verdict.place : undefined;
    if (hunk.anchors.length === 0 && before !== undefined && within !== undefined) {
      const end = source.outline().bodyEndOf(within);
      if (verdict?.kind === 'ambiguous' && !verdict.more) {
        const from = before.start + oldLength(before);
        const inside = verdict.starts.filter((start) => start >= from && start < end);
        const [start] = inside;
        if (start !== undefined && inside.length === 1) {
          const { lines, strictness } = verdict;
          place = { lines, start, strictness, within };
          verdicts[at] = { kind: 'placed', place };
        }
      }
      const goesOn = place !== undefined && place.start > within.line && place.start < end;
      if (place !== undefined && goesOn) place = { ...place, within };
    }
    before = place;
  }
}

function oldLength(place: HunkPlace): number {
  return place.lines.filter((line) => line.kind !== 'add').length;
}

/** Hunks with equal old lines and exactly as many places: each place has its hunk. */
function coverEveryPlace(hunks: readonly PatchHunk[], verdicts: HunkVerdict[]): void {
  const groups = new Map<readonly number[], number[]>();
  for (const [at, verdict] of verdicts.entries()) {
    if (verdict.kind !== 'ambiguous') continue;
    const group = groups.get(verdict.starts);
    if (group === undefined) groups.set(verdict.starts, [at]);
    else group.push(at);
  }
  for (const [starts, group] of groups) {
    if (starts.length !== group.length) continue;
    const covered = [...verdicts];
    for (const [index, at] of group.entries()) {
      const verdict = verdicts[at];
      const start = starts[index];
      if (verdict?.kind !== 'ambiguous' || start === undefined) continue;
      const { lines, strictness } = verdict;
      covered[at] = { kind: 'placed', place: { lines, start, strictness, within: undefined } };
    }
    const alike = group.every((at) => sameLines(hunks[at], hunks[group[0] ?? at]));
    if (!alike && !isInFileOrder(covered)) continue;
    for (const at of group) verdicts[at] = covered[at] ?? { kind: 'notFound' };
  }
}

/** Where a hunk changes nothing, it is the same whichever of several places it was copied from. */
function settleWitnesses(verdicts: HunkVerdict[]): void {
  for (const [at, verdict] of verdicts.entries()) {
    if (verdict.kind !== 'ambiguous') continue;
    const { lines, strictness, starts } = verdict;
    const [start] = starts;
    if (start === undefined || lines.some((line) => line.kind !== 'context')) continue;
    verdicts[at] = { kind: 'placed', place: { lines, start, strictness, within: undefined } };
  }
}

function sameLines(one: PatchHunk | undefined, other: PatchHunk | undefined): boolean {
  return (
    one?.lines.length === other?.lines.length &&
    one?.lines.every((line, at) => {
      const twin = other?.lines[at];
      return line.kind === twin?.kind && line.text === twin.text;
    }) === true
  );
}

function isInFileOrder(verdicts: readonly HunkVerdict[]): boolean {
  let last = -1;
  for (const verdict of verdicts) {
    if (verdict.kind !== 'placed') continue;
    if (verdict.place.start < last) return false;
    last = verdict.place.start;
  }
  return true;
}

interface HunkEdit extends LineEdit {
  /** Comes before all old lines of its hunk: next to what follows, whatever else is added there. */
  readonly leads: boolean;
}

interface OwnedEdit extends HunkEdit {
  readonly hunk: number;
}

/** The placed hunks' edits, ascending. Verdicts become failures where edits meet or do not fit. */
function* toEdits(
  source: MatchSource,
  verdicts: HunkVerdict[],
): Generator<void, readonly LineEdit[]> {
  const edits: OwnedEdit[] = [];
  for (const [hunk, verdict] of verdicts.entries()) {
    if (hunk % 1024 === 1023) yield;
    if (verdict.kind !== 'placed') continue;
    const { place } = verdict;
    const fitted = fitLines(source.lines, place);
    if (!fitted.ok) {
      verdicts[hunk] = { kind: 'indentation', line: place.start, added: fitted.added };
      continue;
    }
    const done = findDone(source.lines, place, fitted.added);
    if (done !== undefined) verdicts[hunk] = { kind: 'done', line: done };
    else for (const edit of readEdits(place, fitted.added)) edits.push({ ...edit, hunk });
  }
  yield;
  edits.sort(
    (one, other) =>
      one.at - other.at ||
      Number(one.remove > 0) - Number(other.remove > 0) ||
      Number(one.leads) - Number(other.leads) ||
      one.hunk - other.hunk,
  );
  let before: OwnedEdit | undefined;
  for (const edit of edits) {
    if (before !== undefined && meets(before, edit)) {
      const same = before.at === edit.at && before.remove === edit.remove && addsSame(before, edit);
      verdicts[edit.hunk] = { kind: 'overlap', other: before.hunk, line: edit.at, same };
    }
    if (before === undefined || edit.at + edit.remove >= before.at + before.remove) before = edit;
  }
  return edits;
}

/** Both take out a line, one adds inside what the other takes out, or both add the same lines. */
function meets(before: OwnedEdit, edit: OwnedEdit): boolean {
  if (edit.at < before.at + before.remove) return true;
  const twice = edit.at === before.at && edit.remove === 0 && before.remove === 0;
  return twice && addsSame(before, edit);
}

function addsSame(one: LineEdit, other: LineEdit): boolean {
  return one.add.length === other.add.length && one.add.every((line, at) => line === other.add[at]);
}

function readEdits(place: HunkPlace, added: readonly string[]): readonly HunkEdit[] {
  const edits: HunkEdit[] = [];
  let at = place.start;
  let remove = 0;
  let add: string[] = [];
  let taken = 0;
  const endRun = () => {
    if (remove > 0 || add.length > 0) {
      const first = at - remove;
      edits.push({ at: first, remove, add, leads: first === place.start });
    }
    remove = 0;
    add = [];
  };
  for (const { kind } of place.lines) {
    if (kind === 'context') endRun();
    if (kind === 'add') add.push(added[taken++] ?? '');
    else at += 1;
    if (kind === 'remove') remove += 1;
  }
  endRun();
  return edits;
}
