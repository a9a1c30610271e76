import { diffTextsInSteps } from './diff-texts.ts';
import type { Hunk } from './hunk.ts';
import { mapLines, textOfLines } from './line-map.ts';
import { runToEnd } from './run-steps.ts';

/** The hunks between two texts, ascending. Near-linear in their length for any input. */
export function diffHunks(before: string, after: string): readonly Hunk[] {
  return runToEnd(diffHunksInSteps(before, after));
}

/** Likewise, and yields now and then. */
export function* diffHunksInSteps(before: string, after: string): Generator<void, readonly Hunk[]> {
  if (before === after) return [];
  const old = mapLines(before);
  const fresh = mapLines(after);
  yield;
  const changes = yield* diffTextsInSteps(old, fresh);
  yield;
  return changes.map((change) => {
    const { beforeStart, afterStart, afterEnd } = change;
    const beforeLines = change.beforeEnd - beforeStart;
    const text = textOfLines(fresh, afterStart, afterEnd);
    return {
      id: hunkId(beforeStart, beforeLines, text),
      beforeStart,
      beforeLines,
      afterStart,
      afterLines: afterEnd - afterStart,
      text,
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
