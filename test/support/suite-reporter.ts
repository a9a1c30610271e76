import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** What a suite hands to `scripts/test.ts`, written as JSON to the file RATCHET_TEST_RESULT names. */
export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly milliseconds: number;
  /** Full titles with the messages, for the summary. */
  readonly failures: readonly { readonly title: string; readonly message: string }[];
}

/** Mocha's own progress for the person, and the result in a file for the summary. */
export class SuiteReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failures: { title: string; message: string }[] = [];
    runner.on('fail', (test, error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      failures.push({ title: test.fullTitle(), message });
    });
    runner.once('end', () => {
      const file = process.env['RATCHET_TEST_RESULT'];
      if (file === undefined) return;
      const result: SuiteResult = {
        passed: this.stats.passes,
        failed: this.stats.failures,
        skipped: this.stats.pending,
        milliseconds: this.stats.duration ?? 0,
        failures,
      };
      writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
    });
  }
}
