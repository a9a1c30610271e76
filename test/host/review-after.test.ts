import assert from 'node:assert/strict';
import { Range, window, workspace, WorkspaceEdit } from 'vscode';
import { createReviewCommands } from '../../src/host/review/review-commands.ts';
import {
  createReviewFixture,
  modify,
  until,
  type ReviewFixture,
} from './support/review-fixture.ts';

const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n';
const after = 'a\nB\nc\nd\ne\nf\ng\nH1\nH2\ni\nj\n';

describe('review after writing', () => {
  let fixture: ReviewFixture;
  beforeEach(async () => {
    fixture = await createReviewFixture({ review: 'after' });
  });
  afterEach(() => fixture.dispose());

  const hunksOf = (reviewId: string) =>
    fixture.controller.reviews.get(reviewId)?.session.record().state.files[0]?.hunks ?? [];

  it('writes at once and answers without waiting', async () => {
    await fixture.write('a.txt', before);
    const { outcome } = await fixture.propose(modify('a.txt', before, after));
    const { status, touched } = await outcome;
    assert.deepEqual([status, touched], ['written', ['a.txt']]);
    assert.equal(await fixture.text('a.txt'), after);
    assert.equal(fixture.reviews.at(-1)?.state, 'applied');
    assert.deepEqual(
      fixture.editor.changes().map(({ review }) => review),
      ['pending'],
    );
  });

  it('takes one hunk back, leaving what the user wrote since', async () => {
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    await outcome;
    const document = await workspace.openTextDocument(fixture.at('a.txt'));
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(10).range.end, ' and mine');
    await workspace.applyEdit(edit);
    const [first, second] = hunksOf(reviewId);
    assert.ok(first && second);
    fixture.controller.reviews.decide(reviewId, {
      type: 'undoHunk',
      path: 'a.txt',
      hunkId: first.id,
    });
    await fixture.controller.settled();
    const expected = after.replace('B', 'b').replace('j\n', 'j and mine\n');
    assert.equal(await fixture.text('a.txt'), expected);
    fixture.controller.reviews.decide(reviewId, {
      type: 'keepHunk',
      path: 'a.txt',
      hunkId: second.id,
    });
    await fixture.controller.settled();
    assert.equal(fixture.reviews.at(-1)?.files[0]?.decision, 'mixed');
  });

  it("takes VS Code's revert arrow as an undo", async () => {
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    await outcome;
    const document = await workspace.openTextDocument(fixture.at('a.txt'));
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, new Range(1, 0, 2, 0), 'b\n');
    await workspace.applyEdit(edit);
    await until(
      'the hunk counts as undone',
      () => hunksOf(reviewId)[0]?.decision === 'undone',
      fixture.controller.onDidReview,
    );
    await fixture.controller.settled();
    await document.save();
    assert.equal(await fixture.text('a.txt'), after.replace('B', 'b'));
  });

  it('takes back a creation, a deletion and a move', async () => {
    await fixture.write('gone.txt', 'gone\n');
    await fixture.write('old.txt', 'old\n');
    const { outcome, reviewId } = await fixture.propose(
      { kind: 'create', path: 'made.txt', after: 'made\n' },
      { kind: 'delete', path: 'gone.txt', before: 'gone\n', baseVersion: 'v' },
      {
        kind: 'rename',
        from: 'old.txt',
        to: 'new.txt',
        before: 'old\n',
        after: 'new\n',
        baseVersion: 'v',
      },
    );
    await outcome;
    assert.deepEqual(await fixture.names(), ['made.txt', 'new.txt']);
    fixture.controller.reviews.decide(reviewId, { type: 'undoAll' });
    await fixture.controller.settled();
    assert.deepEqual(await fixture.names(), ['gone.txt', 'old.txt']);
    assert.equal(await fixture.text('old.txt'), 'old\n');
    assert.equal(await fixture.text('gone.txt'), 'gone\n');
  });

  it('stays decided as the files are, where one cannot be moved back', async () => {
    await fixture.write('old.txt', 'old\n');
    const { outcome, reviewId } = await fixture.propose({
      kind: 'rename',
      from: 'old.txt',
      to: 'new.txt',
      before: 'old\n',
      after: 'new\n',
      baseVersion: 'v',
    });
    await outcome;
    await fixture.write('old.txt', 'another\n');
    fixture.controller.reviews.decide(reviewId, { type: 'undoAll' });
    await fixture.controller.settled();
    assert.match(fixture.asked.at(-1) ?? '', /new\.txt cannot move back: there is another .*old/u);
    assert.equal(await fixture.text('old.txt'), 'another\n');
    assert.equal(await fixture.text('new.txt'), 'new\n');
    assert.ok(hunksOf(reviewId).every(({ decision }) => decision === 'pending'));
    assert.deepEqual(fixture.news, []);
  });

  it('tells the model what was taken back after its call had ended, and what was put back', async () => {
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    const { report } = await outcome;
    assert.match(report, /may take some back/u);
    const [first] = hunksOf(reviewId);
    assert.ok(first);
    const decide = async (type: 'undoHunk' | 'keepHunk'): Promise<void> => {
      fixture.controller.reviews.decide(reviewId, { type, path: 'a.txt', hunkId: first.id });
      await fixture.controller.settled();
    };
    await decide('keepHunk');
    assert.equal(fixture.news.length, 0);
    await decide('undoHunk');
    assert.match(
      fixture.news[0]?.text ?? '',
      /a\.txt: 1 of 2 hunks undone\.\n {2}line 2: undone: `B`/u,
    );
    await decide('keepHunk');
    assert.equal(fixture.news[1]?.asExpected, true);
    assert.equal(fixture.news[1].about, fixture.news[0]?.about);
  });

  it('opens all that the task changed since it began as one', async () => {
    await fixture.write('a.txt', before);
    await fixture.write('b.txt', 'bee\n');
    const first = await fixture.propose(modify('a.txt', before, after));
    await first.outcome;
    const again = after.replace('H2', 'H3');
    const second = await fixture.propose(
      modify('a.txt', after, again),
      modify('b.txt', 'bee\n', 'buzz\n'),
      { kind: 'create', path: 'c.txt', after: 'sea\n' },
    );
    await second.outcome;
    await createReviewCommands(fixture.controller).reviewChanges({ reviewId: second.reviewId });
    const found = (): readonly string[] =>
      window.visibleTextEditors
        .filter(({ document }) => document.uri.scheme === fixture.uris.schemes.before)
        .map(({ document }) => document.getText())
        .sort();
    await until('both left sides show how the task found the files', () => found().length === 2);
    assert.deepEqual(found(), [before, 'bee\n']);
    const tab = window.tabGroups.activeTabGroup.activeTab;
    assert.match(tab?.label ?? '', /^Changed by the task: a\.txt and 2 more \(/u);

    await createReviewCommands(fixture.controller).undoAll();
    assert.equal(await fixture.text('a.txt'), before);
    assert.deepEqual(await fixture.names(), ['a.txt', 'b.txt']);
    assert.equal(await fixture.text('b.txt'), 'bee\n');
  });

  it('closes what shows all changes of a task when nothing is left to decide', async () => {
    const label = (): string | undefined => window.tabGroups.activeTabGroup.activeTab?.label;
    const ids: string[] = [];
    for (const name of ['a.txt', 'b.txt']) {
      await fixture.write(name, before);
      const { outcome, reviewId } = await fixture.propose(modify(name, before, after));
      await outcome;
      ids.push(reviewId);
    }
    const [first = '', second = ''] = ids;
    await createReviewCommands(fixture.controller).reviewChanges({ reviewId: second });
    await until('all is shown', () => /^Changed by the task: a\.txt/u.test(label() ?? ''));
    const { reviews } = fixture.controller;
    reviews.decide(first, { type: 'keepAll' });
    await fixture.controller.settled();
    assert.match(label() ?? '', /^Changed by the task/u);
    reviews.decide(second, { type: 'undoAll' });
    await until('it is closed', () => !/^Changed by/u.test(label() ?? ''));
    assert.equal(await fixture.text('a.txt'), after);
    assert.equal(await fixture.text('b.txt'), before);
  });

  it('leaves all changes of a task in sight while there is unsaved text among them', async () => {
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    await outcome;
    await createReviewCommands(fixture.controller).reviewChanges({ reviewId });
    const tab = () => window.tabGroups.activeTabGroup.activeTab;
    await until('it is shown', () => tab()?.label.startsWith('Changed by the task') === true);
    const document = await workspace.openTextDocument(fixture.at('a.txt'));
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(10).range.end, ' and mine');
    await workspace.applyEdit(edit);
    await until('it is unsaved', () => tab()?.isDirty === true);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await fixture.controller.settled();
    assert.ok(tab()?.label.startsWith('Changed by the task'));
    await document.save();
  });

  it('can still be decided after a reload', async () => {
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    await outcome;
    await fixture.reload();
    fixture.controller.reviews.decide(reviewId, { type: 'undoFile', path: 'a.txt' });
    await fixture.controller.settled();
    assert.equal(await fixture.text('a.txt'), before);
  });
});
