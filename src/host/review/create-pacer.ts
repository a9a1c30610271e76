/** Work that comes with every keystroke, done often enough to be safe and no more. */
export interface Pacer {
  /** Runs the work now, or at the end of the pause since the key's last; newer work replaces it. */
  run(key: string, work: () => void): void;
  /** Runs the work now, in place of what waits. */
  runNow(key: string, work: () => void): void;
  /** Runs all that waits. */
  flush(): void;
}

/** `later` calls back at the end of a pause, unless what it returns is called before. */
export function createPacer(later: (work: () => void) => () => void): Pacer {
  const pausing = new Map<string, { readonly cancel: () => void; work?: () => void }>();
  const begin = (key: string, work: () => void): void => {
    const end = (): void => {
      const waiting = pausing.get(key)?.work;
      pausing.delete(key);
      if (waiting !== undefined) begin(key, waiting);
    };
    pausing.set(key, { cancel: later(end) });
    work();
  };
  const take = (key: string): (() => void) | undefined => {
    const pause = pausing.get(key);
    pause?.cancel();
    pausing.delete(key);
    return pause?.work;
  };
  return {
    run(key, work) {
      const pause = pausing.get(key);
      if (pause === undefined) begin(key, work);
      else pause.work = work;
    },
    runNow(key, work) {
      take(key);
      work();
    },
    flush() {
      for (const key of [...pausing.keys()]) take(key)?.();
    },
  };
}
