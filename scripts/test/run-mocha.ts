/** Runs one suite's files with mocha in this process: `node run-mocha.ts SUITE [GREP]`. */
import Mocha from 'mocha';
import { SuiteReporter } from '../../test/support/suite-reporter.ts';
import { runScript, Trouble } from '../say.ts';
import { findTests } from './find-tests.ts';
import { suites } from './suites.ts';

await runScript(async () => {
  const [name, grep] = process.argv.slice(2);
  const suite = suites.find((candidate) => candidate.name === name);
  if (suite === undefined) throw new Trouble(`There is no suite named ${name ?? '(none)'}.`);
  const mocha = new Mocha({
    reporter: SuiteReporter,
    timeout: suite.timeout,
    ...(grep === undefined ? {} : { grep }),
  });
  for (const file of await findTests(suite)) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  return failures === 0 ? 0 : 1;
});
