import assert from 'node:assert/strict';
import type { Problem } from '../../src/core/ports.ts';
import { findNewProblems, type ShiftLine } from '../../src/host/edits/new-problems.ts';
import { shiftLines } from '../../src/host/edits/shift-lines.ts';

/** `f:3 !word`: an error with the message `word` in file f, line 3; `?` for a warning. */
function problems(words: string): readonly Problem[] {
  if (words === '') return [];
  return words.split(', ').map((word): Problem => {
    const [, path = '', line, mark, message = ''] = /^(\w+):(\d+) ([!?])(\w+)$/.exec(word) ?? [];
    const severity = mark === '!' ? 'error' : 'warning';
    return { path, line: Number(line), column: 1, severity, message, source: 'test' };
  });
}

const told = (found: readonly Problem[]) =>
  found
    .map(
      ({ path, line, severity, message }) =>
        `${path}:${line} ${severity === 'error' ? '!' : '?'}${message}`,
    )
    .join(', ');

const text = 'a\nb\nc\nd\n';
const cases: readonly (readonly [
  name: string,
  before: string,
  after: string,
  now: string,
  found: string,
])[] = [
  ['none before', '', text, 'f:1 !x', 'f:1 !x'],
  ['the same as before', 'f:2 !x', text, 'f:2 !x', ''],
  ['moved down with its line', 'f:2 !x', `new\n${text}`, 'f:3 !x', ''],
  ['moved up with its line', 'f:4 !x', 'b\nc\nd\n', 'f:3 !x', ''],
  ['not moved though its line was', 'f:2 !x', `new\n${text}`, 'f:2 !x', 'f:2 !x'],
  ['in an edited line', 'f:2 !x', 'a\nB\nc\nd\n', 'f:2 !x', ''],
  ['another message', 'f:2 !x', text, 'f:2 !y', 'f:2 !y'],
  ['the same once more', 'f:2 !x', text, 'f:2 !x, f:2 !x', 'f:2 !x'],
  ['gone', 'f:2 !x, f:3 !y', text, 'f:3 !y', ''],
  ['of a line that was removed', 'f:2 !x', 'a\nc\nd\n', 'f:2 !x', 'f:2 !x'],
  ['in another file', 'g:2 !x', `new\n${text}`, 'g:2 !x, g:3 !x', 'g:3 !x'],
  [
    'errors first, then by file and line',
    '',
    text,
    'g:1 ?w, f:9 !x, f:2 !y, a:5 ?v',
    'f:2 !y, f:9 !x, a:5 ?v, g:1 ?w',
  ],
];

describe('new problems', () => {
  for (const [name, before, after, now, found] of cases) {
    it(name, () => {
      const lines = shiftLines(text, after);
      const shift: ShiftLine = ({ path, line }) => {
        const shifted = path === 'f' ? lines(line) : line;
        return shifted === undefined ? undefined : { path, line: shifted };
      };
      assert.equal(told(findNewProblems(problems(before), problems(now), shift)), found);
    });
  }

  it('follow a file to where it was moved', () => {
    const shift: ShiftLine = ({ path, line }) => ({ path: path === 'f' ? 'g' : path, line });
    assert.equal(
      told(findNewProblems(problems('f:2 !x'), problems('g:2 !x, f:2 !x'), shift)),
      'f:2 !x',
    );
  });
});
