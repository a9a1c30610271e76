import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { once } from 'node:events';

export interface KeptProcess {
  /** The keeper: parent of what was asked for, see keeper.mjs. */
  readonly child: ChildProcess;
  /** Resolves when the program and everything it started are gone. */
  readonly ended: Promise<void>;
  /** Ends the program and everything it started; resolves when all are gone. */
  end(): Promise<void>;
}

/** Starts a program that cannot outlive this process, however this process ends. */
export function startKept(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env: NodeJS.ProcessEnv },
): KeptProcess {
  const keeper = path.join(import.meta.dirname, 'keeper.mjs');
  const child = spawn(process.execPath, [keeper, command, ...args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const ended = once(child, 'exit').then(() => undefined);
  return {
    child,
    ended,
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}
