import assert from 'node:assert/strict';
import type { FileChange } from '../../../src/core/edits/change-set.ts';
import { restOfReview } from '../../../src/core/edits/rest-of-review.ts';
import { reviewOutcome } from '../../../src/core/edits/review-outcome.ts';
import { isDecided, reviewReducer } from '../../../src/core/edits/review-reducer.ts';
import type { ReviewEvent } from '../../../src/core/edits/review-state.ts';
import { startReview } from '../../../src/core/edits/start-review.ts';

const before = 'a\nb\nc\n';
const after = 'a\nB\nc\n';
const at = { before, baseVersion: 'v' };
const keep: ReviewEvent = { type: 'keepAll' };
const undo: ReviewEvent = { type: 'undoAll' };
const gone: ReviewEvent = {
  type: 'baseChanged',
  path: 'f',
  text: undefined,
  version: undefined,
};

describe('what was typed beyond a written review', () => {
  const cases: readonly {
    readonly name: string;
    readonly change: FileChange;
    readonly events: readonly ReviewEvent[];
    readonly typed: string;
    /** Where it goes, and whether a file is there. */
    readonly rest: readonly [path: string, kind: FileChange['kind']] | undefined;
  }[] = [
    {
      name: 'is nothing where the right side is as it was written',
      change: { kind: 'modify', path: 'f', after, ...at },
      events: [keep],
      typed: after,
      rest: undefined,
    },
    {
      name: 'goes into a changed file',
      change: { kind: 'modify', path: 'f', after, ...at },
      events: [keep],
      typed: `${after}mine\n`,
      rest: ['f', 'modify'],
    },
    {
      name: 'goes into a file that was left as it was',
      change: { kind: 'modify', path: 'f', after, ...at },
      events: [undo],
      typed: `mine\n${before}`,
      rest: ['f', 'modify'],
    },
    {
      name: 'goes into a new file',
      change: { kind: 'create', path: 'f', after },
      events: [keep],
      typed: `${after}mine\n`,
      rest: ['f', 'modify'],
    },
    {
      name: 'makes a file whose creation was undone',
      change: { kind: 'create', path: 'f', after },
      events: [undo],
      typed: 'mine\n',
      rest: ['f', 'create'],
    },
    {
      name: 'makes a file anew that went',
      change: { kind: 'delete', path: 'f', ...at },
      events: [keep],
      typed: 'mine\n',
      rest: ['f', 'create'],
    },
    {
      name: 'goes into a file whose deletion was undone',
      change: { kind: 'delete', path: 'f', ...at },
      events: [undo],
      typed: `${before}mine\n`,
      rest: ['f', 'modify'],
    },
    {
      name: 'goes where a file was moved',
      change: { kind: 'rename', from: 'e', to: 'f', after, ...at },
      events: [keep],
      typed: `${after}mine\n`,
      rest: ['f', 'modify'],
    },
    {
      name: 'goes to where a file was left',
      change: { kind: 'rename', from: 'e', to: 'f', after, ...at },
      events: [undo],
      typed: `${before}mine\n`,
      rest: ['e', 'modify'],
    },
    {
      name: 'makes a file anew that the user had deleted',
      change: { kind: 'modify', path: 'f', after, ...at },
      events: [undo, gone],
      typed: 'mine\n',
      rest: ['f', 'create'],
    },
  ];
  for (const { name, change, events, typed, rest } of cases) {
    it(name, () => {
      const written = events.reduce(reviewReducer, startReview({ changes: [change] }));
      const state = restOfReview(written, new Map([['f', typed]]));
      assert.ok(isDecided(state));
      const { changes } = reviewOutcome(state).changeSet;
      if (rest === undefined) {
        assert.deepEqual(state.files, []);
        return;
      }
      const [only] = changes;
      assert.ok(only?.kind === 'create' || only?.kind === 'modify');
      assert.deepEqual([only.path, only.kind, only.after], [...rest, typed]);
    });
  }
});
