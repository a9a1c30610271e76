import { diffLinesInSteps } from './diff-lines.ts';
import type { Hunk } from './hunk.ts';
import { runToEnd } from './run-steps.ts';
import { splitLines } from './split-lines.ts';

/** The hunks between two texts, ascending. Near-linear in their length for any input. */
export function diffHunks(before: string, after: string): readonly Hunk[] {
  return runToEnd(diffHunksInSteps(before, after));
}

/** Likewise, and yields now and then. */
export function* diffHunksInSteps(before: string, after: string): Generator<void, readonly Hunk[]> {
  if (before === after) return [];
  const afterLines = splitLines(after);
  yield;
  const changes = yield* diffLinesInSteps(splitLines(before), afterLines);
  yield;
  return changes.map((change) => {
    const { beforeStart, afterStart, afterEnd } = change;
    const beforeLines = change.beforeEnd - beforeStart;
    const text = afterLines.slice(afterStart, afterEnd).join('');
    return {
      id: hunkId(beforeStart, beforeLines, text),
      beforeStart,
      beforeLines,
      afterStart,
      afterLines: afterEnd - afterStart,
    };
  });
}

/** Names a change by its place in the old text and its new text. */
export function hunkId(beforeStart: number, beforeLines: number, text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return `${beforeStart}+${beforeLines}:${(hash >>> 0).toString(36)}.${text.length.toString(36)}`;
}

/** The old text with only the hunks in `kept` carried out. */
export function composeHunks(before: string, after: string, kept: ReadonlySet<string>): string {
  const beforeLines = splitLines(before);
  const afterLines = splitLines(after);
  const pieces: string[] = [];
  let copied = 0;
  for (const hunk of diffHunks(before, after)) {
    if (!kept.has(hunk.id)) continue;
    pushLines(pieces, beforeLines, copied, hunk.beforeStart);
    pushLines(pieces, afterLines, hunk.afterStart, hunk.afterStart + hunk.afterLines);
    copied = hunk.beforeStart + hunk.beforeLines;
  }
  pushLines(pieces, beforeLines, copied, beforeLines.length);
  return pieces.join('');
}

function pushLines(pieces: string[], lines: readonly string[], start: number, end: number): void {
  for (let at = start; at < end; at += 1) pieces.push(lines[at] ?? '');
}
