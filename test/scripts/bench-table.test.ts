import assert from 'node:assert/strict';
import { median } from '../../bench/median.ts';
import { formatTable, missesGoal } from '../../scripts/bench/table.ts';

describe('the table of benchmarks', () => {
  it('says of each goal whether it is met', () => {
    const lines = formatTable([
      { name: 'small', value: 10, unit: 'ms', goal: 20 },
      { name: 'large', value: 2100.4, unit: 'KB', goal: 2048 },
      { name: 'compared', value: 30, unit: 'ms', baseline: 20, ratio: 1.5 },
    ]);
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(/ {2,}/)),
      [
        ['small', '10.0 ms', '20.0 ms', 'met'],
        ['large', '2100 KB', '2048 KB', 'missed'],
        ['compared', '30.0 ms', '20.0 ms', '1.5×'],
      ],
    );
  });

  const cases: readonly [number, number | undefined, boolean][] = [
    [20, 20, false],
    [20.1, 20, true],
    [1e9, undefined, false],
  ];
  for (const [value, goal, missed] of cases) {
    it(`${missed ? 'misses' : 'meets'} ${goal ?? 'no goal'} with ${value}`, () => {
      const row = { name: 'x', value, unit: 'ms', ...(goal === undefined ? {} : { goal }) };
      assert.equal(missesGoal(row), missed);
    });
  }

  it('takes the middle of the measured values', () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([4, 1, 3, 2]), 2);
    assert.throws(() => median([]), RangeError);
  });
});
