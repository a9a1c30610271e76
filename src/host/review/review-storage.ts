import { withHunks } from '../../core/edits/compose-review.ts';
import type { ReviewFile } from '../../core/edits/review-state.ts';
import type { Storage } from '../checkpoints/storage.ts';
import { pause } from '../edits/in-steps.ts';
import { createLongTexts, type LongTexts } from './long-texts.ts';
import type { ReviewRecord } from './review-record.ts';

/** Reviews on the disk: they outlive a reload and a kill. */
export interface ReviewStorage {
  /** Writes of one review never overtake each other; while one runs, only the newest waits. */
  save(record: ReviewRecord): Promise<void>;
  load(reviewId: string): Promise<ReviewRecord | undefined>;
  ids(): Promise<readonly string[]>;
  remove(reviewId: string): Promise<void>;
}

export function createReviewStorage(storage: Storage): ReviewStorage {
  /** What is to become of each review next; `undefined`: it goes. */
  const waiting = new Map<string, ReviewRecord | undefined>();
  const running = new Map<string, Promise<void>>();
  const texts = new Map<string, LongTexts>();
  const textsOf = (id: string): LongTexts => {
    const known = texts.get(id) ?? createLongTexts(storage, `reviews/${id}/texts`);
    texts.set(id, known);
    return known;
  };
  const write = async (id: string): Promise<void> => {
    for (;;) {
      // Not in the turn of the keystroke that is written down.
      await pause();
      if (!waiting.has(id)) return;
      const record = waiting.get(id);
      waiting.delete(id);
      if (record === undefined) {
        texts.delete(id);
        await storage.remove(`reviews/${id}`);
        continue;
      }
      const stored = withoutCurrent(record);
      await pause();
      const packed = await textsOf(id).pack({ version: 1, record: stored });
      await storage.write(`reviews/${id}/review.json`, new TextEncoder().encode(packed));
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
      const found = await textsOf(reviewId).unpack(new TextDecoder().decode(bytes));
      // Written by `save` alone, in this form.
      return withCurrent((found as { record: StoredRecord }).record);
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

type StoredFile = Omit<ReviewFile, 'current'> & { readonly current?: string };
type StoredRecord = Omit<ReviewRecord, 'state'> & {
  readonly state: { readonly files: readonly StoredFile[] };
};

/** The right side follows from the hunks: a keystroke need not store the whole of it again. */
function withoutCurrent(record: ReviewRecord): StoredRecord {
  const files = record.state.files.map((file): StoredFile => {
    const { current, ...stored } = file;
    return withHunks(file, file.hunks).current === current ? stored : file;
  });
  return { ...record, state: { files } };
}

function withCurrent(record: StoredRecord): ReviewRecord {
  const files = record.state.files.map((stored): ReviewFile => {
    const file = { ...stored, current: stored.current ?? '' };
    if (stored.current !== undefined) return file;
    return { ...file, current: withHunks(file, file.hunks).current };
  });
  return { ...record, state: { files } };
}
