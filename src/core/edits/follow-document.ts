import { collide, composeReview, composesTo, isVisible, withHunks } from './compose-review.ts';
import { hunkId } from './diff-hunks.ts';
import type { LineChange } from './diff-lines.ts';
import { diffTexts } from './diff-texts.ts';
import { findTakenBack, findTakenBackAlike } from './find-taken-back.ts';
import { countLines, countLinesIn, type LineMap, mapLines, textOfLines } from './line-map.ts';
import { isMadeAlike } from './made-alike.ts';
import type { ReviewFile, ReviewHunk } from './review-state.ts';
import { endsLine } from './split-lines.ts';
import { readHunks } from './start-review.ts';

/** A visible hunk and the lines [start, end) of the right side that it takes up. */
interface Shown {
  readonly hunk: ReviewHunk;
  readonly start: number;
  readonly end: number;
}

/**
 * The file after the user changed the right side's text. A hunk whose lines are as in the base again
 * is undone (VS Code's own arrow does that); one that was touched otherwise becomes the user's and
 * the agent's together; changes beside all hunks become hunks of the user's own. Nothing typed is
 * dropped: the hunks carried out on the base give exactly `text`.
 */
export function followDocument(file: ReviewFile, text: string): ReviewFile {
  const before = mapLines(file.current);
  const after = mapLines(text);
  const base = mapLines(file.base);
  const edits = diffTexts(before, after);
  const shown = showHunks(file.hunks);
  const takenBack = readTakenBack({ before, after, base }, edits, shown);
  if (takenBack !== undefined) return takeBack(file, takenBack);
  const kept = file.hunks.filter((hunk) => hunk.kind === 'file' || !isVisible(hunk));
  const gone: ReviewHunk[] = [];
  let at = 0;
  let shift = 0;
  let baseShift = 0;
  for (const group of groupEdits(edits, shown)) {
    for (let next = shown[at]; next !== undefined && precedes(next, group); next = shown[at]) {
      kept.push(next.hunk);
      baseShift += next.hunk.baseLines - (next.end - next.start);
      at += 1;
    }
    const baseStart = group.start + baseShift;
    for (const one of group.hunks) baseShift += one.hunk.baseLines - (one.end - one.start);
    at += group.hunks.length;
    const baseLines = group.end + baseShift - baseStart;
    const newStart = group.start + shift;
    shift += group.grown;
    const lines = textOfLines(after, newStart, group.end + shift);
    const old = textOfLines(base, baseStart, baseStart + baseLines);
    const touched = group.hunks.map((one) => one.hunk);
    if (lines === old || isEnded(lines, old)) gone.push(...touched);
    else kept.push(...takeOver({ baseStart, baseLines, text: lines }, old, touched));
  }
  for (const next of shown.slice(at)) kept.push(next.hunk);
  const hunks = revive(kept, asUndone(gone));
  // Around a last line without an ending, lines alone do not tell: then all is compared anew.
  const exact = composesTo(base, hunks.filter(isVisible), text);
  return { ...file, current: text, hunks: exact ? hunks : compareAnew(file, text) };
}

function compareAnew(file: ReviewFile, text: string): readonly ReviewHunk[] {
  const known = new Map(file.hunks.filter(isVisible).map((hunk) => [hunk.id, hunk]));
  const kept = file.hunks.filter((hunk) => hunk.kind === 'file' || !isVisible(hunk));
  const fresh = readHunks(file.base, text).map(
    (hunk): ReviewHunk => known.get(hunk.id) ?? { ...hunk, decision: 'edited', author: 'both' },
  );
  const ids = new Set(fresh.map(({ id }) => id));
  const isMet = collider(fresh);
  const gone = [...known.values()].filter(
    (hunk) => hunk.kind === 'text' && !ids.has(hunk.id) && !isMet(hunk),
  );
  return revive([...kept, ...fresh], asUndone(gone));
}

