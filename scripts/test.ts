/**
 * `npm test`: every suite, one after the other, and at the end one line `N passed, N failed`.
 * `--only pure|runs|ui|host|e2e` runs one suite, `--grep TEXT` the tests with that in their title,
 * `--oldest` the tests inside VS Code on the oldest supported version.
 */
import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { buildAll } from './build.ts';
import { testResults } from './paths.ts';
import { runScript, say, Trouble } from './say.ts';
import { runSuite } from './test/run-suite.ts';
import { suites } from './test/suites.ts';
import { summaryLines } from './test/summary.ts';

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      grep: { type: 'string' },
      oldest: { type: 'boolean', default: false },
    },
  });
  const only = values.only ?? (values.oldest ? 'host' : undefined);
  const chosen = suites.filter((suite) => only === undefined || suite.name === only);
  if (chosen.length === 0) {
    throw new Trouble(`--only takes one of ${suites.map((suite) => suite.name).join(', ')}.`);
  }
  await mkdir(testResults, { recursive: true });
  if (only !== 'pure' && only !== 'runs') await buildAll(['--tests']);

  const outcomes = [];
  for (const suite of chosen) {
    say(`\n── ${suite.title}`);
    outcomes.push(
      await runSuite(suite, {
        ...(values.grep === undefined ? {} : { grep: values.grep }),
        ...(values.oldest ? { version: 'oldest' as const } : {}),
      }),
    );
  }
  const summary = summaryLines(outcomes);
  for (const line of summary.lines) say(line);
  return summary.ok ? 0 : 1;
});
