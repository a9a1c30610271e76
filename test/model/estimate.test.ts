import assert from 'node:assert/strict';
import { tokensOfImage } from '../../src/model/estimate-input.ts';
import { imageSize } from '../../src/model/image-size.ts';
import { countO200k } from '../../src/model/o200k.ts';

/** The first bytes of an image as the format's specification lays them out, padded. */
function dataUri(type: string, head: readonly number[]): string {
  const bytes = Buffer.concat([Buffer.from(head), Buffer.alloc(64)]);
  return `data:image/${type};base64,${bytes.toString('base64')}`;
}
const ascii = (text: string): readonly number[] => [...Buffer.from(text, 'latin1')];
const riff = [...ascii('RIFF'), 0, 0, 0, 0, ...ascii('WEBP')];
const images: readonly (readonly [string, string, number, number])[] = [
  [
    'PNG',
    dataUri('png', [
      0x89,
      ...ascii('PNG\r\n\x1a\n'),
      0,
      0,
      0,
      13,
      ...ascii('IHDR'),
      0,
      0,
      7,
      128,
      0,
      0,
      4,
      56,
    ]),
    1920,
    1080,
  ],
  ['GIF', dataUri('gif', [...ascii('GIF89a'), 0x40, 0x01, 0xf0, 0x00]), 320, 240],
  [
    'JPEG behind another segment',
    dataUri(
      'jpeg',
      [0xff, 0xd8, 0xff, 0xe0, 0, 6, 1, 2, 3, 4, 0xff, 0xc2, 0, 17, 8, 0x02, 0x58, 0x03, 0x20],
    ),
    800,
    600,
  ],
  [
    'WebP, lossy',
    dataUri('webp', [
      ...riff,
      ...ascii('VP8 '),
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0x9d,
      0x01,
      0x2a,
      0x80,
      0x02,
      0xe0,
      0x01,
    ]),
    640,
    480,
  ],
  // 14 bits each, less one: 639 | 479 << 14.
  [
    'WebP, lossless',
    dataUri('webp', [...riff, ...ascii('VP8L'), 0, 0, 0, 0, 0x2f, 0x7f, 0xc2, 0x77, 0x00]),
    640,
    480,
  ],
  [
    'WebP, extended',
    dataUri('webp', [
      ...riff,
      ...ascii('VP8X'),
      10,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0x7f,
      0x02,
      0,
      0xdf,
      0x01,
      0,
    ]),
    640,
    480,
  ],
];

describe('the size of an image', () => {
  for (const [name, uri, width, height] of images) {
    it(`is read from a ${name}`, () => {
      assert.deepEqual(imageSize(uri), { width, height });
    });
  }

  const unreadable = [
    '',
    'data:text/plain;base64,AAAA',
    'data:image/png;base64,',
    dataUri('bmp', ascii('BM')),
  ];
  for (const uri of unreadable) {
    it(`is unknown for ${JSON.stringify(uri.slice(0, 30))}`, () => {
      assert.equal(imageSize(uri), undefined);
    });
  }
});

describe('the tokens of an image', () => {
  const [png = ''] = images.map(([, uri]) => uri);
  const huge = dataUri('png', [
    0x89,
    ...ascii('PNG\r\n\x1a\n'),
    0,
    0,
    0,
    13,
    ...ascii('IHDR'),
    0,
    0,
    40,
    0,
    0,
    0,
    40,
    0,
  ]);
  const cases = [
    { name: 'one patch each 32 pixels', uri: png, detail: 'auto', tokens: 60 * 34 },
    { name: 'few in low detail', uri: png, detail: 'low', tokens: 256 },
    { name: 'no more than its detail keeps', uri: huge, detail: 'auto', tokens: 10_000 },
    { name: 'no more than its detail keeps, high', uri: huge, detail: 'high', tokens: 2_500 },
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
