import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { startReview } from '../../src/core/edits/start-review.ts';
import type { ReviewRecord } from '../../src/host/review/review-record.ts';
import { createReviewStorage } from '../../src/host/review/review-storage.ts';
import { createMemoryStorage } from '../checkpoints/memory-storage.ts';
import { check, seed } from '../core/edits/properties.ts';
import { anyText } from '../core/edits/random-texts.ts';

function recordOf(before: string, after: string): ReviewRecord {
  return {
    ...{ id: 'review', taskId: 'task', callId: 'call', phase: 'open', at: 1 },
    uris: { f: 'file:///f' },
    state: startReview({
      changes: [{ kind: 'modify', path: 'f', before, after, baseVersion: '1' }],
    }),
  };
}

const awkward = fc
  .tuple(anyText, fc.nat(200))
  .map(([text, times]) => text + `${text} and on\n`.repeat(times));

describe(`reviews on the disk, by random (seed ${seed})`, () => {
  it('come back to the character, short and long', () =>
    check(
      fc.asyncProperty(awkward, awkward, async (before, after) => {
        const storage = createMemoryStorage();
        const record = recordOf(before, after);
        await createReviewStorage(storage).save(record);
        const loaded = await createReviewStorage(storage).load('review');
        assert.ok(isDeepStrictEqual(loaded, JSON.parse(JSON.stringify(record))));
      }),
    ));
});
