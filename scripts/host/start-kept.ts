import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface KeptOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Where stdout and stderr go: `pipe` (the default), `inherit` or a file descriptor for both. */
  readonly output?: 'pipe' | 'inherit' | number;
  /** How long the program may take to end when it is asked to, in milliseconds. */
  readonly graceMs?: number;
}

export interface KeptProcess {
  /** The keeper: parent of what was asked for, see keeper.mjs. */
  readonly child: ChildProcess;
  /** Resolves with the exit code when the program and everything it started are gone. */
  readonly ended: Promise<number>;
  /** Ends the program and everything it started; resolves when all are gone. */
  end(): Promise<void>;
}

/** Starts a program that cannot outlive this process, however this process ends. */
export function startKept(
  command: string,
  args: readonly string[],
  { cwd, env, output = 'pipe', graceMs = 5000 }: KeptOptions,
): KeptProcess {
  const keeper = path.join(import.meta.dirname, 'keeper.mjs');
  const stdio: StdioOptions = ['pipe', output, output];
  const child = spawn(process.execPath, [keeper, String(graceMs), command, ...args], {
    cwd,
    env: env ?? process.env,
    stdio,
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const ended = once(child, 'exit').then(([code]) => (code as number | null) ?? 1);
  return {
    child,
    ended,
    async end() {
      child.stdin?.end();
      await ended;
    },
  };
}
