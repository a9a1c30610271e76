import type { Review } from './events.ts';

/** Whether the user has still something to decide, or to take back. */
export function isUndecided({ state, files }: Review): boolean {
  const waits = state === 'open' || state === 'applied';
  return waits && files.some(({ decision }) => decision === 'pending');
}