/** The hunks that were taken back, where nothing else was done: among those that the edits touch. */
function readTakenBack(
  { before, after, base }: Readonly<Record<'before' | 'after' | 'base', LineMap>>,
  edits: readonly LineChange[],
  shown: readonly Shown[],
): readonly ReviewHunk[] | undefined {
  const mayBeGone = (): boolean => true;
  const to = edits.at(-1)?.beforeEnd ?? 0;
  const from = (edits[0]?.beforeStart ?? 0) - countSame(before, after, edits);
  const touched = shown.filter(({ start, end }) => start <= to && from <= end);
  const [first, last] = [touched[0], touched.at(-1)];
  if (first !== undefined && last !== undefined) {
    const [start, end] = [Math.min(first.start, from), Math.max(last.end, to)];
    const behind = countLines(before) - end;
    const gone = findTakenBack({
      text: textOfLines(after, start, countLines(after) - behind),
      isFollowed: behind > 0,
      base,
      start: first.hunk.baseStart - (first.start - start),
      end: last.hunk.baseStart + last.hunk.baseLines + (end - last.end),
      hunks: touched.map(({ hunk }) => hunk),
      mayBeGone,
    });
    if (gone !== undefined) return gone;
  }
  const isOneEnding = base.text.includes('\r') === after.text.includes('\r');
  if (isOneEnding && !isMadeAlike(base.text) && !isMadeAlike(after.text)) return undefined;
  // Lines that come back from the base have the document's ending, wherever a comparison puts them.
  const hunks = shown.map(({ hunk }) => hunk);
  return findTakenBackAlike({ text: after.text, base, hunks, mayBeGone });
}

/** How many lines further up the same lines could just as well have been added or removed. */
function countSame(before: LineMap, after: LineMap, edits: readonly LineChange[]): number {
  const [edit] = edits;
  if (edit === undefined || edits.length > 1) return 0;
  const { beforeStart, beforeEnd, afterStart, afterEnd } = edit;
  if (beforeStart < beforeEnd && afterStart < afterEnd) return 0;
  const [longer, end] = beforeStart < beforeEnd ? [before, beforeEnd] : [after, afterEnd];
  let same = 0;
  const isSame = (): boolean =>
    textOfLines(longer, end - 1 - same, end - same) ===
    textOfLines(before, beforeStart - 1 - same, beforeStart - same);
  while (same < beforeStart && isSame()) same += 1;
  return same;
}

/** Without them the hunks give the text, but for endings that VS Code's documents cannot tell. */
function takeBack(file: ReviewFile, gone: readonly ReviewHunk[]): ReviewFile {
  const ids = new Set(gone.map(({ id }) => id));
  const hunks = file.hunks.filter((hunk) => !isVisible(hunk) || !ids.has(hunk.id));
  return withHunks(file, [...hunks, ...asUndone(gone)]);
}

/** What is the user's alone went by their own hand: their editor's history has it. */
function asUndone(hunks: readonly ReviewHunk[]): readonly ReviewHunk[] {
  return hunks
    .filter((hunk) => hunk.author !== 'user')
    .map((hunk): ReviewHunk => ({ ...hunk, decision: 'undone' }));
}

/** Asked in ascending order: whether a hunk collides with one of these, which ascend too. */
function collider(others: readonly ReviewHunk[]): (hunk: ReviewHunk) => boolean {
  let first = 0;
  return (hunk) => {
    const end = hunk.baseStart + hunk.baseLines;
    for (let one = others[first]; one !== undefined; one = others[first]) {
      if (one.baseStart + one.baseLines >= hunk.baseStart) break;
      first += 1;
    }
    for (let at = first; (others[at]?.baseStart ?? Infinity) <= end; at += 1) {
      const one = others[at];
      if (one !== undefined && collide(one, hunk)) return true;
    }
    return false;
  };
}

/** A last line without an ending has got one, since there are lines behind it now. */
function isEnded(lines: string, old: string): boolean {
  return (
    !endsLine(old) && lines.startsWith(old) && /^(?:\r\n|\r|\n)$/u.test(lines.slice(old.length))
  );
}

function showHunks(hunks: readonly ReviewHunk[]): readonly Shown[] {
  const shown: Shown[] = [];
  let shift = 0;
  for (const hunk of hunks) {
    if (hunk.kind === 'file' || !isVisible(hunk)) continue;
    const start = hunk.baseStart + shift;
    const length = countLinesIn(hunk.text);
    shown.push({ hunk, start, end: start + length });
    shift += length - hunk.baseLines;
  }
  return shown;
}

/** Edits and the hunks they touch, joined: lines [start, end) of the right side before the edits. */
interface EditGroup {
  start: number;
  end: number;
  /** How many lines longer the group's part becomes. */
  grown: number;
  readonly hunks: Shown[];
}

