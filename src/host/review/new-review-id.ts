import { randomBytes } from 'node:crypto';

/** Hex: the id is an authority in addresses, where capitals do not count. */
export function newReviewId(): string {
  return randomBytes(8).toString('hex');
}
