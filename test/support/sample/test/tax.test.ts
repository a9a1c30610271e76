import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { taxByRate } from '../src/tax.ts';

const eur = (minor: number) => ({ currency: 'EUR', minor }) as const;

describe('taxByRate', () => {
  it('taxes each rate once, on the sum of its lines', () => {
    const tax = taxByRate(
      [
        { net: eur(349), rate: 0.07 },
        { net: eur(349), rate: 0.07 },
        { net: eur(349), rate: 0.07 },
      ],
      'EUR',
    );
    // 7 % of 10.47 is 0.7329; rounded line by line it would be 3 × 0.24 = 0.72.
    assert.deepEqual([...tax], [[0.07, eur(73)]]);
  });

  it('lists the rates from low to high', () => {
    const tax = taxByRate(
      [
        { net: eur(10000), rate: 0.19 },
        { net: eur(10000), rate: 0.07 },
      ],
      'EUR',
    );
    assert.deepEqual([...tax.keys()], [0.07, 0.19]);
  });

  it('has nothing to tax on an empty invoice', () => {
    assert.equal(taxByRate([], 'EUR').size, 0);
  });
});
