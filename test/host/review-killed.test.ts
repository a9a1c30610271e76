import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { workspace } from 'vscode';
import { reviewShown } from '../../src/core/agent/review-update.ts';
import { SessionStore } from '../../src/host/sessions/session-store.ts';
import { restoreCards } from '../../src/host/tasks/restore-cards.ts';
import { Tasks } from '../../src/host/tasks/tasks.ts';
import { memoryParts } from '../support/play-task.ts';
import { say } from '../support/scripted-items.ts';
import { createScriptedModel } from '../support/scripted-model.ts';
import { createReviewFixture, modify, type ReviewFixture } from './support/review-fixture.ts';

const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
const after = 'a\nB\nc\nd\ne\nf\ng\nH\n';

describe('a review whose host is killed', () => {
  let fixture: ReviewFixture;
  afterEach(() => fixture.dispose());

  it('in the moment its card appears, is there again and can be kept', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    let copy = '';
    const listening = fixture.controller.onDidReview(() => {
      copy = fixture.copyStorage();
      listening.dispose();
    });
    const { outcome, reviewId, stop } = await fixture.propose(modify('a.txt', before, after));
    stop();
    await assert.rejects(outcome);
    await fixture.reload(copy);
    const review = fixture.controller.reviews.get(reviewId);
    assert.equal(review?.session.record().phase, 'open');
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    assert.equal((await review.finished).kind, 'written');
    assert.equal(await fixture.text('a.txt'), after);
  });

  it('while its decisions are written, comes back with each as it was made', async () => {
    let copy = '';
    fixture = await createReviewFixture({
      applyEdit: () => {
        copy = fixture.copyStorage();
        return Promise.resolve(false);
      },
    });
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    const { reviews } = fixture.controller;
    const decided = ['kept', 'undone'];
    const hunks = reviews.get(reviewId)?.session.record().state.files[0]?.hunks ?? [];
    for (const [at, { id: hunkId }] of hunks.entries()) {
      const type = decided[at] === 'kept' ? 'keepHunk' : 'undoHunk';
      reviews.decide(reviewId, { type, path: 'a.txt', hunkId });
    }
    assert.equal((await outcome).status, 'failed');
    await fixture.reload(copy);
    const [file] = fixture.controller.reviews.get(reviewId)?.session.record().state.files ?? [];
    assert.deepEqual(
      file?.hunks.map(({ decision }) => decision),
      decided,
    );
  });

  it('while it is written at once, can be taken back hunk by hunk when it was completed', async () => {
    let copy = '';
    fixture = await createReviewFixture({
      review: 'after',
      applyEdit: async (edit) => {
        const isApplied = await workspace.applyEdit(edit);
        copy = fixture.copyStorage();
        return isApplied;
      },
    });
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    await outcome;
    await fixture.reload(copy);
    const { reviews } = fixture.controller;
    const [file] = reviews.get(reviewId)?.session.record().state.files ?? [];
    const [hunk] = file?.hunks ?? [];
    assert.equal(hunk?.decision, 'pending');
    reviews.decide(reviewId, { type: 'undoHunk', path: 'a.txt', hunkId: hunk.id });
    await fixture.controller.settled();
    assert.equal(await fixture.text('a.txt'), after.replace('B', 'b'));
  });

  it('while it is written at once, is gone when nothing was written', async () => {
    let copy = '';
    fixture = await createReviewFixture({
      review: 'after',
      applyEdit: () => {
        copy = fixture.copyStorage();
        return Promise.resolve(false);
      },
    });
    await fixture.write('a.txt', before);
    const { outcome } = await fixture.propose(modify('a.txt', before, after));
    assert.equal((await outcome).status, 'failed');
    assert.equal(await fixture.text('a.txt'), before);
    for (const storage of [undefined, copy]) {
      await fixture.reload(storage);
      assert.deepEqual(fixture.controller.reviews.all(), []);
    }
  });

  it('has a card that says what it holds, whatever the journal was cut after', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const { reviewId } = await fixture.propose(modify('a.txt', before, after));
    const { reviews } = fixture.controller;
    const [first] = reviews.get(reviewId)?.session.record().state.files[0]?.hunks ?? [];
    reviews.decide(reviewId, { type: 'keepHunk', path: 'a.txt', hunkId: first?.id ?? '' });
    await fixture.controller.settled();
    const [asShown] = fixture.reviews;
    const asDecided = fixture.reviews.at(-1);
    assert.ok(asShown && asDecided);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ratchet-tasks-'));
    try {
      for (const known of [undefined, asShown, asDecided]) {
        await rm(folder, { recursive: true });
        const tasks = openTasks(folder);
        const { session } = await tasks.create('A task', 'panel', 'task-1');
        if (known !== undefined) session.record({ type: 'review', review: known });
        const events = session.snapshot().length;
        await restoreCards(reviews, tasks);
        const shown = session.snapshot();
        assert.deepEqual(reviewShown(shown, reviewId), asDecided);
        assert.equal(shown.length, known === undefined ? events + 1 : events);
        await tasks.dispose();
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function openTasks(folder: string): Tasks {
  const log = (line: string): never => {
    throw new Error(line);
  };
  const model = createScriptedModel(() => ({ items: [say('Yes.')] }));
  return new Tasks({
    store: new SessionStore(folder, log),
    workspace: 'w',
    makeParts: () =>
      Promise.resolve({
        parts: memoryParts({ model }),
        markMessage: () => Promise.resolve(),
        dispose: () => Promise.resolve(),
      }),
    model: () => 'gpt-5.5',
    forget: () => Promise.resolve(),
    log,
  });
}
