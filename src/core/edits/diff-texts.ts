import { diffLinesInSteps, type LineChange } from './diff-lines.ts';
import { countLines, countStartsUpTo, textOfLines, type LineMap } from './line-map.ts';
import { runToEnd } from './run-steps.ts';
import { splitLines } from './split-lines.ts';

/** What differs between the lines of two texts, as `diffLines` tells it. */
export function diffTexts(before: LineMap, after: LineMap): LineChange[] {
  return runToEnd(diffTextsInSteps(before, after));
}

/**
 * Likewise, and yields now and then. Lines are made only of what lies between the texts' common
 * beginning and end: most often two texts differ by one keystroke.
 */
export function* diffTextsInSteps(before: LineMap, after: LineMap): Generator<void, LineChange[]> {
  const head = sameAtStart(before, after);
  const tail = sameAtEnd(before, after, before.starts[head] ?? 0);
  const old = splitLines(textOfLines(before, head, countLines(before) - tail));
  yield;
  const fresh = splitLines(textOfLines(after, head, countLines(after) - tail));
  yield;
  const changes = yield* diffLinesInSteps(old, fresh);
  if (head === 0) return changes;
  return changes.map(({ beforeStart, beforeEnd, afterStart, afterEnd }) => ({
    beforeStart: beforeStart + head,
    beforeEnd: beforeEnd + head,
    afterStart: afterStart + head,
    afterEnd: afterEnd + head,
  }));
}

/** How many lines both begin with. */
function sameAtStart(one: LineMap, other: LineMap): number {
  const same = samePrefix(one.text, other.text);
  // Whether a line ends with its last common character may hang on the next one: CR or CRLF.
  return Math.min(countStartsUpTo(one, same), countStartsUpTo(other, same)) - 1;
}

/** How many lines both end with, behind the first `taken` characters. */
function sameAtEnd(one: LineMap, other: LineMap, taken: number): number {
  const most = Math.min(one.text.length, other.text.length) - taken;
  const same = sameSuffix(one.text, other.text, most);
  return Math.max(countLines(one) - countStartsUpTo(one, one.text.length - same), 0);
}

/** Slices are compared by the engine, many times faster than characters are here. */
const sliceLength = 4096;

function samePrefix(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let at = 0;
  while (at < most && one.slice(at, at + sliceLength) === other.slice(at, at + sliceLength)) {
    at = Math.min(at + sliceLength, most);
  }
  while (at < most && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  return at;
}

function sameSuffix(one: string, other: string, most: number): number {
  const sliceOf = (text: string, same: number): string =>
    text.slice(text.length - Math.min(same + sliceLength, most), text.length - same);
  let same = 0;
  while (same < most && sliceOf(one, same) === sliceOf(other, same)) {
    same = Math.min(same + sliceLength, most);
  }
  const isSame = (): boolean =>
    one.charCodeAt(one.length - 1 - same) === other.charCodeAt(other.length - 1 - same);
  while (same < most && isSame()) same += 1;
  return same;
}
