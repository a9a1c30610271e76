import assert from 'node:assert/strict';
import { describe, it } from 'mocha';

import { splitHidden } from '../../src/shared/visible-text.ts';

const shown = (text: string): string =>
  splitHidden(text)
    .map((part) => (part.hidden ? `[${part.text}]` : part.text))
    .join('');

describe('text on which a decision rests', () => {
  const cases: readonly [string, string, string][] = [
    ['plain text as it is', 'npm test -- "ä ñ 日本"', 'npm test -- "ä ñ 日本"'],
    ['newlines and tabs as they are', 'a\n\tb', 'a\n\tb'],
    ['a right-to-left override', 'a\u202eb', 'a[U+202E]b'],
    ['isolates', '\u2066x\u2069', '[U+2066]x[U+2069]'],
    ['zero-width characters', 'a\u200b\u200d\ufeffb', 'a[U+200B][U+200D][U+FEFF]b'],
    ['tag characters', 'a\u{e0041}b', 'a[U+E0041]b'],
    ['variation selectors', 'a\ufe0f\u{e0100}', 'a[U+FE0F][U+E0100]'],
    [
      'carriage return, escape, NUL and DEL',
      '\r\u001b[31m\0\u007f',
      '[U+000D][U+001B][31m[U+0000][U+007F]',
    ],
    ['spaces that are not the space', 'rm\u00a0-rf\u3000/', 'rm[U+00A0]-rf[U+3000]/'],
    ['Hangul fillers', 'a\u3164b\uffa0', 'a[U+3164]b[U+FFA0]'],
    ['line and paragraph separators', 'a\u2028b\u2029', 'a[U+2028]b[U+2029]'],
    ['a lone surrogate', 'a\ud800b', 'a[U+D800]b'],
    ['nothing', '', ''],
  ];
  for (const [name, text, expected] of cases) {
    it(`shows ${name}`, () => {
      assert.equal(shown(text), expected);
    });
  }
});
