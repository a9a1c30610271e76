import assert from 'node:assert/strict';
import fc from 'fast-check';
import { retryDelay, retryPolicy } from '../../src/model/retry-policy.ts';
import { toldDelay } from '../../src/model/told-delay.ts';

const now = Date.UTC(2026, 10, 22, 12);

describe('the wait an endpoint asks for', () => {
  const cases: readonly (readonly [
    Readonly<Record<string, string>>,
    string,
    number | undefined,
  ])[] = [
    [{ 'retry-after-ms': '1500' }, '', 1500],
    [{ 'retry-after': '2' }, '', 2000],
    [{ 'retry-after': '0.25' }, '', 250],
    [{ 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT' }, '', 30_000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT' }, 'Please try again in 3s.', 3000],
    [{ 'retry-after': 'soon' }, '', undefined],
    [{ 'retry-after': '-5' }, '', undefined],
    [{ 'retry-after-ms': '10', 'retry-after': '60' }, 'try again in 9s', 10],
    [{}, 'Limit 30000, Used 29000. Please try again in 1.898s. Visit the page.', 1898],
    [{}, 'Please try again in 20ms.', 20],
    [{}, 'Please try again in 6m0s.', 360_000],
    [{}, 'Please try again in 1h2m3s.', 3_723_000],
    [{}, 'Retry after 35 seconds.', 35_000],
    [{}, 'Please retry after 2 minutes.', 120_000],
    [{}, 'You sent 40 requests of 20 tokens.', undefined],
  ];
  for (const [headers, message, expected] of cases) {
    it(`${JSON.stringify(headers)} “${message}” is ${expected ?? 'nothing'}`, () => {
      const problem = { kind: 'api', message, headers: new Headers(headers) } as const;
      assert.equal(toldDelay(problem, now), expected);
    });
  }
});

describe('the wait before the next attempt', () => {
  it('grows, never beyond its bound, and never below half', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, random) => {
          const ms = retryDelay(attempt, undefined, random);
          const full = Math.min(retryPolicy.longestMs, retryPolicy.firstMs * 2 ** (attempt - 1));
          return ms >= full / 2 && ms <= full;
        },
      ),
      { seed: 1 },
    );
  });

  it('is never shorter than what the endpoint asked for, and little longer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_600_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (told, random) => {
          const ms = retryDelay(7, told, random);
          return ms >= told && ms <= told + 1_001;
        },
      ),
      { seed: 2 },
    );
  });
});
