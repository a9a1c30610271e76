import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';

import { fitImage, imageLimits } from '../../src/shared/image-limits.ts';

describe('the size an image is sent in', () => {
  const cases: readonly (readonly [
    string,
    readonly [number, number],
    readonly [number, number],
  ])[] = [
    ['a small one as it is', [640, 480], [640, 480]],
    ['the longest side as it is', [6_000, 1_706], [6_000, 1_706]],
    ['the most pixels as they are', [3_200, 3_200], [3_200, 3_200]],
    ['one side too long', [12_000, 1_000], [6_000, 500]],
    ['too many pixels', [6_400, 6_400], [3_200, 3_200]],
    ['both', [16_000, 4_000], [6_000, 1_500]],
    ['a line', [1, 60_000], [1, 6_000]],
  ];
  for (const [name, [width, height], [fitWidth, fitHeight]] of cases) {
    it(`takes ${name}`, () => {
      assert.deepEqual(fitImage({ width, height }), { width: fitWidth, height: fitHeight });
    });
  }

  it('is within the limits, changes nothing that fits and keeps the shape', () => {
    const side = fc.integer({ min: 1, max: 65_535 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const fit = fitImage({ width, height });
        assert.ok(Math.min(fit.width, fit.height) >= 1);
        assert.ok(Math.max(fit.width, fit.height) <= imageLimits.side);
        assert.ok(fit.width * fit.height <= imageLimits.pixels);
        assert.deepEqual(fitImage(fit), fit);
        // Rounding moves a side by less than a pixel.
        const [short, long] = width < height ? [fit.width, fit.height] : [fit.height, fit.width];
        const shape = Math.min(width, height) / Math.max(width, height);
        assert.ok(Math.abs(short - long * shape) <= 1, `${fit.width}×${fit.height}`);
      }),
    );
  });
});
