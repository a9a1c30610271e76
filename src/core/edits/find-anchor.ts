import { findLine } from './line-index.ts';
import { foldPunctuation } from './line-key.ts';
import type { MatchSource } from './match-source.ts';
import { lineText } from './text-lines.ts';
import { isWord } from './word-index.ts';

/** A line that an anchor names, and the part of the file it introduces: [line, end). */
export interface AnchorPlace {
  readonly line: number;
  readonly end: number;
}

export type FoundAnchors =
  | { readonly ok: true; readonly places: readonly AnchorPlace[] }
  /** `anchor` is nowhere, or nowhere within `inside`, the anchor before it. */
  | { readonly ok: false; readonly anchor: string; readonly inside: string | undefined };

/**
 * The lines that a hunk's anchors name, each anchor within the part that the one before introduces.
 * A whole line is looked for first, as strictly as it can be found; failing that, a line that holds
 * the anchor as whole words (`method()` in `  async method() {`).
 */
export function findAnchors(source: MatchSource, anchors: readonly string[]): FoundAnchors {
  let places: readonly AnchorPlace[] | undefined;
  let inside: string | undefined;
  for (const anchor of anchors) {
    const found = findAnchor(source, anchor, places);
    if (found.length === 0) return { ok: false, anchor, inside };
    places = found;
    inside = anchor;
  }
  return { ok: true, places: places ?? [] };
}

function findAnchor(
  source: MatchSource,
  anchor: string,
  within: readonly AnchorPlace[] | undefined,
): readonly AnchorPlace[] {
  const accept = (line: number) =>
    within === undefined || within.some((outer) => line > outer.line && line < outer.end);
  const place = (line: number): AnchorPlace => {
    const outer = within?.filter((one) => line > one.line && line < one.end) ?? [];
    const end = source.outline().endOf(line);
    return { line, end: Math.min(end, ...outer.map((one) => one.end)) };
  };
  for (const strictness of ['exact', 'indentation', 'punctuation'] as const) {
    const found = findLine(source.index(strictness), anchor, anchorLimit).filter(accept);
    if (found.length > 0) return found.map(place);
  }
  const wanted = foldPunctuation(anchor).trim();
  const held = source
    .words()
    .candidates(wanted, anchorLimit)
    .filter((line) => accept(line) && holdsWords(lineText(source.lines, line), wanted));
  const leading = held.filter((line) =>
    foldPunctuation(lineText(source.lines, line)).trimStart().startsWith(wanted),
  );
  return (leading.length > 0 ? leading : held).map(place);
}

/** An anchor that names more lines than this narrows nothing. */
const anchorLimit = 2000;

function holdsWords(line: string, wanted: string): boolean {
  const text = foldPunctuation(line);
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const startsWord = !isWord(text.charCodeAt(at - 1)) || !isWord(wanted.charCodeAt(0));
    const end = at + wanted.length;
    const endsWord = !isWord(text.charCodeAt(end)) || !isWord(wanted.charCodeAt(wanted.length - 1));
    if (startsWord && endsWord) return true;
  }
  return false;
}