function groupEdits(edits: readonly LineChange[], shown: readonly Shown[]): readonly EditGroup[] {
  const groups: EditGroup[] = [];
  let first = 0;
  for (const edit of edits) {
    const { beforeStart, beforeEnd } = edit;
    const grown = edit.afterEnd - edit.afterStart - (beforeEnd - beforeStart);
    while ((shown[first]?.end ?? beforeStart) < beforeStart) first += 1;
    const touched: Shown[] = [];
    for (let at = first; (shown[at]?.start ?? Infinity) <= beforeEnd; at += 1) {
      const one = shown[at];
      if (one !== undefined && touches(one, beforeStart, beforeEnd)) touched.push(one);
    }
    let group = groups.at(-1);
    const last = group?.hunks.at(-1);
    const shared = last !== undefined && touched[0] === last;
    if (group === undefined || !(shared || beforeStart < group.end)) {
      group = { start: beforeStart, end: beforeEnd, grown: 0, hunks: [] };
      groups.push(group);
    }
    group.hunks.push(...(shared ? touched.slice(1) : touched));
    group.start = Math.min(group.start, touched[0]?.start ?? beforeStart);
    group.end = Math.max(group.end, beforeEnd, touched.at(-1)?.end ?? beforeEnd);
    group.grown += grown;
  }
  return groups;
}

function touches({ hunk, start, end }: Shown, editStart: number, editEnd: number): boolean {
  if (editStart < end && start < editEnd) return true;
  const empty = editStart === editEnd;
  if (empty && editStart > start && editStart < end) return true;
  if (start === end) return empty ? editStart === start : editStart < start && start < editEnd;
  return empty && hunk.baseLines === 0 && (editStart === start || editStart === end);
}

function precedes(shown: Shown, group: EditGroup): boolean {
  return shown !== group.hunks[0] && shown.end <= group.start;
}

/** The user's text in the place of the touched hunks, or these again as they were before it. */
function takeOver(
  region: Pick<ReviewHunk, 'baseStart' | 'baseLines' | 'text'>,
  old: string,
  touched: readonly ReviewHunk[],
): readonly ReviewHunk[] {
  const { baseStart, baseLines, text } = region;
  const before = touched.flatMap((hunk) => hunksBefore(hunk, baseStart));
  if (touched.some(({ typedOver }) => typedOver !== undefined)) {
    const isBack = composeReview(old, before) === text;
    if (isBack) return before.map((hunk) => moveBy(hunk, baseStart));
  }
  const author = touched.some((hunk) => hunk.author !== 'user') ? 'both' : 'user';
  const id = hunkId(baseStart, baseLines, text);
  const typedOver = before.length > 0 ? { typedOver: before } : {};
  return [{ id, kind: 'text', decision: 'edited', author, ...region, ...typedOver }];
}

/** What the user's text of a hunk stands for, or the hunk itself, by lines from `start`. */
function hunksBefore(hunk: ReviewHunk, start: number): readonly ReviewHunk[] {
  const { typedOver, baseStart } = hunk;
  if (typedOver === undefined) return [moveBy(hunk, -start)];
  return typedOver.map((one) => moveBy(one, baseStart - start));
}

function moveBy(hunk: ReviewHunk, lines: number): ReviewHunk {
  const baseStart = hunk.baseStart + lines;
  return { ...hunk, baseStart, id: hunkId(baseStart, hunk.baseLines, hunk.text) };
}

/** A hunk typed back just as it was before it was undone is that hunk again. */
function revive(
  hunks: readonly ReviewHunk[],
  undone: readonly ReviewHunk[],
): readonly ReviewHunk[] {
  const asleep = new Map(
    hunks.filter((hunk) => hunk.kind === 'text' && !isVisible(hunk)).map((hunk) => [hunk.id, hunk]),
  );
  const awake = new Set<string>();
  const next = hunks.flatMap((hunk): readonly ReviewHunk[] => {
    const twin = isVisible(hunk) && hunk.decision === 'edited' ? asleep.get(hunk.id) : undefined;
    if (twin === undefined) return [hunk];
    awake.add(twin.id);
    return [{ ...twin, decision: twin.author === 'agent' ? 'pending' : 'edited' }];
  });
  const rest = next.filter(
    (hunk) => isVisible(hunk) || hunk.kind === 'file' || !awake.has(hunk.id),
  );
  return [...rest, ...undone];
}
