import type { Clock } from '../../core/ports.ts';

export interface SettleTimes {
  /** How long nothing must happen. */
  readonly quietMs: number;
  /** How long to wait for the first thing to happen. */
  readonly firstMs: number;
  /** When to stop waiting, whatever happens. */
  readonly capMs: number;
}

/**
 * Resolves when events have come and then stayed away for the quiet period, when none came in
 * time, or at the cap. `subscribe` answers with what ends the subscription.
 */
export async function settle(
  subscribe: (happened: () => void) => () => void,
  times: SettleTimes,
  clock: Pick<Clock, 'monotonic' | 'sleep'>,
  signal: AbortSignal,
): Promise<void> {
  const start = clock.monotonic();
  let last: number | undefined;
  const first = Promise.withResolvers<undefined>();
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const unsubscribe = subscribe(() => {
    last = clock.monotonic();
    first.resolve(undefined);
  });
  try {
    for (;;) {
      const now = clock.monotonic();
      const due = last === undefined ? start + times.firstMs : last + times.quietMs;
      const wait = Math.min(due, start + times.capMs) - now;
      if (wait <= 0) return;
      // The first event may mean that less is left to wait; each later one means more.
      const woken = last === undefined ? [first.promise] : [];
      await Promise.race([clock.sleep(wait, until), ...woken]);
    }
  } finally {
    unsubscribe();
    over.abort();
  }
}
