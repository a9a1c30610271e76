import { type Outline, readOutline } from './anchor-scope.ts';
import type { FoundAnchors } from './find-anchor.ts';
import { indexLines, type LineIndex } from './line-index.ts';
import { isPlain, type Strictness } from './line-key.ts';
import type { TextLines } from './text-lines.ts';
import { indexWords, type WordIndex } from './word-index.ts';

/** A text to find hunks in. What searching needs is built when first asked for, and kept. */
export interface MatchSource {
  readonly lines: TextLines;
  readonly index: (strictness: Strictness) => LineIndex;
  readonly outline: () => Outline;
  readonly words: () => WordIndex;
  /** What anchors were found, by their texts. */
  readonly anchors: Map<string, FoundAnchors>;
}

export function openMatchSource(lines: TextLines): MatchSource {
  const indexes = new Map<Strictness, LineIndex>();
  let outline: Outline | undefined;
  let words: WordIndex | undefined;
  const index = (strictness: Strictness): LineIndex => {
    let built = indexes.get(strictness);
    if (built === undefined) {
      const plain = strictness === 'punctuation' && isPlain(lines.text, 0, lines.text.length);
      // In an ASCII text folding changes nothing: the looser index is the stricter one's twin.
      built = plain ? { ...index('indentation'), strictness } : indexLines(lines, strictness);
      indexes.set(strictness, built);
    }
    return built;
  };
  return {
    lines,
    index,
    outline: () => (outline ??= readOutline(lines)),
    words: () => (words ??= indexWords(lines)),
    anchors: new Map(),
  };
}
