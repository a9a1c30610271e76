import assert from 'node:assert/strict';
import { reviewReducer } from '../../src/core/edits/review-reducer.ts';
import { startReview } from '../../src/core/edits/start-review.ts';
import { textOf } from '../../src/host/checkpoints/file-text.ts';
import type { FileState } from '../../src/host/checkpoints/snapshot.ts';
import { planDecision } from '../../src/host/review/plan-decision.ts';
import { mergeStates } from '../checkpoints/merge-states.ts';
import { utf8Codec } from '../checkpoints/node-places.ts';

const file = (text: string): FileState => ({
  kind: 'file',
  bytes: new TextEncoder().encode(text),
  encoding: 'utf8',
});

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
      assert.ok(old !== undefined && next !== undefined);
      const plan = await planDecision(old, next, {
        uriOf: (path) => path,
        read: () => Promise.resolve(file(now)),
        textOf: (state) => textOf(state, utf8Codec),
        withText: (_uri, _now, text) => Promise.resolve(file(text)),
        merge: mergeStates,
        settle: () => Promise.reject(new Error('Nothing collides.')),
      });
      if (plan.kind !== 'plan') assert.fail(plan.kind);
      const [changed] = plan.files;
      assert.equal(changed && (await textOf(changed.then, utf8Codec)), wanted);
    });
  }
});
