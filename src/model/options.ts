/** What the model client is given: settings, the key's port, and the doors it needs. */

import type { Clock } from '../core/ports.ts';
import type { PriceOverrides } from './catalogue.ts';
import type { Downgrade } from './downgrades.ts';

export interface ModelSettings {
  readonly baseUrl: string;
  /** Sent with each request; one named like the key's header takes its place. */
  readonly headers: Readonly<Record<string, string>>;
  /** A stream that brings no byte for so long counts as broken. */
  readonly idleTimeoutMs: number;
  /** `OPENAI_ORG_ID` and `OPENAI_PROJECT_ID`. */
  readonly organization?: string;
  readonly project?: string;
  readonly serviceTier: 'auto' | 'default' | 'flex' | 'priority';
  /** Offers the endpoint's own web search. */
  readonly webSearch: boolean;
  readonly prices: PriceOverrides;
}

export type KeyAnswer =
  | { readonly kind: 'key'; readonly value: string }
  | { readonly kind: 'none' }
  /** There is a key, but it was entered for another origin than this host. */
  | { readonly kind: 'notConfirmed'; readonly host: string };

/** Fields an endpoint rejected, by origin; kept between sessions by whoever implements it. */
export interface DowngradeStore {
  read(origin: string): readonly Downgrade[];
  add(origin: string, downgrade: Downgrade): void;
}

export interface RetryWaits {
  /** Resolves when the user wants the next attempt now. Asked anew for each wait. */
  skipped(signal: AbortSignal): Promise<void>;
}

export type CountTokens = (text: string) => number;

export interface ModelOptions {
  /** Read for each request, so that a change of settings takes effect in the middle of a task. */
  readonly settings: () => ModelSettings;
  /** Asked for each request; the answer is put in one header and not kept. */
  readonly key: (origin: string) => Promise<KeyAnswer>;
  readonly clock: Clock;
  readonly downgrades: DowngradeStore;
  readonly waits?: RetryWaits;
  /** The platform's fetch; in VS Code the one that honours `http.proxy`. */
  readonly fetch?: typeof fetch;
  /** Such as `Ratchet/0.1.0`. */
  readonly userAgent: string;
  /** Lines for the log; no secrets. */
  readonly log: (line: string) => void;
  /** Loads the o200k tokenizer on demand; without it, characters are counted. */
  readonly loadTokenizer?: () => Promise<CountTokens>;
}
