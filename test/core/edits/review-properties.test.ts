import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChangeSet } from '../../../src/core/edits/change-set.ts';
import { diffHunks, diffHunksInSteps } from '../../../src/core/edits/diff-hunks.ts';
import { diffLines, diffLinesInSteps } from '../../../src/core/edits/diff-lines.ts';
import { mergeTexts, mergeTextsInSteps } from '../../../src/core/edits/merge-texts.ts';
import { minimalEdits, minimalEditsInSteps } from '../../../src/core/edits/minimal-edits.ts';
import { reviewOutcome } from '../../../src/core/edits/review-outcome.ts';
import { reviewReducer } from '../../../src/core/edits/review-reducer.ts';
import { splitLines } from '../../../src/core/edits/split-lines.ts';
import { startReview, startReviewInSteps } from '../../../src/core/edits/start-review.ts';
import { check, seed } from './properties.ts';
import { anyText, textPair } from './random-texts.ts';

const kind = fc.constantFrom('modify', 'rename', 'create', 'delete');

const changeSets = fc
  .array(fc.tuple(kind, textPair), { minLength: 1, maxLength: 4 })
  .map((list): ChangeSet => ({
    changes: list.map(([how, [before, after]], at) => {
      const [path, baseVersion] = [`file ${at}`, '1'];
      switch (how) {
        case 'create':
          return { kind: how, path, after };
        case 'delete':
          return { kind: how, path, before, baseVersion };
        case 'modify':
          return { kind: how, path, before, after, baseVersion };
        case 'rename':
          return { kind: how, from: path, to: `new ${path}`, before, after, baseVersion };
      }
    }),
  }));

describe(`reviews of any change set, by random (seed ${seed})`, () => {
  it('all kept right away is what was proposed', () =>
    check(
      fc.property(changeSets, (changeSet) => {
        const kept = reviewReducer(startReview(changeSet), { type: 'keepAll' });
        const wanted = changeSet.changes.filter(
          (change) => change.kind !== 'modify' || change.before !== change.after,
        );
        assert.deepEqual(reviewOutcome(kept).changeSet.changes, wanted);
      }),
      1000,
    ));

  it('all undone right away is nothing, and shows the files as they were', () =>
    check(
      fc.property(changeSets, (changeSet) => {
        const undone = reviewReducer(startReview(changeSet), { type: 'undoAll' });
        assert.deepEqual(reviewOutcome(undone).changeSet.changes, []);
        for (const { base, current } of undone.files) assert.equal(current, base);
      }),
      1000,
    ));

  it('each decision taken back leaves the review as it was', () =>
    check(
      fc.property(changeSets, fc.nat(20), fc.nat(20), (changeSet, fileAt, hunkAt) => {
        const start = startReview(changeSet);
        const file = start.files[fileAt % start.files.length];
        const hunk = file?.hunks[hunkAt % Math.max(file.hunks.length, 1)];
        if (file === undefined || hunk === undefined) return;
        const target = { path: file.path, hunkId: hunk.id };
        for (const type of ['undoHunk', 'keepHunk'] as const) {
          const decided = reviewReducer(start, { type, ...target });
          assert.deepEqual(reviewReducer(decided, { type: 'resetHunk', ...target }), start);
        }
      }),
      1000,
    ));

  it('equal texts have no hunk', () =>
    check(
      fc.property(anyText, (text) => {
        assert.deepEqual(diffHunks(text, text), []);
        const same = { before: text, after: text, baseVersion: '1' };
        const changes: ChangeSet['changes'] = [{ kind: 'modify', path: 'f', ...same }];
        assert.deepEqual(startReview({ changes }).files[0]?.hunks, []);
      }),
    ));
});

/** The result, and how often the work would have let others have their turn. */
function drive<Result>(steps: Generator<void, Result>): {
  readonly result: Result;
  readonly pauses: number;
} {
  for (let pauses = 0; ; pauses += 1) {
    const step = steps.next();
    if (step.done === true) return { result: step.value, pauses };
  }
}

describe(`work in steps, by random (seed ${seed})`, () => {
  it('gives what it gives in one go', () =>
    check(
      fc.property(textPair, anyText, changeSets, ([before, after], third, changeSet) => {
        const [old, next] = [splitLines(before), splitLines(after)];
        assert.deepEqual(drive(diffLinesInSteps(old, next)).result, diffLines(old, next));
        assert.deepEqual(drive(diffHunksInSteps(before, after)).result, diffHunks(before, after));
        const merged = drive(mergeTextsInSteps(before, after, third)).result;
        assert.deepEqual(merged, mergeTexts(before, after, third));
        const edits = drive(minimalEditsInSteps(before, after)).result;
        assert.deepEqual(edits, minimalEdits(before, after));
        assert.deepEqual(drive(startReviewInSteps(changeSet)).result, startReview(changeSet));
      }),
    ));

  it('pauses the more often the longer the texts are', function () {
    this.timeout(30_000);
    const lines = (count: number, word: string) =>
      Array.from({ length: count }, (_, at) => (at % 3 === 0 ? `${word} ${at}\n` : `line ${at}\n`));
    const pausesFor = (count: number) =>
      drive(diffLinesInSteps(lines(count, 'old'), lines(count, 'new'))).pauses;
    assert.ok(pausesFor(200_000) >= pausesFor(1000) + 20);
  });
});
