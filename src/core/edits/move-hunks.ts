import { inOrder } from './compose-review.ts';
import type { LineChange } from './diff-lines.ts';
import { hunkId } from './diff-hunks.ts';
import type { ReviewHunk } from './review-state.ts';

/** What becomes of a hunk when its base changes. */
export type MovedHunk =
  | { readonly kind: 'moved'; readonly hunk: ReviewHunk }
  /** The base has it already. */
  | { readonly kind: 'done'; readonly hunk: ReviewHunk }
  /** Its lines were changed otherwise, at this line of the new base. */
  | { readonly kind: 'collides'; readonly hunk: ReviewHunk; readonly line: number };

/**
 * Where hunks come to lie when `edits` turn their base into `lines`, in the order of their places.
 * Each edit is passed once, however many hunks there are.
 */
export function moveHunks(
  hunks: readonly ReviewHunk[],
  edits: readonly LineChange[],
  lines: readonly string[],
): readonly MovedHunk[] {
  let next = 0;
  let shift = 0;
  return inOrder(hunks).map((hunk): MovedHunk => {
    if (hunk.kind === 'file') return { kind: 'moved', hunk };
    for (let edit = edits[next]; edit !== undefined; edit = edits[next]) {
      if (edit.beforeEnd >= hunk.baseStart) break;
      shift += grownBy(edit);
      next += 1;
    }
    return moveHunk(hunk, edits, next, shift, lines);
  });
}

/** `first`: the first edit that ends at the hunk's place or behind it; `shift`: by those before. */
function moveHunk(
  hunk: ReviewHunk,
  edits: readonly LineChange[],
  first: number,
  shift: number,
  lines: readonly string[],
): MovedHunk {
  const start = hunk.baseStart;
  const end = start + hunk.baseLines;
  let baseStart = start + shift;
  for (let at = first, edit = edits[at]; edit !== undefined; at += 1, edit = edits[at]) {
    const isInsertion = edit.beforeStart === edit.beforeEnd;
    const samePoint = isInsertion && start === end && edit.beforeStart === start;
    if (samePoint || (edit.beforeStart < end && start < edit.beforeEnd)) {
      const same =
        edit.beforeStart === start &&
        edit.beforeEnd === end &&
        lines.slice(edit.afterStart, edit.afterEnd).join('') === hunk.text;
      return same ? { kind: 'done', hunk } : { kind: 'collides', hunk, line: edit.afterStart };
    }
    if (edit.beforeEnd > start) break;
    baseStart += grownBy(edit);
  }
  // A line without an ending cannot have lines behind it.
  if (!endsLine(hunk.text) && baseStart + hunk.baseLines < lines.length) {
    return { kind: 'collides', hunk, line: baseStart };
  }
  const id = hunkId(baseStart, hunk.baseLines, hunk.text);
  return { kind: 'moved', hunk: { ...hunk, baseStart, id } };
}

function grownBy({ beforeStart, beforeEnd, afterStart, afterEnd }: LineChange): number {
  return afterEnd - afterStart - (beforeEnd - beforeStart);
}

/** Whether another line may come behind the text. */
export function endsLine(text: string): boolean {
  return text === '' || text.endsWith('\n') || text.endsWith('\r');
}
