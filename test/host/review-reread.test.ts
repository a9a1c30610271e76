import assert from 'node:assert/strict';
import { setImmediate as immediately } from 'node:timers/promises';
import { Position, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import {
  createReviewFixture,
  modify,
  until,
  type FixtureOptions,
  type ReviewFixture,
} from './support/review-fixture.ts';

const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n';
const after = 'a\nBB\nc\nd\nEE\nf\ng\nH\ni\nj\n';
const undone = after.replace('BB', 'b').replace('EE', 'e');

describe('two hunks undone one right after the other', () => {
  let fixture: ReviewFixture;
  afterEach(() => fixture.dispose());

  const hunksOf = (reviewId: string) =>
    fixture.controller.reviews.get(reviewId)?.session.record().state.files[0]?.hunks ?? [];
  const undo = (reviewId: string, at: number): void => {
    const hunkId = hunksOf(reviewId)[at]?.id ?? '';
    fixture.controller.reviews.decide(reviewId, { type: 'undoHunk', path: 'a.txt', hunkId });
  };
  const decisionsOf = (reviewId: string) => hunksOf(reviewId).map(({ decision }) => decision);

  const type = async (document: TextDocument, text: string): Promise<void> => {
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, new Position(10, 0), text);
    // VS Code takes no edit of a text that has just changed.
    if (!(await workspace.applyEdit(edit))) await type(document, text);
  };

  /** Whether VS Code has put all of a text into memory; its own word for that can be wrong. */
  const holds = async (document: TextDocument): Promise<boolean> => {
    const bytes = await workspace.fs.readFile(document.uri);
    return !document.isDirty && new TextDecoder().decode(bytes) === document.getText();
  };

  const propose = async (options?: FixtureOptions) => {
    fixture = await createReviewFixture(options);
    await fixture.write('a.txt', before);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    const document = await workspace.openTextDocument(fixture.uris.proposal(reviewId, 'a.txt'));
    return { outcome, reviewId, document };
  };
  /** `reading` resolves once VS Code reads the right side anew; it gets it at `release`. */
  const proposeHeld = async () => {
    const reading = Promise.withResolvers<undefined>();
    const gate = Promise.withResolvers<undefined>();
    let isHeld = false;
    const proposed = await propose({
      async beforeRead() {
        if (!isHeld) return;
        reading.resolve(undefined);
        await gate.promise;
      },
    });
    isHeld = true;
    const release = (): void => {
      isHeld = false;
      gate.resolve(undefined);
    };
    return { ...proposed, reading: reading.promise, release };
  };

  it('stay undone where VS Code shows the text between them late', async () => {
    const { outcome, reviewId, document, reading, release } = await proposeHeld();
    undo(reviewId, 0);
    await reading;
    undo(reviewId, 1);
    await fixture.controller.settled();
    release();
    await until('the right side shows both undone', () => document.getText() === undone);
    assert.deepEqual(decisionsOf(reviewId), ['undone', 'undone', 'pending']);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await outcome;
    assert.equal(await fixture.text('a.txt'), before.replace('h', 'H'));
  });

  it('stay undone where the user types before VS Code shows them undone', async () => {
    const { outcome, reviewId, document, reading, release } = await proposeHeld();
    undo(reviewId, 0);
    undo(reviewId, 1);
    await reading;
    await type(document, 'more\n');
    release();
    await until('the right side shows all', () => document.getText() === `${undone}more\n`);
    await until('it is put into memory', () => holds(document));
    assert.deepEqual(decisionsOf(reviewId).slice(0, 3), ['undone', 'undone', 'pending']);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    await outcome;
    assert.equal(await fixture.text('a.txt'), `${before.replace('h', 'H')}more\n`);
  });

  for (const turns of [0, 1, 3, 8]) {
    it(`stay undone where the right side was just typed in (${turns} turns)`, async () => {
      const { outcome, reviewId, document } = await propose();
      await type(document, 'mine\n');
      await until('it is unsaved', () => document.isDirty);
      undo(reviewId, 0);
      for (let turn = 0; turn < turns; turn++) await immediately();
      undo(reviewId, 1);
      const expected = `${undone}mine\n`;
      await until('the right side shows both undone', () => document.getText() === expected);
      assert.deepEqual(decisionsOf(reviewId).slice(0, 3), ['undone', 'undone', 'pending']);
      fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
      await outcome;
      assert.equal(await fixture.text('a.txt'), `${before.replace('h', 'H')}mine\n`);
    });
  }

  for (const isTypedIn of [false, true]) {
    for (const turns of [0, 2, 8]) {
      const title = `${isTypedIn ? 'typed in, ' : ''}${turns} turns`;
      it(`stay undone where typing goes on at once (${title})`, async () => {
        const { outcome, reviewId, document } = await propose();
        if (isTypedIn) {
          await type(document, 'mine\n');
          await until('it is unsaved', () => document.isDirty);
        }
        undo(reviewId, 0);
        undo(reviewId, 1);
        for (let turn = 0; turn < turns; turn++) await immediately();
        await type(document, 'more\n');
        const added = isTypedIn ? 'more\nmine\n' : 'more\n';
        await until('the right side shows all', () => document.getText() === `${undone}${added}`);
        await until('it is put into memory', () => holds(document));
        assert.deepEqual(decisionsOf(reviewId).slice(0, 3), ['undone', 'undone', 'pending']);
        fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
        await outcome;
        assert.equal(await fixture.text('a.txt'), `${before.replace('h', 'H')}${added}`);
      });
    }
  }
});
