import type { Cause } from './trouble.ts';

/** How often a request is sent again for a cause, and how long the waits grow. */
export const retryPolicy = {
  attempts: {
    rateLimit: 30,
    offline: 20,
    overloaded: 12,
    streamBroken: 8,
    certificate: 3,
    webPage: 3,
  } satisfies Record<Cause, number>,
  firstMs: 1_000,
  longestMs: 60_000,
  /** A longer wait that the endpoint asks for is left to the user. */
  longestToldMs: 60 * 60_000,
} as const;

/**
 * The wait before attempt `attempt` + 1, from 1: what the endpoint told and a little more, else
 * doubling with jitter between half and the whole. `random` is in [0, 1).
 */
export function retryDelay(attempt: number, toldMs: number | undefined, random: number): number {
  if (toldMs !== undefined) return Math.ceil(toldMs + random * Math.min(1_000, toldMs * 0.1 + 50));
  const full = Math.min(retryPolicy.longestMs, retryPolicy.firstMs * 2 ** (attempt - 1));
  return Math.ceil(full * (0.5 + random / 2));
}
