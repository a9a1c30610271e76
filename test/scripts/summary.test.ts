import assert from 'node:assert/strict';
import { summaryLines, type SuiteOutcome } from '../../scripts/test/summary.ts';

const ran = (name: string, passed: number, failed: number): SuiteOutcome => ({
  kind: 'ran',
  name,
  result: {
    passed,
    failed,
    skipped: 0,
    milliseconds: 10,
    failures: Array.from({ length: failed }, (_, index) => ({
      title: `${name} ${index}`,
      message: 'no',
    })),
  },
});
const broke: SuiteOutcome = { kind: 'broke', name: 'host', reason: 'ended without a result' };

describe('the summary of npm test', () => {
  const cases: readonly {
    title: string;
    outcomes: readonly SuiteOutcome[];
    last: string;
    ok: boolean;
  }[] = [
    {
      title: 'adds up the suites',
      outcomes: [ran('pure', 3, 0), ran('ui', 2, 0)],
      last: '5 passed, 0 failed',
      ok: true,
    },
    {
      title: 'counts every failure',
      outcomes: [ran('pure', 3, 2), ran('ui', 0, 1)],
      last: '3 passed, 3 failed',
      ok: false,
    },
    {
      title: 'counts a suite that broke as a failure',
      outcomes: [ran('pure', 3, 0), broke],
      last: '3 passed, 1 failed',
      ok: false,
    },
    {
      title: 'is not green when nothing ran at all',
      outcomes: [ran('pure', 0, 0)],
      last: '0 passed, 0 failed',
      ok: false,
    },
  ];
  for (const { title, outcomes, last, ok } of cases) {
    it(title, () => {
      const summary = summaryLines(outcomes);
      assert.equal(summary.lines.at(-1), last);
      assert.equal(summary.ok, ok);
    });
  }

  it('names what failed and why a suite broke', () => {
    const text = summaryLines([ran('pure', 0, 1), broke]).lines.join('\n');
    assert.match(text, /✖ pure 0/);
    assert.match(text, /host: ended without a result/);
  });
});
