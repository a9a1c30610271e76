import assert from 'node:assert/strict';
import { Position, Range, workspace, WorkspaceEdit, type TextDocument, type Uri } from 'vscode';
import type { FileChange } from '../../src/core/edits/change-set.ts';
import type { ReviewDeps } from '../../src/host/review/review-controller.ts';
import {
  createReviewFixture,
  modify,
  until,
  type ReviewFixture,
} from './support/review-fixture.ts';

const before = 'one\ntwo\nthree\n';
const proposed = 'one\nTWO\nthree\n';

describe('typing while a review is being written', () => {
  let fixture: ReviewFixture;
  afterEach(() => fixture.dispose());

  /** Does something in the middle of the first write. */
  const during = (
    act: () => Promise<void>,
    apply: ReviewDeps['applyEdit'] = (edit) => workspace.applyEdit(edit),
  ): ReviewDeps['applyEdit'] => {
    let isFirst = true;
    return async (edit) => {
      if (isFirst) {
        isFirst = false;
        await act();
      }
      return apply(edit);
    };
  };
  const type = async (uri: Uri, text: string): Promise<TextDocument> => {
    const document = await workspace.openTextDocument(uri);
    const edit = new WorkspaceEdit();
    edit.insert(uri, new Position(document.lineCount, 0), text);
    assert.ok(await workspace.applyEdit(edit));
    return document;
  };
  const isWritten = () =>
    until(
      'what was typed on is written',
      () => fixture.asked.some((told) => told.startsWith('told What you typed')),
      fixture.controller.onNews,
    );

  const goes: FileChange = { kind: 'delete', path: 'a.txt', before, baseVersion: 'v1' };
  const move: FileChange = {
    kind: 'rename',
    from: 'a.txt',
    to: 'b.txt',
    before,
    after: proposed,
    baseVersion: 'v1',
  };
  const cases: readonly {
    readonly title: string;
    readonly change: FileChange;
    readonly expected: Readonly<Record<string, string>>;
  }[] = [
    {
      title: 'a changed file',
      change: modify('a.txt', before, proposed),
      expected: { 'a.txt': `${proposed}mine\n` },
    },
    {
      title: 'a new file',
      change: { kind: 'create', path: 'new.txt', after: 'new\n' },
      expected: { 'a.txt': before, 'new.txt': 'new\nmine\n' },
    },
    { title: 'a file that goes', change: goes, expected: { 'a.txt': 'mine\n' } },
    { title: 'a moved file', change: move, expected: { 'b.txt': `${proposed}mine\n` } },
  ];
  for (const { title, change, expected } of cases) {
    it(`takes up what is typed in the proposal: ${title}`, async () => {
      const path = change.kind === 'rename' ? change.to : change.path;
      const id = Promise.withResolvers<string>();
      fixture = await createReviewFixture({
        applyEdit: during(async () => {
          await type(fixture.uris.proposal(await id.promise, path), 'mine\n');
        }),
      });
      await fixture.write('a.txt', before);
      const { outcome, reviewId } = await fixture.propose(change);
      id.resolve(reviewId);
      fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
      assert.equal((await outcome).status, 'kept');
      await isWritten();
      for (const name of await fixture.names()) {
        assert.equal(await fixture.text(name), expected[name], name);
      }
      assert.deepEqual(await fixture.names(), Object.keys(expected));
      assert.match(fixture.news.at(-1)?.text ?? '', /typed on in your proposal/u);
      assert.deepEqual(fixture.controller.reviews.all(), []);
      const undone = await fixture.controller.undo('task-1', { kind: 'task' });
      assert.equal(undone.kind, 'done');
      assert.deepEqual(await fixture.names(), ['a.txt']);
      assert.equal(await fixture.text('a.txt'), before);
    });
  }

  it('asks where the same lines were typed in the file itself meanwhile', async () => {
    const id = Promise.withResolvers<string>();
    const kinds: string[] = [];
    fixture = await createReviewFixture({
      applyEdit: (edit) => workspace.applyEdit(edit),
      questions: {
        settleConflict(name, kind) {
          kinds.push(`${name} ${kind}`);
          return Promise.resolve('mine');
        },
      },
    });
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, proposed));
    id.resolve(reviewId);
    const watching = workspace.onWillSaveTextDocument((event) => {
      if (event.document.uri.toString() !== fixture.at('a.txt').toString()) return;
      event.waitUntil(
        (async () => {
          const right = fixture.uris.proposal(reviewId, 'a.txt');
          const typed = new WorkspaceEdit();
          typed.replace(right, new Range(1, 0, 1, 3), 'right');
          await workspace.applyEdit(typed);
          const own = new WorkspaceEdit();
          own.replace(fixture.at('a.txt'), new Range(1, 0, 1, 3), 'TWO, mine');
          await workspace.applyEdit(own);
        })(),
      );
      watching.dispose();
    });
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await outcome;
    await until('it was asked', () => kinds.length > 0, fixture.controller.onDidReview);
    await isWritten();
    assert.deepEqual(kinds, ['a.txt changed']);
    assert.equal(await fixture.text('a.txt'), 'one\nTWO, mine\nthree\n');
  });

  it('keeps the proposal open with it where nothing could be written', async () => {
    const id = Promise.withResolvers<string>();
    const failure = Promise.withResolvers<string>();
    const again = Promise.withResolvers<'again'>();
    let isFull = true;
    fixture = await createReviewFixture({
      applyEdit: during(
        async () => {
          await type(fixture.uris.proposal(await id.promise, 'a.txt'), 'mine\n');
        },
        (edit) => (isFull ? Promise.resolve(false) : workspace.applyEdit(edit)),
      ),
      questions: {
        settleFailure(message) {
          failure.resolve(message);
          return again.promise;
        },
      },
    });
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, proposed));
    id.resolve(reviewId);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    assert.match(await failure.promise, /Nothing was changed/u);
    const shown = await workspace.openTextDocument(fixture.uris.proposal(reviewId, 'a.txt'));
    assert.equal(shown.getText(), `${proposed}mine\n`);
    isFull = false;
    again.resolve('again');
    assert.equal((await outcome).status, 'partly');
    assert.equal(await fixture.text('a.txt'), `${proposed}mine\n`);
  });

  it('leaves what is undone by VS Code’s own undo meanwhile as it was written', async () => {
    const id = Promise.withResolvers<string>();
    fixture = await createReviewFixture({
      applyEdit: during(async () => {
        const right = fixture.uris.proposal(await id.promise, 'a.txt');
        const { lineCount } = await type(right, 'mine\n');
        const edit = new WorkspaceEdit();
        edit.delete(right, new Range(lineCount - 2, 0, lineCount - 1, 0));
        assert.ok(await workspace.applyEdit(edit));
      }),
    });
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, proposed));
    id.resolve(reviewId);
    const { reviews } = fixture.controller;
    reviews.decide(reviewId, { type: 'keepAll' });
    assert.equal((await outcome).status, 'kept');
    await until('its editors are closed', () => reviews.shown(reviewId) === undefined);
    assert.equal(await fixture.text('a.txt'), proposed);
    assert.deepEqual(reviews.all(), []);
  });

  const openAndType = async (review: 'before' | 'after'): Promise<void> => {
    fixture = await createReviewFixture({
      review,
      applyEdit: during(async () => {
        await type(fixture.at('a.txt'), 'mine\n');
      }),
    });
    await fixture.write('a.txt', before);
    await workspace.openTextDocument(fixture.at('a.txt'));
  };

  for (const review of ['before', 'after'] as const) {
    it(`loses nothing typed in the file itself (review: ${review})`, async () => {
      await openAndType(review);
      const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, proposed));
      fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
      await outcome;
      const document = await workspace.openTextDocument(fixture.at('a.txt'));
      assert.equal(document.getText(), `${proposed}mine\n`);
      await document.save();
    });

    it(`loses nothing typed in a file that moves (review: ${review})`, async () => {
      await openAndType(review);
      const { outcome, reviewId } = await fixture.propose(move);
      fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
      const { report } = await outcome;
      const document = await workspace.openTextDocument(fixture.at('b.txt'));
      assert.equal(document.getText(), `${proposed}mine\n`, report);
      await document.save();
    });

    it(`loses nothing typed in a file just when it goes (review: ${review})`, async () => {
      fixture = await createReviewFixture({
        review,
        applyEdit: during(async () => {
          await type(fixture.at('a.txt'), 'mine\n');
        }),
        questions: { settleConflict: () => Promise.resolve('mine') },
      });
      await fixture.write('a.txt', before);
      await workspace.openTextDocument(fixture.at('a.txt'));
      const { outcome, reviewId } = await fixture.propose(goes);
      fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
      const { status, report } = await outcome;
      const document = await workspace.openTextDocument(fixture.at('a.txt'));
      assert.equal(document.getText(), `${before}mine\n`, report);
      const [expected, said] =
        review === 'before' ? ['undone', /a text of their own/u] : ['failed', /Read .* again/u];
      assert.equal(status, expected);
      assert.match(report, said);
      await document.save();
    });
  }
});
