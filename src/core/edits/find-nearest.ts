import { countLine, findBlock, findLine } from './line-index.ts';
import { lineKey } from './line-key.ts';
import type { MatchSource } from './match-source.ts';
import { wordsOf } from './word-index.ts';

/** A region of the file that resembles what a hunk looked for. */
export interface NearestRegion {
  /** Line, from 0, that the hunk's first old line would be on. May be before the file's start. */
  readonly start: number;
  /** How many of the hunk's lines that are not blank stand there as the hunk has them. */
  readonly equal: number;
  readonly of: number;
}

const linesAsked = 400;
const placesAsked = 50;
const wordsAsked = 6;

/** The region most of `old`'s lines, or else its rarest words, point to. Cost is bounded. */
export function findNearest(
  source: MatchSource,
  old: readonly string[],
): NearestRegion | undefined {
  const index = source.index('punctuation');
  const solid = [...old.entries()].filter(([, line]) => line.trim() !== '').slice(0, linesAsked);
  const votes = new Map<number, { weight: number; equal: number }>();
  const vote = (start: number, weight: number, equal: number) => {
    const known = votes.get(start) ?? { weight: 0, equal: 0 };
    votes.set(start, { weight: known.weight + weight, equal: known.equal + equal });
  };
  for (const [offset, line] of solid) {
    const count = countLine(index, line);
    if (count === 0 || count > placesAsked) continue;
    for (const at of findLine(index, line, placesAsked)) vote(at - offset, 1 + 1 / count, 1);
  }
  const words =
    votes.size > 0
      ? []
      : solid
          .flatMap(([offset, line]) => wordsOf(line).map((word) => ({ offset, word })))
          .sort((one, other) => other.word.length - one.word.length)
          .slice(0, wordsAsked);
  for (const { offset, word } of words) {
    if (word.length < 4) continue;
    const lines = source.words().candidates(word, placesAsked);
    for (const at of lines) vote(at - offset, 0.5 / lines.length, 0);
  }
  let best: NearestRegion | undefined;
  let bestWeight = 0;
  for (const [start, { weight, equal }] of votes) {
    if (weight <= bestWeight || start >= source.lines.count) continue;
    bestWeight = weight;
    best = { start, equal, of: solid.length };
  }
  return best;
}

/** Lines, from 0, at which `lines` already stand, indentation apart. None for a mere bracket or so. */
export function findAlready(
  source: MatchSource,
  lines: readonly string[],
  limit: number,
): readonly number[] {
  if (lines.every((line) => lineKey(line, 'indentation').length < 3)) return [];
  return findBlock(source.index('punctuation'), lines, limit);
}
