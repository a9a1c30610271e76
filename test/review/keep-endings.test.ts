import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isMadeAlike } from '../../src/core/edits/made-alike.ts';
import { splitLines } from '../../src/core/edits/split-lines.ts';
import { keepEndings } from '../../src/core/edits/keep-endings.ts';
import { check, distinctLines, edited, freshLine, seed } from '../core/edits/properties.ts';
import { anyText } from '../core/edits/random-texts.ts';

/** As VS Code holds a text: with one ending throughout. */
const shownAs = (text: string, ending: string) => text.replaceAll(/\r\n|\r|\n/g, ending);

const cases: readonly {
  readonly name: string;
  readonly known: string;
  readonly shown: string;
  readonly gives: string;
}[] = [
  { name: 'nothing edited', known: 'a\r\nb\nc\r', shown: 'a\nb\nc\n', gives: 'a\r\nb\nc\r' },
  { name: 'one line edited', known: 'a\r\nb\nc\r\n', shown: 'a\nB\nc\n', gives: 'a\r\nB\nc\r\n' },
  {
    name: 'edited where the document has CRLF',
    known: 'a\r\nb\nc\n',
    shown: 'a\r\nB\r\nc\r\n',
    gives: 'a\r\nB\r\nc\n',
  },
  { name: 'a line added', known: 'a\r\nb\n', shown: 'a\nx\nb\n', gives: 'a\r\nx\nb\n' },
  { name: 'a line gone', known: 'a\r\nb\nc\n', shown: 'a\nc\n', gives: 'a\r\nc\n' },
  { name: 'the final ending gone', known: 'a\nb\r\n', shown: 'a\nb', gives: 'a\nb' },
  { name: 'a final ending added', known: 'a\r\nb\nc', shown: 'a\nb\nc\n', gives: 'a\r\nb\nc\n' },
  {
    name: 'a line behind one that had no ending',
    known: 'a\r\nb\nc',
    shown: 'a\nb\nc\nd',
    gives: 'a\r\nb\nc\nd',
  },
  { name: 'all gone', known: 'a\r\nb\n', shown: '', gives: '' },
  { name: 'empty lines', known: '\r\n\n\r\n', shown: '\n\n\n', gives: '\r\n\n\r\n' },
  { name: 'a lone CR before an empty line', known: 'a\rx\n\n', shown: 'a\n\n', gives: 'a\n\n' },
  {
    name: 'lone CRs in a row before an empty line',
    known: '\ra\r\n\ra',
    shown: '\n\n\n',
    gives: '\n\n\n',
  },
  {
    name: 'carriage returns throughout',
    known: 'a\rb\rc',
    shown: 'a\r\nB\r\nx\r\nc',
    gives: 'a\rB\rx\rc',
  },
  { name: 'one ending throughout', known: 'a\r\nb\r\n', shown: 'a\nb\n', gives: 'a\nb\n' },
];

describe('the endings of an edited document', () => {
  for (const { name, known, shown, gives } of cases) {
    it(name, () => {
      assert.equal(keepEndings(known, shown), gives);
    });
  }
});

const documentEnding = fc.constantFrom('\n', '\r\n');
const mixed = fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 40, maxLength: 40 });

describe(`the endings of an edited document, by random (seed ${seed})`, () => {
  it('unedited lines keep their ending, edited ones get the document’s', () =>
    check(
      fc.property(
        distinctLines.chain((lines) => fc.tuple(fc.constant(lines), edited(lines, freshLine))),
        mixed,
        documentEnding,
        ([lines, next], endings, ending) => {
          const known = lines.map((line, at) => line + (endings[at] ?? '\n')).join('');
          fc.pre(isMadeAlike(known));
          const own = new Map(lines.map((line, at) => [line, endings[at] ?? '\n']));
          const shown = next.map((line) => line + ending).join('');
          const fresh = known.includes('\n') ? ending : '\r';
          const wanted = next.map((line) => line + (own.get(line) ?? fresh)).join('');
          assert.equal(keepEndings(known, shown), wanted);
        },
      ),
    ));

  it('whatever the texts, only endings differ from what is shown', () =>
    check(
      fc.property(anyText, anyText, documentEnding, (known, other, ending) => {
        const shown = shownAs(other, ending);
        const kept = keepEndings(known, shown);
        assert.equal(shownAs(kept, '\n'), shownAs(shown, '\n'));
        assert.equal(splitLines(kept).length, splitLines(shown).length);
        if (isMadeAlike(known)) {
          assert.equal(keepEndings(known, shownAs(known, ending)), known);
        }
      }),
      600,
    ));
});
