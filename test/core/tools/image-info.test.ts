import assert from 'node:assert/strict';
import fc from 'fast-check';
import { imageInfo } from '../../../src/core/tools/image-info.ts';

const hex = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

/** The first bytes of each format as its specification lays them out. */
const riff = '52494646 00000000 57454250';
const heads: readonly (readonly [string, string, string, number, number])[] = [
  ['PNG', '89504e47 0d0a1a0a 0000000d 49484452 00000780 00000438', 'image/png', 1920, 1080],
  ['GIF', '474946383961 4001 f000', 'image/gif', 320, 240],
  [
    'JPEG behind another segment',
    'ffd8 ffe0 0006 01020304 ffc2 0011 08 0258 0320',
    'image/jpeg',
    800,
    600,
  ],
  ['JPEG with fill bytes', 'ffd8 ffff ffc0 0011 08 0258 0320', 'image/jpeg', 800, 600],
  ['WebP, lossy', `${riff} 56503820 00000000 000000 9d012a 8002 e001`, 'image/webp', 640, 480],
  // 14 bits each, less one: 639 | 479 << 14.
  ['WebP, lossless', `${riff} 5650384c 00000000 2f 7fc27700 0000000000`, 'image/webp', 640, 480],
  ['WebP, extended', `${riff} 56503858 0a000000 00000000 7f0200 df0100`, 'image/webp', 640, 480],
];

describe('type and size of an image', () => {
  for (const [name, head, type, width, height] of heads) {
    it(`are read from a ${name}, and from nothing shorter`, () => {
      const bytes = hex(head);
      assert.deepEqual(imageInfo(bytes), { type, width, height });
      for (let length = 0; length < bytes.length; length += 1) {
        assert.equal(imageInfo(bytes.subarray(0, length)), undefined, `${length} bytes`);
      }
    });
  }

  it('are unknown for anything else', () => {
    for (const text of ['', 'BM', '<svg width="1"/>', 'RIFF....WAVE'])
      assert.equal(imageInfo(new TextEncoder().encode(text)), undefined);
  });

  it('are read or not, whatever follows a head', () => {
    const starts = heads.map(([, head]) => hex(head).subarray(0, 12));
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 64 }), (start, rest) => {
        const info = imageInfo(Uint8Array.from([...start, ...rest]));
        assert.ok(info === undefined || info.type.startsWith('image/'));
      }),
    );
  });
});
