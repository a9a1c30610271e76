import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isVisible, withHunks } from '../../src/core/edits/compose-review.ts';
import { isMadeAlike } from '../../src/core/edits/made-alike.ts';
import { mergeTexts } from '../../src/core/edits/merge-texts.ts';
import type { ReviewFile, ReviewHunk } from '../../src/core/edits/review-state.ts';
import { splitLines } from '../../src/core/edits/split-lines.ts';
import { startReview } from '../../src/core/edits/start-review.ts';
import { placeHunks } from '../../src/host/review/place-hunks.ts';
import { undoneHunks } from '../../src/host/review/undone-hunks.ts';
import {
  check,
  distinctLines,
  edited,
  freshLine,
  joinLines,
  seed,
} from '../core/edits/properties.ts';
import { textPair } from '../core/edits/random-texts.ts';

function reviewed(before: string, after: string): ReviewFile {
  const change = { kind: 'modify', path: 'f', before, after, baseVersion: '1' } as const;
  const [file] = startReview({ changes: [change] }).files;
  assert.ok(file !== undefined);
  return file;
}

/** The file's text after the arrow of each of these hunks. */
function without(file: ReviewFile, gone: ReadonlySet<string>): string {
  const hunks = file.hunks.map((hunk): ReviewHunk =>
    gone.has(hunk.id) ? { ...hunk, decision: 'undone' } : hunk,
  );
  return withHunks(file, hunks).current;
}

const idsWhere = (file: ReviewFile, isPicked: (at: number) => boolean) =>
  file.hunks.filter((_, at) => isPicked(at)).map(({ id }) => id);

const numbered = (count: number, change: (line: string, at: number) => string) =>
  Array.from({ length: count }, (_, at) => change(`line ${at}\n`, at)).join('');

describe('hunks that the user took back', () => {
  const base = numbered(20, (line) => line);
  const proposed = numbered(20, (line, at) =>
    at === 3 ? 'three\n' : at === 8 ? `${line}added\n` : at === 14 ? '' : line,
  );
  const file = reviewed(base, proposed);
  const [changed = '', added = '', removed = ''] = file.hunks.map(({ id }) => id);
  const cases: readonly (readonly [name: string, text: string, ids: readonly string[]])[] = [
    ['none', proposed, []],
    ['the changed one', proposed.replace('three', 'line 3'), [changed]],
    ['the added one', proposed.replace('added\n', ''), [added]],
    ['the removed one', proposed.replace('line 15', 'line 14\nline 15'), [removed]],
    ['all', base, [changed, added, removed]],
    [
      'one, and words elsewhere',
      proposed.replace('three', 'line 3').replace('line 19', 'my 19'),
      [changed],
    ],
    [
      'one, and words in another',
      proposed.replace('three', 'line 3').replace('added', 'my own'),
      [changed],
    ],
    ['none by words in one', proposed.replace('three', 'three and a half'), []],
    ['none by half a removal', proposed.replace('added', 'add'), []],
    ['none where the text is gone altogether', '', []],
  ];
  for (const [name, text, ids] of cases) {
    it(name, () => {
      assert.deepEqual(undoneHunks(file, text), ids);
    });
  }

  it('a thousand of two thousand, words elsewhere and in some of the others', () => {
    const lines = 20_000;
    const before = numbered(lines, (line) => line);
    const many = reviewed(
      before,
      numbered(lines, (line, at) => (at % 10 === 0 ? `new ${line}` : line)),
    );
    const text = numbered(lines, (line, at) => {
      if (at % 20 === 0) return line;
      if (at % 100 === 10) return `my ${line}`;
      if (at % 10 === 0) return `new ${line}`;
      return at % 500 === 5 ? `my own ${line}` : line;
    });
    assert.deepEqual(
      undoneHunks(many, text),
      idsWhere(many, (at) => at % 2 === 0),
    );
  });
});

