import type { SuiteResult } from '../../test/support/suite-reporter.ts';

/** How a suite ended: with a result, or without one and why. */
export type SuiteOutcome =
  | { readonly kind: 'ran'; readonly name: string; readonly result: SuiteResult }
  | { readonly kind: 'broke'; readonly name: string; readonly reason: string };

/**
 * The lines that end `npm test`; the last is always `N passed, N failed`. A suite that broke counts
 * as one failure, so that nothing that did not run looks green.
 */
export function summaryLines(outcomes: readonly SuiteOutcome[]): {
  lines: string[];
  ok: boolean;
} {
  const lines = ['\n── Summary'];
  let passed = 0;
  let failed = 0;
  for (const outcome of outcomes) {
    if (outcome.kind === 'broke') {
      failed += 1;
      lines.push(`${outcome.name}: ${outcome.reason}`);
      continue;
    }
    const { result } = outcome;
    passed += result.passed;
    failed += result.failed;
    const skipped = result.skipped === 0 ? '' : `, ${result.skipped} skipped`;
    const seconds = (result.milliseconds / 1000).toFixed(1);
    lines.push(
      `${outcome.name}: ${result.passed} passed, ${result.failed} failed${skipped} (${seconds} s)`,
    );
    for (const failure of result.failures) lines.push(`  ✖ ${failure.title}`);
  }
  lines.push(`${passed} passed, ${failed} failed`);
  return { lines, ok: failed === 0 && passed > 0 };
}
