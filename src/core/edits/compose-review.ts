import { type LineMap, mapLines, textOfLines } from './line-map.ts';
import type { ReviewFile, ReviewHunk } from './review-state.ts';
import { endsLine } from './split-lines.ts';

/**
 * The base text with the given text hunks carried out. They must not overlap. Where a last line
 * without an ending gets lines behind it, it gets an ending too.
 */
export function composeReview(base: string, hunks: readonly ReviewHunk[]): string {
  return piecesOf(mapLines(base), hunks).join('');
}

/** Whether that gives just this text; found out without making another one. */
export function composesTo(base: LineMap, hunks: readonly ReviewHunk[], text: string): boolean {
  let at = 0;
  for (const piece of piecesOf(base, hunks)) {
    // Two slices are compared by the engine at once, `startsWith` goes character by character.
    if (text.slice(at, at + piece.length) !== piece) return false;
    at += piece.length;
  }
  return at === text.length;
}

function piecesOf(base: LineMap, hunks: readonly ReviewHunk[]): readonly string[] {
  const pieces: string[] = [];
  const newline = base.text.includes('\r\n') ? '\r\n' : '\n';
  const push = (piece: string): void => {
    if (piece === '') return;
    if (!endsLine(pieces.at(-1) ?? '')) pieces.push(newline);
    pieces.push(piece);
  };
  let copied = 0;
  for (const hunk of inOrder(hunks)) {
    if (hunk.kind === 'file') continue;
    push(textOfLines(base, copied, hunk.baseStart));
    push(hunk.text);
    copied = hunk.baseStart + hunk.baseLines;
  }
  push(textOfLines(base, copied, Infinity));
  return pieces;
}

/** What the right side shows: all but what was undone. */
export function isVisible(hunk: ReviewHunk): boolean {
  return hunk.decision !== 'undone';
}

/** A hunk that comes to stand for other lines, or for another text there. */
export function forgetTypedOver(hunk: ReviewHunk): ReviewHunk {
  const { typedOver, ...rest } = hunk;
  return typedOver === undefined ? hunk : rest;
}

/** File hunks first, then by place; an insertion comes before a replacement at the same line. */
export function inOrder(hunks: readonly ReviewHunk[]): readonly ReviewHunk[] {
  return [...hunks].sort(
    (one, other) =>
      Number(one.kind === 'text') - Number(other.kind === 'text') ||
      one.baseStart - other.baseStart ||
      one.baseLines - other.baseLines ||
      Number(isVisible(other)) - Number(isVisible(one)),
  );
}

/** The file with these hunks, and with the right side's text that follows from them. */
export function withHunks(file: ReviewFile, hunks: readonly ReviewHunk[]): ReviewFile {
  const ordered = inOrder(hunks);
  const [first] = ordered;
  const { kind } = file.change;
  if (first?.kind === 'file' && kind === 'create') {
    return { ...file, hunks: ordered, current: isVisible(first) ? first.text : file.base };
  }
  if (first?.kind === 'file' && kind === 'delete') {
    // The user may have written something else into the file that was to go.
    const restored = first.author === 'user' ? first.text : file.base;
    return { ...file, hunks: ordered, current: isVisible(first) ? '' : restored };
  }
  return { ...file, hunks: ordered, current: composeReview(file.base, ordered.filter(isVisible)) };
}

/** Whether two text hunks cannot both be carried out: they share a line, or add at one point. */
export function collide(one: ReviewHunk, other: ReviewHunk): boolean {
  if (one.kind === 'file' || other.kind === 'file') return false;
  const oneEnd = one.baseStart + one.baseLines;
  const otherEnd = other.baseStart + other.baseLines;
  if (one.baseStart < otherEnd && other.baseStart < oneEnd) return true;
  return one.baseLines === 0 && other.baseLines === 0 && one.baseStart === other.baseStart;
}