/** Lines to change with others between that stay, so that hunks and typing are well apart. */
const apart = fc.integer({ min: 1, max: 60 }).chain((count) =>
  fc
    .array(fc.constantFrom('stands', 'undone', 'typedIn', 'typedBeside', 'none'), {
      minLength: count,
      maxLength: count,
    })
    .chain((fates) =>
      fc.tuple(
        fc.constant(fates),
        fc.array(fc.constantFrom('change', 'add', 'remove'), {
          minLength: count,
          maxLength: count,
        }),
        fc.constantFrom('\n', '\r\n', '\r'),
      ),
    ),
);

describe('hunks of a file with mixed line endings', () => {
  const file = reviewed('\n\n\r\na', '\r\n\n\n\r\n');
  for (const text of ['\n\n\n\n', '\n\n\n\na', '\n\n\n', '\r\n\r\n\r\na']) {
    it(`are taken back by no mistake: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(undoneHunks(file, text), []);
    });
  }
});

describe(`hunks that the user took back, by random (seed ${seed})`, () => {
  it('exactly those with the text before them again, whatever is typed in others or elsewhere', () =>
    check(
      fc.property(apart, ([fates, kinds, end]) => {
        const base: string[] = [];
        const proposed: string[] = [];
        const now: string[] = [];
        const undone: number[] = [];
        let hunks = 0;
        for (const [at, fate] of fates.entries()) {
          const around = [`before ${at}`, `between ${at}`];
          const old = kinds[at] === 'add' ? [] : [`old ${at}`, `old too ${at}`];
          const next = kinds[at] === 'remove' ? [] : [`new ${at}`, `new too ${at}`];
          const isHunk = fate !== 'none' && fate !== 'typedBeside';
          const typed = fate === 'typedBeside' ? [`mine ${at}`] : [];
          base.push(...around, ...old);
          proposed.push(...around, ...(isHunk ? next : old));
          now.push(`before ${at}`, ...typed, `between ${at}`);
          if (fate === 'undone') undone.push(hunks);
          if (isHunk) hunks += 1;
          if (fate === 'typedIn') now.push(next[0] ?? '', `mine ${at}`, ...next.slice(1));
          else now.push(...(fate === 'stands' ? next : old));
        }
        for (const list of [base, proposed, now]) list.push('the end');
        const file = reviewed(joinLines(base, end, true), joinLines(proposed, end, true));
        assert.equal(file.hunks.length, hunks);
        const wanted = idsWhere(file, (at) => undone.includes(at));
        assert.deepEqual(undoneHunks(file, joinLines(now, end, true)), wanted);
      }),
    ));

  it('also among lines that repeat, those whose going gives just this text', () =>
    check(
      fc.property(textPair, fc.infiniteStream(fc.boolean()), ([before, after], picks) => {
        const file = reviewed(before, after);
        const gone = new Set(file.hunks.map(({ id }) => id).filter(() => picks.next().value));
        const text = without(file, gone);
        fc.pre(isMadeAlike(text) || ![before, after].some(isMadeAlike));
        assert.equal(without(file, new Set(undoneHunks(file, text))), text);
      }),
      1000,
    ));

  it('what is reported can be taken back without a word of what was typed', () =>
    check(
      fc.property(textPair, textPair, ([before, after], [, text]) => {
        const file = reviewed(before, after);
        const undone = without(file, new Set(undoneHunks(file, text)));
        const merged = mergeTexts(file.current, undone, text);
        assert.deepEqual([merged.ok, merged.text], [true, text]);
      }),
      1000,
    ));

  it('nothing where nothing was taken back, however lines were added in between', () =>
    check(
      fc.property(
        distinctLines.chain((lines) => fc.tuple(fc.constant(lines), edited(lines, freshLine))),
        fc.nat(100),
        ([lines, next], at) => {
          const file = reviewed(joinLines(lines, '\n', true), joinLines(next, '\n', true));
          const typed = splitLines(file.current);
          typed.splice(at % (typed.length + 1), 0, 'my own line\n');
          assert.deepEqual(undoneHunks(file, typed.join('')), []);
          assert.ok(placeHunks(file).length >= file.hunks.filter(isVisible).length);
        },
      ),
    ));
});
