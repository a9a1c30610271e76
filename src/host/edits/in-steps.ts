import { setImmediate } from 'node:timers/promises';
import { runWithPauses } from '../../core/edits/run-steps.ts';

/** Lets whatever else waits in the extension host have its turn. */
export function pause(): Promise<void> {
  return setImmediate();
}

/** Runs work that offers pauses and takes every one. */
export function inSteps<Result>(steps: Generator<void, Result>): Promise<Result> {
  return runWithPauses(steps, pause);
}
