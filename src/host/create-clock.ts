import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../core/ports.ts';

export function createClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    random: () => Math.random(),
    async sleep(ms, signal) {
      try {
        await wait(ms, undefined, { signal });
      } catch (error) {
        // Node wraps the reason; callers look for the signal's own.
        signal.throwIfAborted();
        throw error;
      }
    },
  };
}
