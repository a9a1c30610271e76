import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Trouble } from '../say.ts';
import { startKept } from './start-kept.ts';

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Everything the program prints goes here; a failure names this file. */
  readonly log: string;
}

/** Runs a program to its end, quietly; throws `Trouble` with its last words when it fails. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<void> {
  await mkdir(path.dirname(options.log), { recursive: true });
  const log = await open(options.log, 'a');
  try {
    const { cwd, env } = options;
    const code = await startKept(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
      output: log.fd,
    }).ended;
    if (code === 0) return;
    const said = (await readFile(options.log, 'utf8')).trim().split('\n').slice(-5).join('\n');
    throw new Trouble(
      `"${[command, ...args].join(' ')}" failed (${code}). All it said is in ${options.log}; the end:\n${said}`,
    );
  } finally {
    await log.close();
  }
}
