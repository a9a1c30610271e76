/**
 * A clock that moves when the test says so. `random` is seeded, so a schedule is the same each run.
 */

import type { Clock } from '../../src/core/ports.ts';

export interface ManualClock extends Clock {
  /** Moves time and wakes every sleeper whose time has come, in order. */
  advance(ms: number): Promise<void>;
  /** Moves only the wall clock, as a machine does when it is set or wakes up. */
  jump(ms: number): void;
  /** Milliseconds left of each sleep under way. */
  readonly sleeping: readonly number[];
  /** Every sleep asked for so far, in order. */
  readonly slept: readonly number[];
  /** Resolves when a sleep that satisfies `wanted` is under way. */
  untilSleeping(wanted?: (ms: number) => boolean): Promise<void>;
}

export interface ManualClockOptions {
  readonly startsAt?: number;
  readonly seed?: number;
  /** Sleeps for which this holds pass at once, moving the time by their length. */
  readonly passAtOnce?: (ms: number) => boolean;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

export function createManualClock(options: ManualClockOptions = {}): ManualClock {
  let monotonic = 0;
  let offset = options.startsAt ?? Date.UTC(2026, 10, 22, 12);
  let state = (options.seed ?? 1) >>> 0;
  const sleepers = new Set<Sleeper>();
  const slept: number[] = [];
  const watchers = new Set<() => void>();

  function wakeDue(): boolean {
    const due = [...sleepers].filter((sleeper) => sleeper.until <= monotonic);
    due.sort((one, other) => one.until - other.until);
    for (const sleeper of due) sleeper.wake();
    return due.length > 0;
  }

  return {
    now: () => monotonic + offset,
    monotonic: () => monotonic,
    random() {
      // mulberry32: small, seeded, good enough for jitter.
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
    async sleep(ms, signal) {
      signal.throwIfAborted();
      slept.push(ms);
      if (options.passAtOnce?.(ms)) {
        monotonic += ms;
        wakeDue();
        return;
      }
      await new Promise<void>((resolve, reject) => {
        const finish = (settle: () => void): void => {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', abort);
          settle();
        };
        const sleeper: Sleeper = {
          until: monotonic + ms,
          wake: () => {
            finish(resolve);
          },
        };
        const abort = (): void => {
          finish(() => {
            reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
          });
        };
        signal.addEventListener('abort', abort, { once: true });
        sleepers.add(sleeper);
        for (const watcher of [...watchers]) watcher();
      });
    },
    async advance(ms) {
      const target = monotonic + ms;
      for (;;) {
        const next = Math.min(target, ...[...sleepers].map((sleeper) => sleeper.until));
        monotonic = Math.max(monotonic, next);
        if (!wakeDue() && monotonic >= target) return;
        // What was woken may sleep again within the time that is still to pass.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    jump(ms) {
      offset += ms;
    },
    get sleeping() {
      return [...sleepers].map((sleeper) => sleeper.until - monotonic);
    },
    slept,
    untilSleeping(wanted = () => true) {
      return new Promise((resolve) => {
        const look = (): void => {
          if (![...sleepers].some((sleeper) => wanted(sleeper.until - monotonic))) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      });
    },
  };
}
