import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeSet } from '../../src/core/edits/change-set.ts';
import { reviewReducer } from '../../src/core/edits/review-reducer.ts';
import type { ReviewEvent } from '../../src/core/edits/review-state.ts';
import { startReview } from '../../src/core/edits/start-review.ts';
import { createNodeStorage } from '../../src/host/checkpoints/node-storage.ts';
import type { ReviewRecord } from '../../src/host/review/review-record.ts';
import { createReviewStorage } from '../../src/host/review/review-storage.ts';

const long = Array.from({ length: 200 }, (_, at) => `line ${at}\n`).join('');

describe('reviews on the disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ratchet-reviews-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const reloaded = async (record: ReviewRecord): Promise<ReviewRecord | undefined> => {
    await createReviewStorage(createNodeStorage(folder)).save(record);
    return createReviewStorage(createNodeStorage(folder)).load(record.id);
  };
  /** JSON leaves out what is undefined, which reads the same. */
  const asStored = (record: ReviewRecord): unknown => JSON.parse(JSON.stringify(record));

  const cases: readonly (readonly [string, ChangeSet, ...ReviewEvent[]])[] = [
    ['a short change', modify('a\n', 'b\n')],
    ['a long text', modify(long, long.replace('line 7\n', 'line seven\n'))],
    [
      'typing beside an undone hunk',
      modify(long, long.replace('line 7\n', 'seven\n').replace('line 99\n', 'more\n')),
      { type: 'undoHunk', path: 'a.ts', hunkId: 'first' },
      { type: 'documentChanged', path: 'a.ts', text: long.replace('line 9\n', 'nine\n') },
    ],
    [
      'a conflict',
      modify(long, long.replace('line 7\n', 'seven\n')),
      { type: 'baseChanged', path: 'a.ts', text: long.replace('line 7\n', '7\n'), version: 'v2' },
    ],
    ['a new file', { changes: [{ kind: 'create', path: 'a.ts', after: long }] }],
    [
      'a new file typed into',
      { changes: [{ kind: 'create', path: 'a.ts', after: long }] },
      { type: 'documentChanged', path: 'a.ts', text: `${long}more\n` },
    ],
    [
      'a file that goes',
      { changes: [{ kind: 'delete', path: 'a.ts', before: long, baseVersion: 'v1' }] },
      { type: 'undoFile', path: 'a.ts' },
    ],
    ['half a surrogate pair', modify(`${long}\ud83d\n`, `${long}\ude00\n`)],
    ['a byte order mark', modify(`\ufeff${long}`, `\ufeff${long}more`)],
    ['what looks like a stored text', modify(`{"$text":"${'0'.repeat(64)}"}`, 'b')],
  ];
  for (const [name, changeSet, ...events] of cases) {
    it(`comes back as it was: ${name}`, async () => {
      const state = events.reduce((before, event) => {
        const named = before.files[0]?.hunks[0]?.id ?? '';
        return reviewReducer(before, 'hunkId' in event ? { ...event, hunkId: named } : event);
      }, startReview(changeSet));
      const record = { ...recordOf('r1'), state };
      assert.deepEqual(await reloaded(record), asStored(record));
    });
  }

  it('takes a file of any name', async () => {
    const record = { ...recordOf('r1'), uris: { $text: 'file:///work/$text' } };
    assert.deepEqual(await reloaded(record), asStored(record));
  });

  it('writes little when something is typed into a long text', async () => {
    const storage = createReviewStorage(createNodeStorage(folder));
    const record = recordOf('r1', modify(long, long.replace('line 7\n', 'seven\n')));
    await storage.save(record);
    const before = await filesIn(folder);
    const text = long.replace('line 7\n', 'sevens\n');
    const state = reviewReducer(record.state, { type: 'documentChanged', path: 'a.ts', text });
    await storage.save({ ...record, state });
    assert.deepEqual(await filesIn(folder), before);
    const json = await readFile(join(folder, 'reviews/r1/review.json'), 'utf8');
    assert.ok(json.includes('sevens'));
    assert.ok(json.length < 2000, `${json.length} characters`);
  });

  it('leaves nothing of a review that is removed', async () => {
    const storage = createReviewStorage(createNodeStorage(folder));
    await storage.save(recordOf('r1', modify(long, 'b\n')));
    void storage.save(recordOf('r1', modify(long, 'c\n')));
    await storage.remove('r1');
    assert.deepEqual(await storage.ids(), []);
    assert.equal(await storage.load('r1'), undefined);
    assert.deepEqual(await filesIn(folder), []);
  });

  it('says so when a text is gone', async () => {
    const record = recordOf('r1', modify(long, 'b\n'));
    await createReviewStorage(createNodeStorage(folder)).save(record);
    await rm(join(folder, 'reviews/r1/texts'), { recursive: true });
    const storage = createReviewStorage(createNodeStorage(folder));
    await assert.rejects(storage.load('r1'), /text [0-9a-f]{64} of a review is gone/u);
  });
});

function modify(before: string, after: string): ChangeSet {
  return { changes: [{ kind: 'modify', path: 'a.ts', before, after, baseVersion: 'v1' }] };
}

function recordOf(id: string, changeSet = modify('a\n', 'b\n')): ReviewRecord {
  const uris = { 'a.ts': 'file:///work/a.ts' };
  const state = startReview(changeSet);
  return { id, taskId: 't1', callId: 'c1', phase: 'open', at: 1, uris, state };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
