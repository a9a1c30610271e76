import type { LineChange } from '../../core/edits/diff-lines.ts';
import { diffTexts } from '../../core/edits/diff-texts.ts';
import { mapLines } from '../../core/edits/line-map.ts';
import { withFeeds } from '../../core/edits/made-alike.ts';
import { endsLine } from '../../core/edits/split-lines.ts';

/**
 * Where a 1-based line of one text is in another; `undefined` for a line that is gone. Lines that
 * were changed and stayed as many are where they were: what is wrong with them is no new problem.
 */
export function shiftLines(before: string, after: string): (line: number) => number | undefined {
  const changes = diffTexts(mapLines(alike(before)), mapLines(alike(after)));
  return (line) => {
    const at = line - 1;
    const change = lastUpTo(changes, at);
    if (change === undefined) return line;
    const { beforeStart, beforeEnd, afterStart, afterEnd } = change;
    if (at >= beforeEnd) return line + afterEnd - beforeEnd;
    const isAsLong = afterEnd - afterStart === beforeEnd - beforeStart;
    return isAsLong ? line + afterStart - beforeStart : undefined;
  };
}

/** With one ending for all lines: what comes behind the last one does not change it. */
function alike(text: string): string {
  const fed = withFeeds(text);
  return endsLine(fed) ? fed : `${fed}\n`;
}

/** The last change that begins at the line or before it. */
function lastUpTo(changes: readonly LineChange[], line: number): LineChange | undefined {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.beforeStart ?? Infinity) <= line) low = middle + 1;
    else high = middle;
  }
  return changes[low - 1];
}
