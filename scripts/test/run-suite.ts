import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { SuiteResult } from '../../test/support/suite-reporter.ts';
import { startKept } from '../host/start-kept.ts';
import type { HostVersionName } from '../host/versions.ts';
import { testResults } from '../paths.ts';
import type { Suite } from './suites.ts';
import type { SuiteOutcome } from './summary.ts';

export interface SuiteOptions {
  readonly grep?: string;
  readonly version?: HostVersionName;
}

const deadlineMinutes = 30;

/** Runs a suite in a process of its own and reads what it left in its result file. */
export async function runSuite(suite: Suite, options: SuiteOptions): Promise<SuiteOutcome> {
  const { name } = suite;
  const resultFile = path.join(testResults, `${name}.json`);
  await rm(resultFile, { force: true });
  const script = name === 'host' ? ['run-host-tests.ts'] : ['run-mocha.ts', name];
  const [file = '', ...args] = script;
  const grep = name === 'host' ? undefined : options.grep;
  const suiteProcess = startKept(
    process.execPath,
    [path.join(import.meta.dirname, file), ...args, ...(grep === undefined ? [] : [grep])],
    { env: testEnvironment(resultFile, options), output: 'inherit' },
  );
  const late = setTimeout(() => void suiteProcess.end(), deadlineMinutes * 60_000);
  const code = await suiteProcess.ended;
  clearTimeout(late);

  const result = await readResult(resultFile);
  if (result === undefined) {
    return { kind: 'broke', name, reason: `ended without a result (exit code ${code})` };
  }
  if (code !== 0 && result.failed === 0) {
    return {
      kind: 'broke',
      name,
      reason: `all ${result.passed} passed, but it exited with ${code}`,
    };
  }
  const ran = result.passed + result.failed;
  if (ran === 0 && options.grep === undefined)
    return { kind: 'broke', name, reason: 'no test ran' };
  return { kind: 'ran', name, result };
}

/**
 * No test may reach a real endpoint: the key is a made-up one and the address a closed port, until
 * a test sets its own.
 */
function testEnvironment(resultFile: string, options: SuiteOptions): NodeJS.ProcessEnv {
  return {
    ...process.env,
    OPENAI_API_KEY: 'test-key',
    OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    RATCHET_TEST_RESULT: resultFile,
    ...(options.grep === undefined ? {} : { RATCHET_TEST_GREP: options.grep }),
    ...(options.version === undefined ? {} : { RATCHET_HOST_VERSION: options.version }),
  };
}

async function readResult(file: string): Promise<SuiteResult | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as SuiteResult;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
