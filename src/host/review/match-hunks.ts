import { isVisible } from '../../core/edits/compose-review.ts';
import type { ReviewFile } from '../../core/edits/review-state.ts';
import { splitLines } from '../../core/edits/split-lines.ts';

/** How far the text has been read, and which hunks were not found on the way, last first. */
interface Reading {
  readonly at: number;
  readonly undone: Undone | undefined;
}

interface Undone {
  readonly id: string;
  readonly before: Undone | undefined;
}

/** Among lines that repeat there are several readings; so many are followed. */
const mostReadings = 8;

/**
 * Reads a text as the base with the file's hunks, where open ones may be missing, from front to back:
 * the missing ones, or `undefined` when it cannot be read so because something else was typed.
 */
export function matchHunks(file: ReviewFile, text: string): readonly string[] | undefined {
  const lines = splitLines(text);
  const base = splitLines(file.base);
  let readings: readonly Reading[] = [{ at: 0, undone: undefined }];
  let done = 0;
  for (const hunk of file.hunks) {
    if (hunk.kind === 'file' || !isVisible(hunk)) continue;
    const context = base.slice(done, hunk.baseStart);
    done = hunk.baseStart + hunk.baseLines;
    const added = splitLines(hunk.text);
    const removed = base.slice(hunk.baseStart, done);
    const next = new Map<number, Reading>();
    for (const { at, undone } of readings) {
      const start = readOn(lines, at, context);
      const behindAdded = readOn(lines, start, added);
      if (behindAdded !== undefined) next.set(behindAdded, { at: behindAdded, undone });
      if (hunk.decision !== 'pending') continue;
      const behindRemoved = readOn(lines, start, removed);
      if (behindRemoved === undefined || next.has(behindRemoved)) continue;
      next.set(behindRemoved, { at: behindRemoved, undone: { id: hunk.id, before: undone } });
    }
    readings = [...next.values()].slice(0, mostReadings);
    if (readings.length === 0) return undefined;
  }
  const rest = base.slice(done);
  const whole = readings.find(({ at }) => readOn(lines, at, rest) === lines.length);
  return whole === undefined ? undefined : listIds(whole.undone);
}

/** The place behind the wanted lines, where they are there. */
function readOn(
  lines: readonly string[],
  at: number | undefined,
  wanted: readonly string[],
): number | undefined {
  if (at === undefined || !wanted.every((line, index) => lines[at + index] === line)) {
    return undefined;
  }
  return at + wanted.length;
}

function listIds(last: Undone | undefined): readonly string[] {
  const ids: string[] = [];
  for (let one = last; one !== undefined; one = one.before) ids.push(one.id);
  return ids.reverse();
}
