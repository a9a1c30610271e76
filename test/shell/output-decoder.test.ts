import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createOutputDecoder } from '../../src/host/shell/output-decoder.ts';

function decode(chunks: readonly Uint8Array[]): string {
  const decoder = createOutputDecoder();
  return chunks.map((chunk) => decoder.decode(chunk)).join('') + decoder.end();
}

describe('createOutputDecoder', () => {
  const cases: readonly (readonly [why: string, raw: string, text: string])[] = [
    ['plain text', 'a\tb\nc', 'a\tb\nc'],
    ['colours', '\x1b[1;31mred\x1b[0m', 'red'],
    ['cursor moves', 'a\x1b[2K\x1b[1Gb\x1b[?25l', 'ab'],
    ['a title ended by BEL', '\x1b]0;title\x07x', 'x'],
    ['a link ended by ST', '\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\', 'text'],
    ['a device string', '\x1bP1$r0m\x1b\\x', 'x'],
    ['a character set', '\x1b(Bx', 'x'],
    ['single escapes', '\x1b7x\x1b8\x1bM', 'x'],
    ['control characters', 'a\x00b\x07c\x08d\x7fe\x9bf', 'abcdef'],
    ['letters of all kinds', 'größe 文字 🦀', 'größe 文字 🦀'],
    ['bytes that are no text', 'a\xffb', 'aÿb'],
    ['an escape that never ends', 'a\x1b[', 'a['],
  ];
  for (const [why, raw, text] of cases) {
    it(`takes ${why} however it is split`, () => {
      const bytes = new TextEncoder().encode(raw);
      for (let at = 0; at <= bytes.length; at++) {
        assert.equal(decode([bytes.subarray(0, at), bytes.subarray(at)]), text, `split at ${at}`);
      }
    });
  }

  it('gives the same text for any split', () => {
    const piece = fc.oneof(
      fc.constantFrom('\x1b[31m', '\x1b]0;t\x07', '\n', '\r\n', '🦀', 'ß', '\x1b'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat(40)), (pieces, sizes) => {
        const bytes = new TextEncoder().encode(pieces.join(''));
        const chunks: Uint8Array[] = [];
        let at = 0;
        for (const size of sizes) {
          chunks.push(bytes.subarray(at, at + size));
          at = Math.min(bytes.length, at + size);
        }
        chunks.push(bytes.subarray(at));
        assert.equal(decode(chunks), decode([bytes]));
      }),
    );
  });

  it('does not hold back output for an escape that never ends', () => {
    const decoder = createOutputDecoder();
    const bytes = new TextEncoder().encode(`\x1b]${'x'.repeat(10_000)}`);
    assert.ok(decoder.decode(bytes).length > 5_000);
  });
});
