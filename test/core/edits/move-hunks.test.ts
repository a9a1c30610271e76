import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diffLines, type LineChange } from '../../../src/core/edits/diff-lines.ts';
import { mapLines } from '../../../src/core/edits/line-map.ts';
import { changedLines, moveHunks } from '../../../src/core/edits/move-hunks.ts';
import type { ReviewHunk } from '../../../src/core/edits/review-state.ts';
import { readHunks } from '../../../src/core/edits/start-review.ts';
import { check, distinctLines, edited, freshLine, joinLines, seed } from './properties.ts';

/** The list, and how often one of its entries was read. */
function counting<Item>(items: readonly Item[]): { list: readonly Item[]; reads: () => number } {
  let reads = 0;
  const list = new Proxy(items, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  return { list, reads: () => reads };
}

const numbered = (count: number, mark: (at: number) => boolean, word: string) =>
  Array.from({ length: count }, (_, at) => (mark(at) ? `${word} ${at}\n` : `line ${at}\n`));

describe('moving hunks along', () => {
  it('passes each of 10,000 edits once for 10,000 hunks', () => {
    const count = 40_000;
    const before = numbered(count, () => false, '');
    const hunks = readHunks(
      before.join(''),
      numbered(count, (at) => at % 4 === 0, 'agent').join(''),
    );
    const theirs = numbered(count, (at) => at % 4 === 2, 'user');
    const edits = counting(diffLines(before, theirs));
    assert.deepEqual([hunks.length, edits.list.length], [10_000, 10_000]);
    const moved = moveHunks(hunks, {
      from: mapLines(before.join('')),
      to: mapLines(theirs.join('')),
      edits: edits.list,
    });
    assert.ok(moved.every(({ collides }) => !collides));
    assert.equal(moved.length, hunks.length);
    const most = 4 * (hunks.length + 10_000);
    assert.ok(edits.reads() <= most, `${edits.reads()} reads`);
  });
});

/** Word for word: every edit is held against every hunk. */
function moveSlowly(hunk: ReviewHunk, edits: readonly LineChange[]): 'collides' | number {
  const [start, end] = [hunk.baseStart, hunk.baseStart + hunk.baseLines];
  const meets = edits.some(
    ({ beforeStart, beforeEnd }) =>
      (beforeStart < end && start < beforeEnd) ||
      (beforeStart === beforeEnd && start === end && start === beforeStart),
  );
  if (meets) return 'collides';
  const ahead = edits.filter(({ beforeEnd }) => beforeEnd <= start);
  return ahead.reduce(
    (line, { beforeStart, beforeEnd, afterStart, afterEnd }) =>
      line + afterEnd - afterStart - (beforeEnd - beforeStart),
    start,
  );
}

describe(`moving hunks along, by random (seed ${seed})`, () => {
  it('each hunk goes where every edit before it takes it', () =>
    check(
      fc.property(
        distinctLines.chain((lines) =>
          fc.tuple(fc.constant(lines), edited(lines, freshLine), edited(lines, freshLine)),
        ),
        ([lines, proposed, theirs]) => {
          const text = (some: readonly string[]) => joinLines(some, '\n', true);
          const changed = changedLines(text(lines), text(theirs));
          const hunks = readHunks(text(lines), text(proposed));
          const slowly = hunks.map((hunk) => moveSlowly(hunk, changed.edits));
          const moved = moveHunks(hunks, changed);
          const places = (collides: boolean) =>
            moved.filter((one) => one.collides === collides).map(({ hunk }) => hunk.baseStart);
          assert.deepEqual(
            places(false),
            slowly.filter((place) => place !== 'collides'),
          );
          // Those that meet in one place are one, and those that were made alike none.
          const meeting = slowly.filter((place) => place === 'collides');
          assert.ok(places(true).length <= meeting.length);
        },
      ),
    ));
});
