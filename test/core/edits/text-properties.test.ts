import assert from 'node:assert/strict';
import fc from 'fast-check';
import { composeReview } from '../../../src/core/edits/compose-review.ts';
import { diffHunks } from '../../../src/core/edits/diff-hunks.ts';
import { diffLines } from '../../../src/core/edits/diff-lines.ts';
import { diffTexts } from '../../../src/core/edits/diff-texts.ts';
import {
  countLines,
  countLinesIn,
  mapLines,
  textOfLines,
} from '../../../src/core/edits/line-map.ts';
import { mergeTexts, undoEdit } from '../../../src/core/edits/merge-texts.ts';
import { applyEdits, minimalEdits } from '../../../src/core/edits/minimal-edits.ts';
import { splitLines } from '../../../src/core/edits/split-lines.ts';
import { readHunks } from '../../../src/core/edits/start-review.ts';
import {
  check,
  distinctLines,
  edited,
  fewLines,
  freshLine,
  joinLines,
  seed,
} from './properties.ts';
import { anyText, textPair } from './random-texts.ts';

describe(`diffs, by random (seed ${seed})`, () => {
  it('lines joined are the text', () =>
    check(
      fc.property(anyText, (text) => {
        const lines = splitLines(text);
        assert.equal(lines.join(''), text);
        const map = mapLines(text);
        assert.deepEqual(
          lines,
          Array.from({ length: countLines(map) }, (_, at) => textOfLines(map, at, at + 1)),
        );
        assert.equal(countLinesIn(text), lines.length);
      }),
    ));

  it('texts are compared as their lines are', () =>
    check(
      fc.property(textPair, ([before, after]) => {
        assert.deepEqual(
          diffTexts(mapLines(before), mapLines(after)),
          diffLines(splitLines(before), splitLines(after)),
        );
      }),
    ));

  it('all hunks kept give the new text, none the old', () =>
    check(
      fc.property(textPair, ([before, after]) => {
        const hunks = readHunks(before, after);
        assert.equal(new Set(hunks.map(({ id }) => id)).size, hunks.length);
        assert.equal(composeReview(before, hunks), after);
        assert.equal(composeReview(before, []), before);
      }),
    ));

  it('some hunks kept leave a text that the others complete', () =>
    check(
      fc.property(
        textPair,
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        ([before, after], keep) => {
          const kept = readHunks(before, after).filter((_, at) => keep[at]);
          const some = composeReview(before, kept);
          const lengths = (text: string) => splitLines(text).length;
          const grown = kept.reduce(
            (sum, { text, baseLines }) => sum + lengths(text) - baseLines,
            0,
          );
          assert.equal(lengths(some) - lengths(before), grown);
        },
      ),
    ));

  it('hunks do not touch, and start and end with a difference', () =>
    check(
      fc.property(textPair, ([before, after]) => {
        const old = splitLines(before);
        const next = splitLines(after);
        let end = -1;
        for (const hunk of diffHunks(before, after)) {
          assert.ok(hunk.beforeStart > end);
          end = hunk.beforeStart + hunk.beforeLines;
          if (hunk.beforeLines > 0 && hunk.afterLines > 0) {
            assert.notEqual(old[hunk.beforeStart], next[hunk.afterStart]);
            assert.notEqual(old[end - 1], next[hunk.afterStart + hunk.afterLines - 1]);
          }
        }
      }),
    ));

  it('minimal edits give the new text and cut no pair in two', () =>
    check(
      fc.property(textPair, ([before, after]) => {
        const edits = minimalEdits(before, after);
        assert.equal(applyEdits(before, edits), after);
        for (const { start, end } of edits) {
          for (const at of [start, end]) {
            assert.ok(
              !/^\r\n$|^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(before.slice(at - 1, at + 1)),
            );
          }
        }
      }),
    ));
});

describe('minimal edits', () => {
  it('change whole characters', () => {
    assert.deepEqual(minimalEdits('x😀y\n', 'x👍y\n'), [{ start: 1, end: 3, text: '👍' }]);
    assert.deepEqual(minimalEdits('a\r\n', 'a\n'), [{ start: 1, end: 3, text: '\n' }]);
  });

  it('leave what lies between hunks alone', () => {
    assert.deepEqual(minimalEdits('one\ntwo\nthree\n', 'One\ntwo\nthree!\n'), [
      { start: 0, end: 1, text: 'O' },
      { start: 13, end: 13, text: '!' },
    ]);
  });
});

/** Two edits of one text at different lines, with an unchanged line between all of them. */
const apart = distinctLines
  .filter((lines) => lines.length > 4)
  .chain((lines) =>
    fc
      .array(fc.constantFrom('keep', 'ours', 'theirs'), {
        minLength: lines.length,
        maxLength: lines.length,
      })
      .map((steps) => {
        const ours: string[] = [];
        const theirs: string[] = [];
        const both: string[] = [];
        for (const [at, line] of lines.entries()) {
          const step = at % 2 === 0 ? 'keep' : (steps[at] ?? 'keep');
          ours.push(step === 'ours' ? `${line} ours` : line);
          theirs.push(step === 'theirs' ? `${line} theirs` : line);
          both.push(step === 'keep' ? line : `${line} ${step}`);
        }
        const text = (some: string[]) => joinLines(some, '\n', true);
        return { base: text(lines), ours: text(ours), theirs: text(theirs), both: text(both) };
      }),
  );

