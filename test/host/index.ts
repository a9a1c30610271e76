import { format } from 'node:util';
import { hostTests } from 'host-tests';
import Mocha from 'mocha';
import { outputMark } from '../support/output-mark.ts';
import { SuiteReporter } from '../support/suite-reporter.ts';

/**
 * What VS Code calls in the extension host. Every `test/host/**\/*.test.ts` is in here by its name
 * (see esbuild.mjs). Rejects when a test fails, which is how VS Code learns of it.
 */
export async function run(): Promise<void> {
  const grep = process.env['RATCHET_TEST_GREP'];
  const mocha = new Mocha({
    reporter: SuiteReporter,
    timeout: 120_000,
    ...(grep === undefined ? {} : { grep }),
  });
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    // eslint-disable-next-line no-console -- the extension host has no other way to the terminal
    console.log(outputMark + format(...args));
  };
  Mocha.reporters.Base.useColors = false;
  for (const { file, load } of hostTests) {
    mocha.suite.emit('pre-require', globalThis, file, mocha);
    load();
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
