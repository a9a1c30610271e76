import { diffTextsInSteps } from './diff-texts.ts';
import type { TextEdit } from './hunk.ts';
import { mapLines, textOfLines } from './line-map.ts';
import { runToEnd } from './run-steps.ts';

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
  const old = mapLines(before);
  const fresh = mapLines(after);
  yield;
  const changes = yield* diffTextsInSteps(old, fresh);
  yield;
  return changes.map((change) =>
    trimEdit(before, {
      start: old.starts[change.beforeStart] ?? 0,
      end: old.starts[change.beforeEnd] ?? 0,
      text: textOfLines(fresh, change.afterStart, change.afterEnd),
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