const triple = fewLines.chain((lines) =>
  fc
    .tuple(edited(lines, freshLine), edited(lines, freshLine), fc.boolean())
    .map(([ours, theirs, final]) => ({
      base: joinLines(lines, '\n', final),
      ours: joinLines(ours, '\n', final),
      theirs: joinLines(theirs, '\n', final),
    })),
);

describe(`three-way merge, by random (seed ${seed})`, () => {
  it('a side that changed nothing yields to the other', () =>
    check(
      fc.property(textPair, ([base, side]) => {
        assert.deepEqual(mergeTexts(base, base, side), { ok: true, text: side });
        assert.deepEqual(mergeTexts(base, side, base), { ok: true, text: side });
        assert.deepEqual(mergeTexts(base, side, side), { ok: true, text: side });
      }),
    ));

  it('changes that do not overlap all come in', () =>
    check(
      fc.property(apart, ({ base, ours, theirs, both }) => {
        assert.deepEqual(mergeTexts(base, ours, theirs), { ok: true, text: both });
      }),
    ));

  it('sides swapped, the result is the same', () =>
    check(
      fc.property(triple, ({ base, ours, theirs }) => {
        const one = mergeTexts(base, ours, theirs);
        const other = mergeTexts(base, theirs, ours);
        assert.equal(one.ok, other.ok);
        if (one.ok && other.ok) assert.equal(one.text, other.text);
        else if (!one.ok && !other.ok) {
          assert.deepEqual(
            one.conflicts.map((conflict) => [conflict.ours, conflict.theirs]),
            other.conflicts.map((conflict) => [conflict.theirs, conflict.ours]),
          );
        }
      }),
    ));

  it('no line that ours added is lost, nor one of theirs without a conflict', () =>
    check(
      fc.property(triple, ({ base, ours, theirs }) => {
        const merged = mergeTexts(base, ours, theirs);
        const lines = merged.text.split('\n');
        for (const line of ours.split('\n')) {
          if (line.startsWith('new line')) assert.ok(lines.includes(line), line);
        }
        const told = merged.ok
          ? ''
          : merged.conflicts.map((conflict) => conflict.theirs).join('\n');
        for (const line of theirs.split('\n')) {
          if (line.startsWith('new line'))
            assert.ok(lines.includes(line) || told.includes(line), line);
        }
      }),
      600,
    ));

  it('an edit taken back leaves what was changed elsewhere since', () =>
    check(
      fc.property(apart, ({ base, ours, theirs, both }) => {
        assert.deepEqual(undoEdit({ before: base, after: theirs, current: both }), {
          ok: true,
          text: ours,
        });
      }),
    ));

  it('an edit taken back from what it left gives what was before', () =>
    check(
      fc.property(textPair, ([before, after]) => {
        assert.deepEqual(undoEdit({ before, after, current: after }), { ok: true, text: before });
      }),
    ));
});

describe('three-way merge', () => {
  it('merges changes that touch', () => {
    assert.deepEqual(mergeTexts('a\nb\n', 'A\nb\n', 'a\nB\n'), { ok: true, text: 'A\nB\n' });
    assert.deepEqual(mergeTexts('a\nb\n', 'a\nx\nb\n', 'a\nB\n'), { ok: true, text: 'a\nx\nB\n' });
  });

  it('merges a change both sides made, beside one of theirs', () => {
    assert.deepEqual(mergeTexts('a\nb\nc\n', 'A\nb\nc\n', 'A\nb\nC\n'), {
      ok: true,
      text: 'A\nb\nC\n',
    });
  });

  it('tells conflicts with both texts and where they are', () => {
    assert.deepEqual(mergeTexts('a\nb\nc\n', 'x\na\nO\nc\n', 'a\nT\nc\ny\n'), {
      ok: false,
      text: 'x\na\nO\nc\ny\n',
      conflicts: [{ base: 'b\n', ours: 'O\n', theirs: 'T\n', baseStart: 1, baseEnd: 2 }],
    });
  });

  it('takes different additions at one point for a conflict', () => {
    const merged = mergeTexts('a\n', 'a\nours\n', 'a\ntheirs\n');
    assert.equal(merged.ok, false);
    assert.equal(merged.text, 'a\nours\n');
  });

  it('never glues a line behind one without an ending', () => {
    const merged = mergeTexts('a\nb\n', 'a\nb', 'a\nb\nc\n');
    assert.equal(merged.ok, false);
    assert.equal(merged.text, 'a\nb');
  });
});
