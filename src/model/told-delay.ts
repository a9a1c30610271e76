import type { ApiProblem } from './api-problem.ts';

/**
 * How long the endpoint asks to wait, in milliseconds: from `retry-after-ms`, `retry-after` (seconds
 * or a date), else from its message ("try again in 1.898s", "6m0s"). Undefined when it says nothing.
 */
export function toldDelay(problem: ApiProblem, now: number): number | undefined {
  const milliseconds = number(problem.headers?.get('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const after = problem.headers?.get('retry-after');
  if (after !== null && after !== undefined) {
    const seconds = number(after);
    if (seconds !== undefined) return seconds * 1000;
    const date = Date.parse(after);
    // A clock that is wrong may put the date in the past: then the backoff decides.
    if (date > now) return date - now;
  }
  const told =
    /(?:try again|retry|wait)\D{0,20}?((?:\d+(?:\.\d+)?\s*(?:ms|[dhms])[a-z]*\s*)+)/i.exec(
      problem.message,
    );
  return told?.[1] === undefined ? undefined : duration(told[1]);
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

function duration(text: string): number {
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|[dhms])/gi)) {
    total += Number(amount) * (units[(unit ?? 's').toLowerCase()] ?? 1000);
  }
  return total;
}

function number(value: string | null | undefined): number | undefined {
  if (value === null || value === undefined || value.trim() === '') return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) && parsed >= 0 ? parsed : undefined;
}
