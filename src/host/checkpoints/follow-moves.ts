import type { Step } from './step-log.ts';

/** Where the file that a step left at a place is by now, as later steps moved it, unless they removed it. */
export function placeSince(steps: readonly Step[], step: Step, uri: string): string | undefined {
  const at = steps.findIndex(({ id }) => id === step.id);
  let place = uri;
  for (const { state, transitions } of steps.slice(at + 1)) {
    if (state !== 'applied') continue;
    const moved = transitions.find(({ from }) => from === place);
    const touched = transitions.find((transition) => transition.uri === place);
    if (moved !== undefined) place = moved.uri;
    // From here on the place is another file's, or nobody's.
    else if (touched?.after.kind === 'missing' || touched?.from !== undefined) return undefined;
  }
  return place;
}

export interface FileMoves {
  /** The file at one place goes to another, whatever was there. */
  move(from: string, to: string): void;
  /** Where the file that was at a place in the beginning is. */
  placeOf(uri: string): string;
  /** Where the file that is at a place was in the beginning. */
  originOf(uri: string): string | undefined;
}

/** Files on their way, one move after the other. */
export function createFileMoves(): FileMoves {
  const places = new Map<string, string>();
  const origins = new Map<string, string | undefined>();
  const originOf = (uri: string): string | undefined => (origins.has(uri) ? origins.get(uri) : uri);
  return {
    move(from, to) {
      const origin = originOf(from);
      origins.set(from, undefined);
      origins.set(to, origin);
      if (origin !== undefined) places.set(origin, to);
    },
    placeOf: (uri) => places.get(uri) ?? uri,
    originOf,
  };
}
