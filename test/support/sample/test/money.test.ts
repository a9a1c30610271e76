import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { add, multiply, parseMoney } from '../src/money.ts';

describe('parseMoney', () => {
  const cases = [
    { text: '18.50', currency: 'EUR', minor: 1850 },
    { text: '-3.5', currency: 'USD', minor: -350 },
    { text: '1,200', currency: 'GBP', minor: 120000 },
    { text: '980', currency: 'JPY', minor: 980 },
    { text: '0.125', currency: 'KWD', minor: 125 },
  ] as const;
  for (const { text, currency, minor } of cases) {
    it(`reads ${text} ${currency} as ${minor}`, () => {
      assert.deepEqual(parseMoney(text, currency), { currency, minor });
    });
  }

  it('refuses what is not an amount', () => {
    for (const text of ['', '1.2.3', 'EUR 5', '12,34']) {
      assert.throws(() => parseMoney(text, 'EUR'), RangeError);
    }
  });

  it('refuses more decimals than the currency has', () => {
    assert.throws(() => parseMoney('1.234', 'EUR'), RangeError);
    assert.throws(() => parseMoney('10.5', 'JPY'), RangeError);
  });
});

describe('arithmetic', () => {
  it('rounds half away from zero', () => {
    assert.equal(multiply({ currency: 'EUR', minor: 5 }, 0.5).minor, 3);
    assert.equal(multiply({ currency: 'EUR', minor: -5 }, 0.5).minor, -3);
  });

  it('does not mix currencies', () => {
    assert.throws(
      () => add({ currency: 'EUR', minor: 1 }, { currency: 'USD', minor: 1 }),
      TypeError,
    );
  });
});
