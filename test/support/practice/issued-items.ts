/**
 * What the endpoint has said so far: ids, which reasoning came before which item, the encrypted
 * contents, and which turn of the script each item belongs to. It never forgets, as the real one
 * never loses its signing key.
 */

import type { IssuedItems } from '../check-history.ts';
import type { PracticeItem } from './script.ts';

export interface IssuedPart {
  readonly turn: number;
  /** Place among the items of the turn. */
  readonly index: number;
  /** Every item of the turn, as the script gave them. */
  readonly turnItems: readonly PracticeItem[];
}

export interface IssuedMemory extends IssuedItems {
  /** `key` is what `keyOf` gives for an item. */
  part(key: string): IssuedPart | undefined;
  remember(key: string, part: IssuedPart): void;
  /** Ids as the API writes them: `rs_…`, `msg_…`, `fc_…`, `ctc_…`, `call_…`, `resp_…`. */
  newId(prefix: string): string;
  newSecret(itemId: string): string;
  pair(reasoningId: string, itemId: string): void;
}

export function createIssuedMemory(): IssuedMemory {
  const parts = new Map<string, IssuedPart>();
  const pairs = new Map<string, string>();
  const secrets = new Set<string>();
  let count = 0;
  return {
    part: (key) => parts.get(key),
    remember(key, part) {
      parts.set(key, part);
    },
    newId(prefix) {
      count += 1;
      return `${prefix}_${count.toString(16).padStart(24, '0')}`;
    },
    newSecret(itemId) {
      const secret = Buffer.from(`practice:${itemId}:${'x'.repeat(120)}`).toString('base64');
      secrets.add(secret);
      return secret;
    },
    issuedSecret: (secret) => secrets.has(secret),
    pair(reasoningId, itemId) {
      pairs.set(itemId, reasoningId);
    },
    reasoningBefore: (itemId) => pairs.get(itemId),
  };
}
