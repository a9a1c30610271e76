import { createBlobStore } from '../checkpoints/blob-store.ts';
import type { Storage } from '../checkpoints/storage.ts';
import type { ReviewRecord } from './review-record.ts';

/** Reviews on the disk: they outlive a reload and a kill. */
export interface ReviewStorage {
  /** Writes of one review never overtake each other; while one runs, only the newest waits. */
  save(record: ReviewRecord): Promise<void>;
  load(reviewId: string): Promise<ReviewRecord | undefined>;
  ids(): Promise<readonly string[]>;
  remove(reviewId: string): Promise<void>;
}

/** Texts over this many characters are kept by hash, so that a decision writes a few bytes only. */
const longText = 512;

export function createReviewStorage(storage: Storage): ReviewStorage {
  /** What is to become of each review next; `undefined`: it goes. */
  const waiting = new Map<string, ReviewRecord | undefined>();
  const running = new Map<string, Promise<void>>();
  const blobsOf = (id: string) => createBlobStore(storage, `reviews/${id}/texts`);
  const blobs = new Map<string, ReturnType<typeof blobsOf>>();
  const write = async (id: string): Promise<void> => {
    for (;;) {
      if (!waiting.has(id)) return;
      const record = waiting.get(id);
      waiting.delete(id);
      if (record === undefined) {
        blobs.delete(id);
        await storage.remove(`reviews/${id}`);
        continue;
      }
      const texts = blobs.get(id) ?? blobsOf(id);
      blobs.set(id, texts);
      const packed = await pack(record, (text) => texts.put(new TextEncoder().encode(text)));
      await storage.write(
        `reviews/${id}/review.json`,
        new TextEncoder().encode(JSON.stringify({ version: 1, record: packed })),
      );
    }
  };
  const enqueue = (id: string, record: ReviewRecord | undefined): Promise<void> => {
    waiting.set(id, record);
    const run = running.get(id);
    if (run !== undefined) return run;
    const next = write(id).finally(() => running.delete(id));
    running.set(id, next);
    return next;
  };
  return {
    save: (record) => enqueue(record.id, record),
    async load(reviewId) {
      const bytes = await storage.read(`reviews/${reviewId}/review.json`);
      if (bytes === undefined) return undefined;
      const texts = blobsOf(reviewId);
      // Written by `save` alone, in this form.
      const { record } = JSON.parse(new TextDecoder().decode(bytes)) as { record: unknown };
      const unpacked = await unpack(record, async (hash) => {
        const text = await texts.get(hash);
        if (text === undefined) throw new Error(`A text of review ${reviewId} is gone.`);
        return new TextDecoder('utf-8', { ignoreBOM: true }).decode(text);
      });
      return unpacked as ReviewRecord;
    },
    async ids() {
      const files = await storage.list('reviews');
      return files.flatMap(({ path }) => {
        const [, id = '', name] = path.split('/');
        return name === 'review.json' ? [id] : [];
      });
    },
    remove: (reviewId) => enqueue(reviewId, undefined),
  };
}

async function pack(value: unknown, put: (text: string) => Promise<string>): Promise<unknown> {
  if (typeof value === 'string')
    return value.length > longText ? { $text: await put(value) } : value;
  return mapValues(value, (inner) => pack(inner, put));
}

async function unpack(value: unknown, get: (hash: string) => Promise<string>): Promise<unknown> {
  if (isPacked(value)) return get(value.$text);
  return mapValues(value, (inner) => unpack(inner, get));
}

async function mapValues(
  value: unknown,
  map: (inner: unknown) => Promise<unknown>,
): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map(map));
  const entries = Object.entries(value).map(async ([key, inner]): Promise<[string, unknown]> => [
    key,
    await map(inner),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

function isPacked(value: unknown): value is { readonly $text: string } {
  return typeof value === 'object' && value !== null && '$text' in value;
}
