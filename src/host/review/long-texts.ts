import { createBlobStore, hashOf } from '../checkpoints/blob-store.ts';
import type { Storage } from '../checkpoints/storage.ts';

/** Values as JSON in which `{"$text": hash}` stands for a long text kept beside it. */
export interface LongTexts {
  pack(value: unknown): Promise<string>;
  /** Throws when a text is gone. */
  unpack(packed: string): Promise<unknown>;
}

/** Texts over this many characters are kept by hash, so that a decision writes a few bytes only. */
const longText = 512;

export function createLongTexts(storage: Storage, folder: string): LongTexts {
  const blobs = createBlobStore(storage, folder);
  /** Hashes of the texts packed last: most of them come again with the next decision. */
  let hashes = new Map<string, string>();
  return {
    async pack(value) {
      const used = new Map<string, string>();
      const fresh = new Map<string, Uint8Array>();
      const hash = (text: string): string => {
        const known = hashes.get(text);
        if (known !== undefined) return known;
        const bytes = new TextEncoder().encode(text);
        const found = hashOf(bytes);
        fresh.set(found, bytes);
        return found;
      };
      const packed = JSON.stringify(
        replaceTexts(value, (text) => {
          // Half a surrogate pair has no bytes of its own; JSON alone can hold it.
          if (text.length <= longText || !text.isWellFormed()) return text;
          const $text = used.get(text) ?? hash(text);
          used.set(text, $text);
          return { $text };
        }),
      );
      for (const bytes of fresh.values()) await blobs.put(bytes);
      hashes = used;
      return packed;
    },
    async unpack(packed) {
      const texts = new Map<string, string>();
      JSON.parse(packed, (_, inner: unknown) => {
        if (isPacked(inner)) texts.set(inner.$text, '');
        return inner;
      });
      for (const hash of texts.keys()) {
        const bytes = await blobs.get(hash);
        if (bytes === undefined) throw new Error(`The text ${hash} of a review is gone.`);
        texts.set(hash, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
      }
      const value: unknown = JSON.parse(packed, (_, inner: unknown) =>
        isPacked(inner) ? texts.get(inner.$text) : inner,
      );
      return value;
    },
  };
}

/** Parts without a change are not copied: a review has tens of thousands, and few long texts. */
function replaceTexts(value: unknown, replace: (text: string) => unknown): unknown {
  if (typeof value === 'string') return replace(value);
  if (typeof value !== 'object' || value === null) return value;
  const old = value as Readonly<Record<string, unknown>>;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(old)) {
    const next = replaceTexts(old[key], replace);
    if (next === old[key]) continue;
    copy ??= (Array.isArray(value) ? [...(value as readonly unknown[])] : { ...old }) as Record<
      string,
      unknown
    >;
    copy[key] = next;
  }
  return copy ?? value;
}

/** A hash and nothing else: a file of a workspace may have any name, `$text` too. */
function isPacked(value: unknown): value is { readonly $text: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$text' in value &&
    typeof value.$text === 'string' &&
    /^[0-9a-f]{64}$/u.test(value.$text)
  );
}
