import assert from 'node:assert/strict';
import { Range, workspace, WorkspaceEdit } from 'vscode';
import {
  createReviewFixture,
  modify,
  until,
  type ReviewFixture,
} from './support/review-fixture.ts';

const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n';
const after = 'a\nB\nc\nd\ne\nf\ng\nH1\nH2\ni\nj\n';

describe('deciding in a review', () => {
  let fixture: ReviewFixture;
  afterEach(() => fixture.dispose());

  const hunksOf = (reviewId: string, path = 'a.txt') => {
    const record = fixture.controller.reviews.get(reviewId)?.session.record();
    return record?.state.files.find((file) => file.path === path)?.hunks ?? [];
  };
  const proposalOf = (reviewId: string, path = 'a.txt') =>
    workspace.openTextDocument(fixture.uris.proposal(reviewId, path));
  const replace = async (reviewId: string, range: Range, text: string): Promise<void> => {
    const document = await proposalOf(reviewId);
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, range, text);
    assert.ok(await workspace.applyEdit(edit));
  };

  it('writes the kept hunk and tells the model of the undone one', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    const [first, second] = hunksOf(reviewId);
    assert.ok(first && second);
    fixture.controller.reviews.decide(reviewId, {
      type: 'undoHunk',
      path: 'a.txt',
      hunkId: first.id,
    });
    const document = await proposalOf(reviewId);
    await until(
      'the right side shows it undone',
      () => document.getText() === after.replace('B', 'b'),
    );
    assert.equal(await fixture.text('a.txt'), before);
    fixture.controller.reviews.decide(reviewId, {
      type: 'keepHunk',
      path: 'a.txt',
      hunkId: second.id,
    });
    const { status, report } = await outcome;
    assert.equal(status, 'partly');
    assert.match(report, /undone/u);
    assert.equal(await fixture.text('a.txt'), after.replace('B', 'b'));
    const last = fixture.reviews.at(-1);
    assert.equal(last?.state, 'closed');
    assert.deepEqual(
      last.files[0]?.hunks.map(({ decision }) => decision),
      ['undone', 'kept'],
    );
  });

  it("takes VS Code's revert arrow as an undo", async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    await replace(reviewId, new Range(1, 0, 2, 0), 'b\n');
    await until(
      'the hunk counts as undone',
      () => hunksOf(reviewId).some(({ decision }) => decision === 'undone'),
      fixture.controller.onDidReview,
    );
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    assert.equal((await outcome).status, 'partly');
    assert.equal(await fixture.text('a.txt'), after.replace('B', 'b'));
  });

  it('writes what the user made of the proposal, and shows it to the model', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    await replace(reviewId, new Range(1, 0, 1, 1), 'by hand');
    await until(
      'the edit is part of the review',
      () => hunksOf(reviewId).some(({ decision }) => decision === 'edited'),
      fixture.controller.onDidReview,
    );
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report } = await outcome;
    assert.equal(status, 'partly');
    assert.match(report, /by hand/u);
    assert.equal(await fixture.text('a.txt'), after.replace('B', 'by hand'));
  });

  it('lets the user type on in the last hunk, and writes when they say so', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const only = before.replace('b\n', 'B\n');
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, only));
    for (const typed of ['y', 'm']) await replace(reviewId, new Range(1, 0, 1, 0), typed);
    await until(
      'the edits are part of the review',
      () => hunksOf(reviewId).some(({ text }) => text === 'myB\n'),
      fixture.controller.onDidReview,
    );
    assert.equal(fixture.controller.reviews.get(reviewId)?.session.record().phase, 'open');
    assert.equal(await fixture.text('a.txt'), before);
    const [hunk] = hunksOf(reviewId);
    const hunkId = hunk?.id ?? '';
    fixture.controller.reviews.decide(reviewId, { type: 'keepHunk', path: 'a.txt', hunkId });
    assert.equal((await outcome).status, 'partly');
    assert.equal(await fixture.text('a.txt'), before.replace('b\n', 'myB\n'));
  });

  it("writes when VS Code's revert arrow takes the last open hunk back", async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    const [, second] = hunksOf(reviewId);
    assert.ok(second);
    const keep = { type: 'keepHunk', path: 'a.txt', hunkId: second.id } as const;
    fixture.controller.reviews.decide(reviewId, keep);
    await replace(reviewId, new Range(1, 0, 2, 0), 'b\n');
    assert.equal((await outcome).status, 'partly');
    assert.equal(await fixture.text('a.txt'), after.replace('B', 'b'));
  });

  it('goes on from what the user did to the file meanwhile, saved or not', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const document = await workspace.openTextDocument(fixture.at('a.txt'));
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(0), 'mine\n');
    await workspace.applyEdit(edit);
    assert.ok(document.isDirty);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    assert.equal((await outcome).status, 'kept');
    assert.equal(await fixture.text('a.txt'), `mine\n${after}`);
    assert.deepEqual(fixture.asked, []);
  });

  it('asks where the user changed the same lines, and can wait', async () => {
    const answers = ['later', 'mine'] as const;
    let asked = 0;
    const first = Promise.withResolvers<undefined>();
    fixture = await createReviewFixture({
      questions: {
        settleConflict() {
          first.resolve(undefined);
          return Promise.resolve(answers[asked++] ?? 'later');
        },
      },
    });
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    await fixture.write('a.txt', before.replace('b\n', 'my b\n'));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await first.promise;
    assert.equal(fixture.controller.reviews.get(reviewId)?.session.record().phase, 'open');
    assert.equal(await fixture.text('a.txt'), before.replace('b\n', 'my b\n'));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report } = await outcome;
    assert.equal(status, 'partly', report);
    assert.equal(asked, 2);
    assert.equal(await fixture.text('a.txt'), after.replace('B\n', 'my b\n'));
  });

  it('lets the user write something else into a file that is to go, and writes when they say so', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose({
      ...({ kind: 'delete', path: 'a.txt', before, baseVersion: 'v1' } as const),
    });
    for (const typed of ['y', 'm']) await replace(reviewId, new Range(0, 0, 0, 0), typed);
    await until('it is seen', () => hunksOf(reviewId)[0]?.text === 'my');
    assert.equal(await fixture.text('a.txt'), before);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { report } = await outcome;
    assert.equal(await fixture.text('a.txt'), 'my', report);
  });

  it('asks before it deletes a file with unsaved edits', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const document = await workspace.openTextDocument(fixture.at('a.txt'));
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(0), 'mine\n');
    await workspace.applyEdit(edit);
    const { outcome, reviewId } = await fixture.propose({
      kind: 'delete',
      path: 'a.txt',
      before: `mine\n${before}`,
      baseVersion: 'v1',
    });
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    assert.equal((await outcome).status, 'undone');
    assert.deepEqual(fixture.asked, ['delete a.txt']);
    assert.equal(await fixture.text('a.txt'), before);
    assert.equal(document.getText(), `mine\n${before}`);
    await document.save();
  });

  it('writes nothing when it is stopped', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const { outcome, stop } = await fixture.propose(modify('a.txt', before, after));
    stop();
    await assert.rejects(outcome, /stopped/u);
    assert.equal(await fixture.text('a.txt'), before);
    assert.equal(fixture.reviews.at(-1)?.state, 'closed');
  });

  it('goes on when it is stopped after the user wrote into it', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const { outcome, stop, reviewId } = await fixture.propose(modify('a.txt', before, after));
    const text = after.replace('B', 'mine');
    const { reviews } = fixture.controller;
    reviews.decide(reviewId, { type: 'documentChanged', path: 'a.txt', text });
    stop();
    await assert.rejects(outcome, /stopped/u);
    assert.equal(fixture.reviews.at(-1)?.state, 'open');
    reviews.decide(reviewId, { type: 'keepAll' });
    await reviews.get(reviewId)?.finished;
    assert.equal(await fixture.text('a.txt'), text);
    await fixture.controller.settled();
    assert.match(fixture.news.at(-1)?.text ?? '', /a\.txt/u);
  });

  it('is still there after a reload, as it was left', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const { reviewId } = await fixture.propose(modify('a.txt', before, after));
    const [first] = hunksOf(reviewId);
    assert.ok(first);
    fixture.controller.reviews.decide(reviewId, {
      type: 'undoHunk',
      path: 'a.txt',
      hunkId: first.id,
    });
    await fixture.reload();
    assert.equal(hunksOf(reviewId)[0]?.decision, 'undone');
    const bytes = await workspace.fs.readFile(fixture.uris.proposal(reviewId, 'a.txt'));
    assert.equal(new TextDecoder().decode(bytes), after.replace('B', 'b'));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await until(
      'it is written',
      () => fixture.reviews.at(-1)?.state === 'closed',
      fixture.controller.onDidReview,
    );
    assert.equal(await fixture.text('a.txt'), after.replace('B', 'b'));
  });
});
