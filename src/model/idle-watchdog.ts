import type { Clock } from '../core/ports.ts';

export interface IdleWatchdog {
  /** Aborts when nothing was seen for too long, or when the caller's signal aborts. */
  readonly signal: AbortSignal;
  /** Whether it was idleness that ended it. */
  readonly fired: boolean;
  /** Something came. */
  seen(): void;
  stop(): void;
}

/** One sleep at a time: activity only moves a number, so that it costs nothing per event. */
export function watchIdle(clock: Clock, idleMs: number, caller: AbortSignal): IdleWatchdog {
  const idle = new AbortController();
  const stopped = new AbortController();
  const ended = AbortSignal.any([caller, stopped.signal]);
  let last = clock.monotonic();
  let fired = false;

  async function watch(): Promise<void> {
    for (;;) {
      const left = idleMs - (clock.monotonic() - last);
      if (left <= 0) break;
      await clock.sleep(left, ended);
    }
    fired = true;
    idle.abort(new Error('idle'));
  }
  watch().catch((error: unknown) => {
    // The sleep was ended on purpose; anything else is a bug of the clock.
    if (!ended.aborted) idle.abort(error);
  });

  return {
    signal: AbortSignal.any([caller, idle.signal]),
    get fired() {
      return fired;
    },
    seen() {
      last = clock.monotonic();
    },
    stop() {
      stopped.abort();
    },
  };
}
