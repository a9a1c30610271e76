import { isVisible } from './compose-review.ts';
import { countLines, type LineMap, mapLines, textOfLines } from './line-map.ts';
import { withFeeds } from './made-alike.ts';
import type { ReviewHunk } from './review-state.ts';
import { endsLine } from './split-lines.ts';

/** A part of a right side, and what it is to be read as. */
export interface Reading {
  /** Whole lines. */
  readonly text: string;
  /** Lines follow behind it: where its last one lacks an ending, it has got one. */
  readonly isFollowed: boolean;
  readonly base: LineMap;
  /** Lines [start, end) of the base, and the visible text hunks on them, ascending. */
  readonly start: number;
  readonly end: number;
  readonly hunks: readonly ReviewHunk[];
  readonly mayBeGone: (hunk: ReviewHunk) => boolean;
}

/** How far the text has been read, and which hunks were not found on the way, last first. */
interface Place {
  readonly at: number;
  readonly gone: Gone | undefined;
}

interface Gone {
  readonly hunk: ReviewHunk;
  readonly before: Gone | undefined;
}

/** Among lines that repeat there are several ways to read; so many are followed. */
const mostWays = 8;

/**
 * Reads a text as the base with its hunks, of which some may be missing, from front to back: the
 * missing ones, or `undefined` when something else was typed too. Without them `composeReview` gives
 * just this text, however a comparison would line it up.
 */
export function findTakenBack(reading: Reading): readonly ReviewHunk[] | undefined {
  const { text, isFollowed, base, start, end, hunks, mayBeGone } = reading;
  const newline = base.text.includes('\r\n') ? '\r\n' : '\n';
  let places: readonly Place[] = [{ at: 0, gone: undefined }];
  let done = start;
  for (const hunk of hunks) {
    if (hunk.kind === 'file' || !isVisible(hunk)) continue;
    const context = textOfLines(base, done, hunk.baseStart);
    done = hunk.baseStart + hunk.baseLines;
    const removed = textOfLines(base, hunk.baseStart, done);
    const next = new Map<number, Place>();
    for (const { at, gone } of places) {
      const from = readOn(text, at, context, newline);
      const behindText = readOn(text, from, hunk.text, newline);
      if (behindText !== undefined && !next.has(behindText)) {
        next.set(behindText, { at: behindText, gone });
      }
      if (!mayBeGone(hunk)) continue;
      const behindRemoved = readOn(text, from, removed, newline);
      if (behindRemoved === undefined || next.has(behindRemoved)) continue;
      next.set(behindRemoved, { at: behindRemoved, gone: { hunk, before: gone } });
    }
    places = [...next.values()].slice(0, mostWays);
    if (places.length === 0) return undefined;
  }
  const rest = textOfLines(base, done, end);
  const whole = places.find(({ at }) => {
    const last = readOn(text, at, rest, newline);
    if (last === undefined || last === text.length) return last !== undefined;
    return isFollowed && lacksEnding(text, last) && text.slice(last) === newline;
  });
  return whole === undefined ? undefined : listHunks(whole.gone);
}

/** Likewise for a whole text, and with all line endings read as one. */
export function findTakenBackAlike({
  text,
  base,
  hunks,
  mayBeGone,
}: Pick<Reading, 'text' | 'base' | 'hunks' | 'mayBeGone'>): readonly ReviewHunk[] | undefined {
  const known = new Map(hunks.map((hunk) => [hunk.id, hunk]));
  const gone = findTakenBack({
    ...{ text: withFeeds(text), base: mapLines(withFeeds(base.text)), isFollowed: false },
    ...{ start: 0, end: countLines(base), mayBeGone },
    hunks: hunks.map((hunk) => ({ ...hunk, text: withFeeds(hunk.text) })),
  });
  // Where nothing is gone, the endings themselves were changed.
  if (gone === undefined || gone.length === 0) return undefined;
  return gone.map((hunk) => known.get(hunk.id) ?? hunk);
}

/** The place behind the wanted lines, where they are there. */
function readOn(
  text: string,
  at: number | undefined,
  wanted: string,
  newline: string,
): number | undefined {
  if (at === undefined || wanted === '') return at;
  let start = at;
  if (lacksEnding(text, at)) {
    if (!text.startsWith(newline, at)) return undefined;
    start += newline.length;
  }
  return text.slice(start, start + wanted.length) === wanted ? start + wanted.length : undefined;
}

function lacksEnding(text: string, at: number): boolean {
  return at > 0 && !endsLine(text.slice(at - 1, at));
}

function listHunks(last: Gone | undefined): readonly ReviewHunk[] {
  const hunks: ReviewHunk[] = [];
  for (let one = last; one !== undefined; one = one.before) hunks.push(one.hunk);
  return hunks.reverse();
}
