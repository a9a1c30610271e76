import assert from 'node:assert/strict';
import { applyPatch } from 'diff';
import * as fc from 'fast-check';
import { renderUnified } from '../../../src/core/edits/render-unified.ts';
import { runToEnd } from '../../../src/core/edits/run-steps.ts';

const names = { from: 'a/f', to: 'b/f' };
const render = (before: string, after: string, context?: number): string =>
  runToEnd(renderUnified(names, before, after, context));

describe('a unified diff', () => {
  const cases: readonly (readonly [title: string, before: string, after: string, diff: string])[] =
    [
      ['of equal texts', 'a\n', 'a\n', ''],
      ['of a line', 'a\nb\nc\n', 'a\nB\nc\n', '@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n'],
      ['of a new file', '', 'a\nb\n', '@@ -0,0 +1,2 @@\n+a\n+b\n'],
      ['of a file that goes', 'a\n', '', '@@ -1 +0,0 @@\n-a\n'],
      [
        'without a last line ending',
        'a\nb',
        'a\nb\n',
        '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n',
      ],
      [
        'with two hunks',
        '1\n2\n3\n4\n5\n6\n7\n8\n9\n',
        'x\n2\n3\n4\n5\n6\n7\n8\ny\n',
        '@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n',
      ],
      [
        'with contexts that meet',
        '1\n2\n3\n4\n5\n6\n7\n8\n',
        'x\n2\n3\n4\n5\n6\n7\ny\n',
        '@@ -1,8 +1,8 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+y\n',
      ],
      ['with CR inside a line', 'a\rb\n', 'a\rc\n', '@@ -1 +1 @@\n-a\rb\n+a\rc\n'],
    ];
  for (const [title, before, after, diff] of cases) {
    it(title, () => {
      assert.equal(render(before, after), diff === '' ? '' : `--- a/f\n+++ b/f\n${diff}`);
    });
  }

  it('makes the second text of the first, for any two', () => {
    const line = fc.constantFrom('a\n', 'b\n', 'c\n', 'd\r\n', '\n', 'é\n');
    const text = fc
      .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom('', 'end'))
      .map(([lines, end]) => lines.join('') + end);
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 4 }), (before, after, context) => {
        const diff = render(before, after, context);
        const options = { autoConvertLineEndings: false };
        assert.equal(diff === '' ? before : applyPatch(before, diff, options), after);
      }),
      { numRuns: 500 },
    );
  });
});
