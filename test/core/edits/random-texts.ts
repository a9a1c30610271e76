import fc from 'fast-check';
import { edited, fewLines, freshLine, joinLines } from './properties.ts';

/**
 * Texts of every awkward kind: empty, without a final ending, with CRLF, lone CR and mixed endings,
 * byte order marks, whole and halved surrogate pairs, and lines that repeat (a tiny alphabet).
 */
export const anyText = fc
  .array(
    fc.constantFrom('a', 'b', 'ab', '', '\n', '\r\n', '\r', '😀', '\uD83D', '\uFEFF', '\t', ' '),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

/** Two texts that may have much in common, or nothing. */
export const textPair: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  fc.tuple(anyText, anyText),
  fewLines.chain((lines) =>
    edited(lines, freshLine).map((next): [string, string] => [
      joinLines(lines, '\n', true),
      joinLines(next, '\n', true),
    ]),
  ),
);
