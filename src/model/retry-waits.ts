import type { RetryWaits } from './options.ts';

/** The waits of one host; `skip` ends those under way, for the panel's “try now”. */
export function createRetryWaits(): RetryWaits & { skip(): void } {
  const waiting = new Set<() => void>();
  return {
    skip() {
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
    skipped(signal) {
      return new Promise((resolve) => {
        waiting.add(resolve);
        signal.addEventListener('abort', () => waiting.delete(resolve), { once: true });
      });
    },
  };
}
