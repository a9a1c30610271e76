/** The tokenizer of GPT-4o and later. Two megabytes of ranks: a file of its own, loaded on demand. */

import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/** Tokens of `text`, in which nothing counts as a special token. */
export function countO200k(text: string): number {
  return countTokens(text, { disallowedSpecial: new Set() });
}
