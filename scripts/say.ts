/** One line of progress for the person at the terminal. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A failure that the person can act on: shown as its one line, without a stack. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

/**
 * Runs a script's main function. `Trouble` becomes one line; anything else is a bug and keeps its
 * stack. The exit code is what `main` returns. The script ends when its parent is gone.
 */
export async function runScript(main: () => Promise<number>): Promise<void> {
  endWithParent();
  try {
    process.exitCode = await main();
  } catch (error) {
    const text = error instanceof Trouble ? error.message : String((error as Error).stack ?? error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  }
}

/** A parent that was killed can no longer pass on Ctrl+C: its end is taken for one. */
function endWithParent(): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 1000);
  watch.unref();
}
