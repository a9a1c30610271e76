import assert from 'node:assert/strict';
import { TabInputTextDiff, window, workspace } from 'vscode';
import {
  createReviewFixture,
  modify,
  until,
  type ReviewFixture,
} from './support/review-fixture.ts';

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');

describe('review before writing', () => {
  let fixture: ReviewFixture;
  beforeEach(async () => {
    fixture = await createReviewFixture();
  });
  afterEach(() => fixture.dispose());

  it('writes nothing until it is kept, then one edit, saved', async () => {
    await fixture.write('a.txt', lines(30));
    const after = lines(30).replace('line 3\n', 'line three\n').replace('line 20\n', '');
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', lines(30), after));
    await until('the diff is open', () =>
      window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ input }) => input instanceof TabInputTextDiff),
      ),
    );
    assert.equal(await fixture.text('a.txt'), lines(30));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report, touched } = await outcome;
    assert.deepEqual([status, touched], ['kept', ['a.txt']], report);
    assert.equal(await fixture.text('a.txt'), after);
    assert.ok(!(await workspace.openTextDocument(fixture.at('a.txt'))).isDirty);
    await until('the diff is closed', () =>
      window.tabGroups.all.every(({ tabs }) =>
        tabs.every(({ input }) => !(input instanceof TabInputTextDiff)),
      ),
    );
  });

  it('leaves every file alone when all is undone', async () => {
    await fixture.write('a.txt', 'one\n');
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', 'one\n', 'two\n'), {
      kind: 'create',
      path: 'new/b.txt',
      after: 'b\n',
    });
    fixture.controller.reviews.decide(reviewId, { type: 'undoAll' });
    assert.equal((await outcome).status, 'undone');
    assert.deepEqual(await fixture.names(), ['a.txt']);
    assert.equal(await fixture.text('a.txt'), 'one\n');
  });

  it('creates, changes, moves and deletes in one go', async () => {
    await fixture.write('keep.txt', 'one\ntwo\nthree\n');
    await fixture.write('gone.txt', 'gone\n');
    await fixture.write('old/name.txt', 'alpha\nbeta\n');
    const { outcome, reviewId } = await fixture.propose(
      modify('keep.txt', 'one\ntwo\nthree\n', 'one\n2\nthree\n'),
      { kind: 'create', path: 'deep/er/new.txt', after: 'new\n' },
      { kind: 'delete', path: 'gone.txt', before: 'gone\n', baseVersion: 'v1' },
      {
        kind: 'rename',
        from: 'old/name.txt',
        to: 'fresh/name.txt',
        before: 'alpha\nbeta\n',
        after: 'alpha\ngamma\n',
        baseVersion: 'v1',
      },
    );
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report } = await outcome;
    assert.equal(status, 'kept', report);
    assert.deepEqual(await fixture.names(), ['deep/er/new.txt', 'fresh/name.txt', 'keep.txt']);
    assert.equal(await fixture.text('fresh/name.txt'), 'alpha\ngamma\n');
    assert.equal(await fixture.text('keep.txt'), 'one\n2\nthree\n');
    assert.deepEqual(
      fixture.editor.changes().map(({ path, kind, from }) => [path, kind, from]),
      [
        ['keep.txt', 'modified', undefined],
        ['deep/er/new.txt', 'created', undefined],
        ['gone.txt', 'deleted', undefined],
        ['fresh/name.txt', 'renamed', 'old/name.txt'],
      ],
    );
  });
});
