import { countLine } from './line-index.ts';
import type { MatchSource } from './match-source.ts';
import type { PatchHunk } from './patch.ts';
import { quote } from './quote-line.ts';

/** Which hunk adds a line; of lines that more than one adds, the first. */
export function listAdded(hunks: readonly PatchHunk[]): ReadonlyMap<string, number> {
  const added = new Map<string, number>();
  for (const [at, hunk] of hunks.entries()) {
    for (const { kind, text } of hunk.lines) {
      if (kind === 'add' && text.trim() !== '' && !added.has(text)) added.set(text, at);
    }
  }
  return added;
}

/** Told of a hunk that was written for the text that another one makes; else empty. */
export function explainAdded(
  source: MatchSource,
  old: readonly string[],
  at: number,
  addedBy: ReadonlyMap<string, number>,
): string {
  const line = old.find(
    (one) => (addedBy.get(one) ?? at) !== at && countLine(source.index('exact'), one) === 0,
  );
  if (line === undefined) return '';
  return `\nHunk ${(addedBy.get(line) ?? 0) + 1} adds ${quote(line)}; all hunks of a file are compared with its text before the patch. Put changes that touch each other into one hunk.`;
}

/** Told of lines that were copied with their numbers, as tools show them (`12| x`); else empty. */
export function explainNumbers(source: MatchSource, old: readonly string[]): string {
  const index = source.index('punctuation');
  const solid = old.filter((line) => line.trim() !== '');
  const isCopied = (line: string) => {
    const bare = withoutNumber(line);
    return bare !== undefined && bare.trim() !== '' && countLine(index, bare) > 0;
  };
  return solid.some(isCopied) && solid.every((line) => withoutNumber(line) !== undefined)
    ? 'its lines begin with line numbers, which are no part of the file: leave them out; '
    : '';
}

function withoutNumber(line: string): string | undefined {
  const number = /^\s{0,9}\d{1,7}\s?[|:\t→] ?/.exec(line.slice(0, 24));
  return number === null ? undefined : line.slice(number[0].length);
}
