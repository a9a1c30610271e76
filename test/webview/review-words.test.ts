import assert from 'node:assert/strict';

import type { Review, ReviewFile, ReviewHunk } from '../../src/shared/events.ts';
import { isUndecided } from '../../src/shared/review-status.ts';
import { foldedWords, hintWords } from '../../src/webview/entries/review-words.ts';

type Decisions = readonly ReviewHunk['decision'][];

function file(decision: ReviewFile['decision'], decisions: Decisions, more = {}): ReviewFile {
  return {
    path: 'a.ts',
    uri: 'file:///w/a.ts',
    kind: 'modified',
    decision,
    hunks: decisions.map((each, index) => ({
      id: String(index),
      decision: each,
      added: 1,
      removed: 1,
      line: index + 1,
    })),
    ...more,
  };
}

function review(state: Review['state'], ...files: readonly ReviewFile[]): Review {
  return { id: 'r', callId: 'c', state, files };
}

const untouched = file('pending', ['pending', 'pending']);
const begun = file('pending', ['kept', 'pending']);
const kept = file('kept', ['kept']);
const undone = file('undone', ['undone']);
const mixed = file('mixed', ['kept', 'undone']);
const conflict = file('pending', ['kept'], { conflict: 'changed' });
const deleted = file('pending', ['kept'], { conflict: 'deleted' });

describe('the words of a review', () => {
  const hints: readonly (readonly [Review, RegExp])[] = [
    [review('open', untouched), /^Nothing is written until you keep it\.$/u],
    [
      review('open', begun, kept),
      /^2 of 3 changes decided\. Nothing is written before all are\.$/u,
    ],
    [review('open', deleted, conflict), /^You changed the same lines meanwhile/u],
    [review('open', kept, deleted), /^You deleted it meanwhile/u],
    [review('open', kept, undone), /^All decided\. Writing…$/u],
    [review('applied', untouched), /^Written\. You can still undo\.$/u],
    [review('applied', begun), /^Written\. 1 of 2 changes reviewed\.$/u],
  ];
  for (const [given, words] of hints) {
    it(`say of one that waits: ${words.source}`, () => {
      assert.match(hintWords(given), words);
    });
  }

  const folded: readonly (readonly [Review, string, boolean])[] = [
    [review('applied', begun, undone), '2 files changed', true],
    [review('applied', kept, undone), 'Kept 1 file, undid 1 file', false],
    [review('closed', kept, kept, mixed), 'Kept 2 files, kept 1 file in part', false],
    [review('closed', untouched), 'Changes closed', false],
    [review('failed', kept), 'Changes could not be written', false],
  ];
  for (const [given, words, waits] of folded) {
    it(`say on one line: ${words}`, () => {
      assert.equal(foldedWords(given), words);
      assert.equal(isUndecided(given), waits);
    });
  }
});
