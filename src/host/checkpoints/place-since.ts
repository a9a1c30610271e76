import type { Step } from './step-log.ts';

/** Where the file that a step left at a place is by now, as later steps moved it, unless they removed it. */
export function placeSince(steps: readonly Step[], step: Step, uri: string): string | undefined {
  let place = uri;
  for (const { state, transitions } of steps.slice(steps.indexOf(step) + 1)) {
    if (state !== 'applied') continue;
    const moved = transitions.find(({ from }) => from === place);
    const touched = transitions.find((transition) => transition.uri === place);
    if (moved !== undefined) place = moved.uri;
    // From here on the place is another file's, or nobody's.
    else if (touched?.after.kind === 'missing' || touched?.from !== undefined) return undefined;
  }
  return place;
}
