import assert from 'node:assert/strict';
import { describe, it } from 'mocha';

import { formatCount, formatUsd, plural } from '../../src/webview/parts/format.ts';

describe('figures', () => {
  it('are short', () => {
    const cases: readonly [number, string][] = [
      [0, '0'],
      [999, '999'],
      [1_000, '1K'],
      [41_234, '41.2K'],
      [184_200, '184K'],
      [999_900, '1M'],
      [1_050_000, '1.05M'],
    ];
    for (const [count, words] of cases) assert.equal(formatCount(count), words);
  });

  it('never show a cost as nothing', () => {
    const cases: readonly [number, string][] = [
      [0, '$0.00'],
      [0.000_01, '<$0.0001'],
      [0.0042, '$0.0042'],
      [0.05, '$0.05'],
      [12.345, '$12.35'],
    ];
    for (const [usd, words] of cases) assert.equal(formatUsd(usd), words);
  });

  it('agree with their noun', () => {
    assert.deepEqual([plural(1, 'file'), plural(2, 'file')], ['1 file', '2 files']);
  });
});
