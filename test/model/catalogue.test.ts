import assert from 'node:assert/strict';
import type { Effort, RequestUsage } from '../../src/core/ports.ts';
import {
  describeModel,
  priceOf,
  supportedEffort,
  type PriceOverrides,
} from '../../src/model/catalogue.ts';

function usage(inputTokens: number, cachedTokens: number, outputTokens: number): RequestUsage {
  return { inputTokens, cachedTokens, outputTokens, reasoningTokens: 0 };
}

describe('the price of a request', () => {
  const million = 1_000_000;
  const cases: readonly (readonly [string, string, RequestUsage, number])[] = [
    ['input', 'gpt-5.5', usage(100_000, 0, 0), 0.5],
    ['cached input', 'gpt-5.5', usage(100_000, 100_000, 0), 0.05],
    ['output', 'gpt-5.5', usage(0, 0, 100_000), 3],
    ['all three', 'gpt-5.5', usage(200_000, 150_000, 10_000), 0.25 + 0.075 + 0.3],
    ['just not a long context', 'gpt-5.5', usage(272_000, 0, 0), 1.36],
    ['a long context', 'gpt-5.5', usage(272_001, 0, 10_000), (2 * 5 * 272_001) / million + 0.45],
    ['a long context, cached', 'gpt-5.5', usage(400_000, 400_000, 0), 0.4],
    ['a snapshot', 'gpt-5.5-2026-04-23', usage(100_000, 0, 0), 0.5],
    [
      'the pro model, which has no cache price',
      'gpt-5.5-pro',
      usage(100_000, 100_000, 10_000),
      3 + 1.8,
    ],
    ['the fast profile', 'gpt-5.5-instant', usage(100_000, 0, 0), 0.5],
    ['an unknown model', 'qwen-coder', usage(100_000, 0, 10_000), 0],
    ['more cached than sent', 'gpt-5.5', usage(100_000, 200_000, 0), 0.05],
  ];
  for (const [name, model, counted, dollars] of cases) {
    it(`of ${name} is $${dollars}`, () => {
      assert.ok(Math.abs(priceOf(describeModel(model), counted) - dollars) < 1e-9);
    });
  }

  it('is higher with priority, except for long contexts', () => {
    const facts = describeModel('gpt-5.5');
    assert.equal(priceOf(facts, usage(100_000, 0, 0), 'priority'), 1.25);
    assert.equal(
      priceOf(facts, usage(400_000, 0, 0), 'priority'),
      priceOf(facts, usage(400_000, 0, 0)),
    );
  });

  it('follows the overrides of the settings', () => {
    const overrides: PriceOverrides = {
      'gpt-5.5': { input: 4, window: 200_000 },
      'qwen-coder': { input: 1, output: 2, window: 64_000, maxOutput: 8_000 },
    };
    const ours = describeModel('gpt-5.5', overrides);
    // The cache price belonged to the old price.
    assert.equal(priceOf(ours, usage(100_000, 100_000, 0)), 0.4);
    assert.deepEqual([ours.window, ours.maxOutput], [200_000, 128_000]);
    const local = describeModel('qwen-coder', overrides);
    assert.equal(priceOf(local, usage(million, 0, million)), 3);
    assert.deepEqual([local.window, local.maxOutput], [64_000, 8_000]);
  });
});

describe('the effort that is sent', () => {
  const cases: readonly (readonly [string, Effort, Effort])[] = [
    ['gpt-5.5', 'high', 'high'],
    ['gpt-5.5', 'none', 'none'],
    ['gpt-5.5', 'minimal', 'low'],
    ['qwen-coder', 'minimal', 'minimal'],
  ];
  for (const [model, wanted, sent] of cases) {
    it(`for ${wanted} on ${model} is ${sent}`, () => {
      assert.equal(supportedEffort(describeModel(model), wanted), sent);
    });
  }
});
