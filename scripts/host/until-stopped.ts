import os from 'node:os';

/**
 * Resolves with the customary exit code when this process is asked to end. The signal no longer
 * ends the process by itself: whoever waits here cleans up and returns.
 */
export function untilStopped(): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve(128 + os.constants.signals[signal]);
      });
    }
  });
}
