import { diffLinesInSteps } from './diff-lines.ts';
import type { TextEdit } from './hunk.ts';
import { runToEnd } from './run-steps.ts';
import { splitLines } from './split-lines.ts';

/**
 * The edits that turn `before` into `after`: ascending, without overlap, one per hunk and cut down to
 * the characters that differ, so that cursors, folds and breakpoints beside them stay. No edit cuts a
 * surrogate pair or a CRLF in two.
 */
export function minimalEdits(before: string, after: string): readonly TextEdit[] {
  return runToEnd(minimalEditsInSteps(before, after));
}

/** Likewise, and yields now and then. */
export function* minimalEditsInSteps(
  before: string,
  after: string,
): Generator<void, readonly TextEdit[]> {
  if (before === after) return [];
  const beforeLines = splitLines(before);
  const afterLines = splitLines(after);
  const beforeOffsets = offsetsOf(beforeLines);
  const afterOffsets = offsetsOf(afterLines);
  yield;
  const changes = yield* diffLinesInSteps(beforeLines, afterLines);
  yield;
  return changes.map((change) =>
    trimEdit(before, {
      start: beforeOffsets[change.beforeStart] ?? 0,
      end: beforeOffsets[change.beforeEnd] ?? 0,
      text: after.slice(afterOffsets[change.afterStart], afterOffsets[change.afterEnd]),
    }),
  );
}

/** Carries edits out. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let copied = 0;
  for (const edit of edits) {
    pieces.push(text.slice(copied, edit.start), edit.text);
    copied = edit.end;
  }
  return pieces.join('') + text.slice(copied);
}

function offsetsOf(lines: readonly string[]): Int32Array {
  const offsets = new Int32Array(lines.length + 1);
  for (const [at, line] of lines.entries()) offsets[at + 1] = (offsets[at] ?? 0) + line.length;
  return offsets;
}

function trimEdit(before: string, edit: TextEdit): TextEdit {
  const { start, end, text } = edit;
  const shorter = Math.min(end - start, text.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(start + head) === text.charCodeAt(head)) head += 1;
  while (head > 0 && (splits(before, start + head) || splits(text, head))) head -= 1;
  let tail = 0;
  const most = shorter - head;
  while (
    tail < most &&
    before.charCodeAt(end - 1 - tail) === text.charCodeAt(text.length - 1 - tail)
  ) {
    tail += 1;
  }
  while (tail > 0 && (splits(before, end - tail) || splits(text, text.length - tail))) tail -= 1;
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
}

/** Whether `at` lies between the two halves of a surrogate pair or of a CRLF. */
function splits(text: string, at: number): boolean {
  const left = text.charCodeAt(at - 1);
  const right = text.charCodeAt(at);
  return (
    (left === 0x0d && right === 0x0a) ||
    (left >= 0xd800 && left <= 0xdbff && right >= 0xdc00 && right <= 0xdfff)
  );
}
