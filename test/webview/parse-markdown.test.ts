import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';

import { parseMarkdown, type ParsedMarkdown } from '../../src/webview/markdown/parse-markdown.ts';

const blocksOf = ({ sections, tail }: ParsedMarkdown) =>
  [...sections.flat(), ...tail]
    .filter(({ token }) => token.type !== 'space' && token.type !== 'def')
    .map(({ start, token }) => ({ start, type: token.type, raw: token.raw.trimEnd() }));

/** Fed in pieces of these lengths, as it streams. */
function streamed(text: string, lengths: readonly number[]): ParsedMarkdown {
  let parsed: ParsedMarkdown | undefined;
  let end = 0;
  for (const length of [...lengths, text.length]) {
    end = Math.min(text.length, end + length);
    parsed = parseMarkdown(text.slice(0, end), parsed);
  }
  return parsed ?? parseMarkdown(text);
}

const piece = fc.constantFrom(
  'word ',
  'Two words.\n',
  '\n',
  '\n\n',
  '- item\n',
  '  continued\n',
  '1. first\n',
  '> quote\n',
  '# Heading\n',
  'Heading\n===\n',
  '```ts\n',
  '```\n',
  '~~~\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n',
  '**bold** and `code`\n',
  '<div>\n',
  '</div>\n\n',
  '---\n',
  '    indented\n',
  '* * *\n',
  '[x]: http://a.b\n',
);

describe('a message parsed as it streams', () => {
  it('has the blocks it has parsed at once', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 }),
        (pieces, lengths) => {
          const text = pieces.join('');
          assert.deepEqual(blocksOf(streamed(text, lengths)), blocksOf(parseMarkdown(text)));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('keeps finished sections as they are', () => {
    const paragraphs = Array.from({ length: 100 }, (_, index) => `Paragraph ${index}.\n\n`).join(
      '',
    );
    const before = parseMarkdown(paragraphs);
    const next = parseMarkdown(`${paragraphs}More.`, before);
    assert.ok(before.sections.length >= 3);
    assert.deepEqual(
      before.sections.slice(0, 3).map((section, index) => section === next.sections[index]),
      [true, true, true],
    );
    assert.ok(next.tailStart > 1_000);
  });

  it('starts anew when the text is another', () => {
    const parsed = parseMarkdown('# B', parseMarkdown('A\n\nB\n\nC\n\nD'));
    assert.deepEqual(
      blocksOf(parsed).map(({ type }) => type),
      ['heading'],
    );
  });
});

describe('hostile Markdown', () => {
  const patterns = [
    '>',
    '[',
    '*a ',
    '_a',
    '- ',
    '`',
    '<a ',
    '![',
    '](',
    '**a*b`c[d](',
    '|-',
    '&#',
    '\\',
    'a@b.',
    '<!--',
  ];
  for (const pattern of patterns) {
    it(`of ${JSON.stringify(pattern)} 100,000 characters long is parsed or shown as it is`, () => {
      const text = pattern.repeat(100_000 / pattern.length);
      const { sections, tail } = parseMarkdown(text);
      const raw = [...sections.flat(), ...tail].map(({ token }) => token.raw).join('');
      assert.equal(raw.trim(), text.trim());
    });
  }
});
