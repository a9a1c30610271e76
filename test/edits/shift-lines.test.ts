import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shiftLines } from '../../src/host/edits/shift-lines.ts';
import {
  check,
  distinctLines,
  edited,
  freshLine,
  joinLines,
  seed,
} from '../core/edits/properties.ts';

const abc = 'a\nb\nc\nd\n';
const gone = undefined;

/** Where the lines of the text before, from 1, are afterwards. */
const cases: readonly (readonly [
  name: string,
  before: string,
  after: string,
  lines: readonly (number | undefined)[],
])[] = [
  ['nothing changed', abc, abc, [1, 2, 3, 4]],
  ['a line added in front', abc, `x\n${abc}`, [2, 3, 4, 5]],
  ['a line added between', abc, 'a\nx\nb\nc\nd\n', [1, 3, 4, 5]],
  ['lines added in two places', abc, 'a\nx\nb\nc\ny\nz\nd\n', [1, 3, 4, 7]],
  ['a line added at the end', abc, `${abc}x\n`, [1, 2, 3, 4]],
  ['the first line removed', abc, 'b\nc\nd\n', [gone, 1, 2, 3]],
  ['a line removed', abc, 'a\nc\nd\n', [1, gone, 2, 3]],
  ['two lines removed', abc, 'a\nd\n', [1, gone, gone, 2]],
  ['a word changed within a line', 'a\nlet b = 1;\nc\n', 'a\nlet b = 2;\nc\n', [1, 2, 3]],
  ['a whole line changed', abc, 'a\nB\nc\nd\n', [1, 2, 3, 4]],
  ['two lines changed, below an added one', abc, 'x\na\nB\nC\nd\n', [2, 3, 4, 5]],
  ['a line made of two', abc, 'a\nbx\ny\nc\nd\n', [1, gone, 4, 5]],
  ['two lines made of one', abc, 'a\nbc\nd\n', [1, gone, gone, 3]],
  ['CRLF', 'a\r\nb\r\nc\r\n', 'a\r\nx\r\nb\r\nc\r\n', [1, 3, 4]],
  ['other endings throughout', 'a\nb\n', 'a\r\nb\r\n', [1, 2]],
  ['lone CR', 'a\rb\rc\r', 'a\rx\rb\rc\r', [1, 3, 4]],
  ['a line added behind one without an ending', 'a\nb', 'a\nb\nc', [1, 2]],
  ['all gone', 'a\nb\n', '', [gone, gone, 1]],
];

describe('lines through an edit', () => {
  for (const [name, before, after, lines] of cases) {
    it(name, () => {
      const shift = shiftLines(before, after);
      assert.deepEqual(
        lines.map((_, at) => shift(at + 1)),
        lines,
      );
    });
  }
});

describe(`lines through an edit, by random (seed ${seed})`, () => {
  it('a line that stays is found, a line that goes is not taken for another', () =>
    check(
      fc.property(
        distinctLines.chain((lines) => fc.tuple(fc.constant(lines), edited(lines, freshLine))),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        ([lines, next], end, final) => {
          const shift = shiftLines(joinLines(lines, end, final), joinLines(next, end, final));
          for (const [at, line] of lines.entries()) {
            const found = shift(at + 1);
            const wanted = next.indexOf(line);
            if (wanted >= 0) assert.equal(found, wanted + 1, `line ${at + 1}`);
            // In the place of a line that is gone there may be a new one, never one that was there.
            else if (found !== undefined) assert.ok(!lines.includes(next[found - 1] ?? ''));
          }
        },
      ),
    ));
});
