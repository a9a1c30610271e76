import { findLine, joinRanges, type LineRange } from './line-index.ts';
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
  | {
      readonly ok: true;
      /** Ascending. Undefined: anywhere, since there are no anchors or none that narrows. */
      readonly places: readonly AnchorPlace[] | undefined;
      /** The innermost anchor, if it is at so many lines that it narrows nothing. */
      readonly vague: { readonly anchor: string; readonly lines: readonly number[] } | undefined;
    }
  /** `anchor` is nowhere, or nowhere within `inside`, the anchor before it. */
  | { readonly ok: false; readonly anchor: string; readonly inside: string | undefined };

/**
 * The lines that a hunk's anchors name, each anchor within the part that the one before introduces.
 * A whole line is looked for first, as strictly as it can be found; failing that, a line that holds
 * the anchor as whole words (`method()` in `  async method() {`).
 */
export function findAnchors(source: MatchSource, anchors: readonly string[]): FoundAnchors {
  const key = anchors.join('\n');
  let found = source.anchors.get(key);
  if (found !== undefined) return found;
  found = findEach(source, anchors);
  if (source.anchors.size >= anchorsKept) source.anchors.clear();
  source.anchors.set(key, found);
  return found;
}

/** Patches repeat an anchor for many hunks; what each one found is not small. */
const anchorsKept = 500;

function findEach(source: MatchSource, anchors: readonly string[]): FoundAnchors {
  let places: readonly AnchorPlace[] | undefined;
  let inside: string | undefined;
  let vague: Extract<FoundAnchors, { ok: true }>['vague'];
  for (const anchor of anchors) {
    const within = places && joinRanges(places.map(({ line, end }) => ({ start: line + 1, end })));
    const lines = findAnchor(source, anchor, within);
    if (lines.length === 0) return { ok: false, anchor, inside };
    vague = lines.length < anchorLimit ? undefined : { anchor, lines };
    if (vague === undefined) places = placesOf(source, lines, places);
    inside = anchor;
  }
  return { ok: true, places, vague };
}

/** An anchor that names more lines than this narrows nothing. */
const anchorLimit = 500;

function findAnchor(
  source: MatchSource,
  anchor: string,
  ranges: readonly LineRange[] | undefined,
): readonly number[] {
  const scope = ranges && { ranges };
  for (const strictness of ['exact', 'indentation', 'punctuation'] as const) {
    const found = findLine(source.index(strictness), anchor, anchorLimit, scope);
    if (found.length > 0) return found;
  }
  const wanted = foldPunctuation(anchor).trim();
  if (wanted.length > wordsLimit) return [];
  const candidates = source.words().candidates(wanted, anchorLimit, ranges);
  const held = candidates.filter((line) => holdsWords(lineText(source.lines, line), wanted));
  // Among so many lines there may be more: which of them is meant is not known.
  if (candidates.length >= anchorLimit) return held.length > 0 ? candidates : [];
  const leading = held.filter((line) =>
    foldPunctuation(lineText(source.lines, line)).trimStart().startsWith(wanted),
  );
  return leading.length > 0 ? leading : held;
}

/** Longer anchors are looked for as whole lines only. */
const wordsLimit = 1000;

/** Each line with the part it introduces, no longer than the part around it. Both are ascending. */
function placesOf(
  source: MatchSource,
  lines: readonly number[],
  outer: readonly AnchorPlace[] | undefined,
): readonly AnchorPlace[] {
  let next = 0;
  return lines.map((line) => {
    const end = source.outline().endOf(line);
    while ((outer?.[next]?.line ?? Infinity) < line) next += 1;
    let around = next - 1;
    while (around >= 0 && (outer?.[around]?.end ?? 0) <= line) around -= 1;
    return { line, end: Math.min(end, outer?.[around]?.end ?? end) };
  });
}

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
