import assert from 'node:assert/strict';
import { tokensOfImage } from '../../src/model/estimate-input.ts';
import { countO200k } from '../../src/model/o200k.ts';

/** The head of a PNG of this size (ISO 15948). */
function png(width: number, height: number): string {
  const head = Buffer.from('89504e470d0a1a0a0000000d494844520000000000000000', 'hex');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return `data:image/png;base64,${head.toString('base64')}`;
}

describe('the tokens of an image', () => {
  const cases = [
    { name: 'one patch each 32 pixels', uri: png(1920, 1080), detail: 'auto', tokens: 60 * 34 },
    { name: 'few in low detail', uri: png(1920, 1080), detail: 'low', tokens: 256 },
    {
      name: 'no more than its detail keeps',
      uri: png(10_240, 10_240),
      detail: 'auto',
      tokens: 10_000,
    },
    {
      name: 'no more than its detail keeps, high',
      uri: png(10_240, 10_240),
      detail: 'high',
      tokens: 2_500,
    },
    {
      name: 'a guess where its size cannot be read',
      uri: 'data:image/png;base64,',
      detail: 'auto',
      tokens: 1_500,
    },
  ] as const;
  for (const { name, uri, detail, tokens } of cases) {
    it(`are ${name}`, () => {
      assert.equal(tokensOfImage(uri, detail), tokens);
    });
  }
});

describe('the tokenizer', () => {
  it('counts as o200k does, and takes special tokens for text', () => {
    assert.equal(countO200k('hello world'), 2);
    assert.ok(countO200k('<|endoftext|>') > 1);
  });
});
