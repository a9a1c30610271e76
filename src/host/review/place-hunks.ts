import { countLinesIn } from '../../core/edits/line-map.ts';
import type { ReviewFile, ReviewHunk } from '../../core/edits/review-state.ts';

export interface PlacedHunk {
  readonly hunk: ReviewHunk;
  /** First line on the right side, from 0. */
  readonly line: number;
  /** Lines on the right side; 0 for a pure deletion and for an undone hunk that put none back. */
  readonly lines: number;
}

/** Where each hunk of a file stands on the right side, undone ones at the text put back. */
export function placeHunks(file: ReviewFile): readonly PlacedHunk[] {
  let shift = 0;
  const inOrder = [...file.hunks].sort((left, right) => left.baseStart - right.baseStart);
  return inOrder.map((hunk) => {
    if (hunk.kind === 'file') return { hunk, line: 0, lines: 0 };
    const line = hunk.baseStart + shift;
    const lines = hunk.decision === 'undone' ? hunk.baseLines : countLinesIn(hunk.text);
    shift += lines - hunk.baseLines;
    return { hunk, line, lines };
  });
}

/** The hunk that a line of the right side is in, or else the nearest one. */
export function hunkAtLine(file: ReviewFile, line: number): ReviewHunk | undefined {
  return nearest(
    placeHunks(file).map(({ hunk, line: first, lines }) => ({ hunk, first, lines })),
    line,
  );
}

/** The hunk that a line of the left side is in, or else the nearest one. */
export function hunkAtBaseLine(file: ReviewFile, line: number): ReviewHunk | undefined {
  return nearest(
    file.hunks.map((hunk) => ({ hunk, first: hunk.baseStart, lines: hunk.baseLines })),
    line,
  );
}

function nearest(
  places: readonly { readonly hunk: ReviewHunk; readonly first: number; readonly lines: number }[],
  line: number,
): ReviewHunk | undefined {
  let best: { readonly hunk: ReviewHunk; readonly distance: number } | undefined;
  for (const { hunk, first, lines } of places) {
    const last = first + Math.max(lines, 1) - 1;
    const distance = line < first ? first - line : line > last ? line - last : 0;
    if (best === undefined || distance < best.distance) best = { hunk, distance };
  }
  return best?.hunk;
}
