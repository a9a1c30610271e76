import assert from 'node:assert/strict';
import { reviewReducer } from '../../src/core/edits/review-reducer.ts';
import type { ReviewFile } from '../../src/core/edits/review-state.ts';
import { startReview } from '../../src/core/edits/start-review.ts';
import { textOf } from '../../src/host/checkpoints/file-text.ts';
import type { FileState } from '../../src/host/checkpoints/snapshot.ts';
import type { WantedFile } from '../../src/host/edits/carry-out.ts';
import { planDecision } from '../../src/host/review/plan-decision.ts';
import { undoneHunks } from '../../src/host/review/undone-hunks.ts';
import { mergeStates } from '../checkpoints/merge-states.ts';
import { utf8Codec } from '../checkpoints/node-places.ts';

const file = (text: string): FileState => ({
  kind: 'file',
  bytes: new TextEncoder().encode(text),
  encoding: 'utf8',
});

/** What a decision does to the file, which holds `now`; it asks nothing. */
async function plan(
  old: ReviewFile,
  next: ReviewFile | undefined,
  now: string,
): Promise<readonly WantedFile[]> {
  assert.ok(next !== undefined);
  const planned = await planDecision(old, next, {
    uriOf: (path) => path,
    read: () => Promise.resolve(file(now)),
    textOf: (state) => textOf(state, utf8Codec),
    withText: (_uri, _now, text) => Promise.resolve(file(text)),
    merge: mergeStates,
    settle: () => Promise.reject(new Error('Nothing collides.')),
  });
  return planned.kind === 'plan' ? planned.files : assert.fail(planned.kind);
}

describe('undoing a written change of a file with mixed line endings', () => {
  const before = '1\r\n2\n3\r\n4\n';
  const after = '1\r\ntwo\n3\r\n4\n';
  const cases: readonly (readonly [name: string, now: string, wanted: string | undefined])[] = [
    ['as it was written', after, before],
    ['saved by an editor', '1\ntwo\n3\n4\n', before],
    ['saved with words of the user’s', '1\ntwo\n3\n4\nmine\n', `${before}mine\n`],
    ['taken back by the arrow already', '1\r\n2\r\n3\r\n4\r\n', undefined],
  ];
  for (const [name, now, wanted] of cases) {
    it(`asks nothing where it is ${name}`, async () => {
      const change = { kind: 'modify', path: 'f', before, after, baseVersion: '1' } as const;
      const written = startReview({ changes: [change] });
      const undone = reviewReducer(written, { type: 'undoAll' });
      const [old, next] = [written.files[0], undone.files[0]];
      assert.ok(old !== undefined);
      const [changed] = await plan(old, next, now);
      assert.equal(changed && (await textOf(changed.then, utf8Codec)), wanted);
    });
  }
});

describe('hunks that the user took back in the file itself', () => {
  it('change nothing in it, also among lines that repeat', async () => {
    const before = 'a\nb\na\na\na\na\n\n';
    const after = '\na\nb\na\na\na\na\n';
    const change = { kind: 'modify', path: 'f', before, after, baseVersion: '1' } as const;
    const written = startReview({ changes: [change] });
    const [old] = written.files;
    assert.ok(old !== undefined);
    const hunkIds = undoneHunks(old, before);
    assert.equal(hunkIds.length, 2);
    const undone = reviewReducer(written, { type: 'undoHunks', path: 'f', hunkIds });
    assert.deepEqual(await plan(old, undone.files[0], before), []);
  });
});
