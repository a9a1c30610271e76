import assert from 'node:assert/strict';
import { commands, Range, window, workspace, WorkspaceEdit } from 'vscode';
import type { FileChange } from '../../src/core/edits/change-set.ts';
import { createReviewCommands } from '../../src/host/review/review-commands.ts';
import { createReviewFixture, modify, type ReviewFixture } from './support/review-fixture.ts';

describe('taking steps back', () => {
  let fixture: ReviewFixture;
  afterEach(() => fixture.dispose());

  const keep = async (...changes: FileChange[]): Promise<void> => {
    const { outcome, reviewId } = await fixture.propose(...changes);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report } = await outcome;
    assert.equal(status, 'kept', report);
  };
  const write = async (name: string, edit: (text: string) => string): Promise<void> => {
    const document = await workspace.openTextDocument(fixture.at(name));
    const text = document.getText();
    const change = new WorkspaceEdit();
    const whole = document.validateRange(new Range(0, 0, document.lineCount, 0));
    change.replace(document.uri, whole, edit(text));
    await workspace.applyEdit(change);
    await document.save();
  };

  it('brings everything back, byte for byte, and forth again', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', 'one\r\ntwo\r\n');
    await fixture.write('b.txt', 'bee\n');
    await fixture.write('c/old.txt', 'sea\n');
    await keep(
      modify('a.txt', 'one\r\ntwo\r\n', 'one\r\n2\r\n'),
      { kind: 'delete', path: 'b.txt', before: 'bee\n', baseVersion: 'v' },
      {
        kind: 'rename',
        from: 'c/old.txt',
        to: 'd/new.txt',
        before: 'sea\n',
        after: 'see\n',
        baseVersion: 'v',
      },
      { kind: 'create', path: 'e/f/made.txt', after: 'made\n' },
    );
    const done = ['a.txt', 'd/new.txt', 'e/f/made.txt'];
    assert.deepEqual(await fixture.names(), done);
    const undone = await fixture.controller.undo('task-1', { kind: 'task' });
    assert.equal(undone.kind, 'done', JSON.stringify(undone));
    assert.deepEqual(await fixture.names(), ['a.txt', 'b.txt', 'c/old.txt']);
    assert.equal(await fixture.text('a.txt'), 'one\r\ntwo\r\n');
    assert.equal(await fixture.text('c/old.txt'), 'sea\n');
    await assert.rejects(async () => workspace.fs.stat(fixture.at('e')));
    assert.deepEqual(fixture.editor.changes(), []);
    assert.equal(fixture.reviews.at(-1)?.files[0]?.decision, 'undone');

    const redone = await fixture.controller.undo('task-1', { kind: 'undo' });
    assert.equal(redone.kind, 'done', JSON.stringify(redone));
    assert.deepEqual(await fixture.names(), done);
    assert.equal(await fixture.text('d/new.txt'), 'see\n');
    assert.equal(fixture.editor.changes().length, 4);
  });

  it('moves files in a row, puts a new one where the first was, and takes it all back', async () => {
    fixture = await createReviewFixture();
    const before = { 'a.txt': 'ay\n', 'b.txt': 'bee\n' };
    const after = { 'a.txt': 'new\n', 'b.txt': 'AY\n', 'c.txt': 'bee\n' };
    const texts = async (names: readonly string[]) =>
      Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await fixture.text(name)])),
      ) as unknown;
    for (const [name, text] of Object.entries(before)) await fixture.write(name, text);
    await keep(
      {
        kind: 'rename',
        from: 'b.txt',
        to: 'c.txt',
        before: 'bee\n',
        after: 'bee\n',
        baseVersion: 'v',
      },
      {
        kind: 'rename',
        from: 'a.txt',
        to: 'b.txt',
        before: 'ay\n',
        after: 'AY\n',
        baseVersion: 'v',
      },
      { kind: 'create', path: 'a.txt', after: 'new\n' },
    );
    assert.deepEqual(await texts(await fixture.names()), after);
    const undone = await fixture.controller.undo('task-1', { kind: 'task' });
    assert.equal(undone.kind, 'done', JSON.stringify(undone));
    assert.deepEqual(await texts(await fixture.names()), before);
    const redone = await fixture.controller.undo('task-1', { kind: 'undo' });
    assert.equal(redone.kind, 'done', JSON.stringify(redone));
    assert.deepEqual(await texts(await fixture.names()), after);
    assert.deepEqual(fixture.asked, []);
  });

  it('moves files in a row back, each as itself, and a change made before goes with its file', async () => {
    fixture = await createReviewFixture();
    const move = (from: string, to: string, before: string): FileChange => ({
      ...({ kind: 'rename', from, to, before, after: before, baseVersion: 'v' } as const),
    });
    const texts = async () => {
      const names = await fixture.names();
      return Promise.all(names.map(async (name) => `${name}: ${await fixture.text(name)}`));
    };
    await fixture.write('a.txt', 'ay\n');
    await fixture.write('b.txt', 'bee\n');
    await keep(modify('b.txt', 'bee\n', 'BEE\n'));
    await keep(move('b.txt', 'c.txt', 'BEE\n'), move('a.txt', 'b.txt', 'ay\n'));
    assert.deepEqual(await texts(), ['b.txt: ay\n', 'c.txt: BEE\n']);
    const [first, second] = (await fixture.controller.checkpoints('task-1')).steps();
    const undo = async (callId = ''): Promise<void> => {
      const { kind } = await fixture.controller.undo('task-1', { kind: 'step', callId });
      assert.equal(kind, 'done');
    };
    await undo(first?.callId);
    assert.deepEqual(await texts(), ['b.txt: ay\n', 'c.txt: bee\n']);
    await undo(second?.callId);
    assert.deepEqual(await texts(), ['a.txt: ay\n', 'b.txt: bee\n']);
    const redone = await fixture.controller.undo('task-1', { kind: 'undo' });
    assert.equal(redone.kind, 'done', JSON.stringify(redone));
    assert.deepEqual(await texts(), ['b.txt: ay\n', 'c.txt: bee\n']);
    assert.deepEqual(fixture.asked, []);
  });

  it('keeps what the user wrote since', async () => {
    fixture = await createReviewFixture();
    const text = 'one\ntwo\nthree\nfour\nfive\n';
    await fixture.write('a.txt', text);
    await keep(modify('a.txt', text, text.replace('two', 'TWO')));
    await write('a.txt', (now) => now.replace('five', 'my five'));
    await keep(
      modify('a.txt', 'one\nTWO\nthree\nfour\nmy five\n', 'zero\none\nTWO\nthree\nfour\nmy five\n'),
    );
    const undone = await fixture.controller.undo('task-1', { kind: 'task' });
    assert.equal(undone.kind, 'done');
    assert.equal(await fixture.text('a.txt'), text.replace('five', 'my five'));
    assert.deepEqual(fixture.asked, []);
  });

  it('asks where it would take back what the user wrote, and changes nothing when told so', async () => {
    let asked = 0;
    fixture = await createReviewFixture({
      questions: {
        settleCollision() {
          asked += 1;
          setImmediate(() => void commands.executeCommand('workbench.action.closeActiveEditor'));
          return Promise.resolve('later');
        },
      },
    });
    await fixture.write('a.txt', 'one\ntwo\n');
    await keep(modify('a.txt', 'one\ntwo\n', 'one\nTWO\n'));
    await write('a.txt', (now) => now.replace('TWO', 'TWO and more'));
    const undone = await fixture.controller.undo('task-1', { kind: 'task' });
    assert.equal(undone.kind, 'cancelled');
    assert.equal(asked, 1);
    assert.equal(await fixture.text('a.txt'), 'one\nTWO and more\n');
  });

  it('goes back to a message, after a reload too', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', '1\n');
    await fixture.editor.markMessage('m1');
    await keep(modify('a.txt', '1\n', '2\n'));
    await fixture.editor.markMessage('m2');
    await keep(modify('a.txt', '2\n', '3\n'));
    await fixture.reload();
    const undone = await fixture.controller.undo('task-1', { kind: 'message', messageId: 'm2' });
    assert.equal(undone.kind, 'done');
    assert.equal(await fixture.text('a.txt'), '2\n');
  });

  it('takes a kept review back by its card, and brings it back, also after a reload', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', 'one\n');
    await fixture.write('b.txt', 'bee\n');
    await keep(modify('a.txt', 'one\n', 'two\n'));
    const target = { reviewId: fixture.reviews.at(-1)?.id, taskId: 'task-1' };
    const last = () => fixture.reviews.at(-1);
    for (const reloaded of [false, true]) {
      if (reloaded) await fixture.reload();
      const commandsNow = createReviewCommands(fixture.controller);
      await commandsNow.undoAll(target);
      assert.equal(await fixture.text('a.txt'), 'one\n');
      assert.deepEqual([last()?.takenBack, last()?.files[0]?.decision], [true, 'undone']);
      await commandsNow.keepAll(target);
      assert.equal(await fixture.text('a.txt'), 'two\n');
      assert.deepEqual([last()?.takenBack, last()?.files[0]?.decision], [undefined, 'kept']);
    }
    assert.deepEqual(
      fixture.news.map(({ text }) => /undone changes|brought back/u.exec(text)?.[0]),
      ['undone changes', 'brought back', 'undone changes', 'brought back'],
    );
    assert.match(fixture.news[0]?.text ?? '', /a\.txt/u);
  });

  it('does not bring one review back out of an undo of several', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', 'one\n');
    await keep(modify('a.txt', 'one\n', 'two\n'));
    await keep(modify('a.txt', 'two\n', 'three\n'));
    await fixture.controller.undo('task-1', { kind: 'task' });
    assert.equal(await fixture.text('a.txt'), 'one\n');
    const again = await fixture.controller.undo('task-1', { kind: 'stepAgain', callId: 'call-1' });
    assert.equal(again.kind, 'nothing');
    assert.equal(await fixture.text('a.txt'), 'one\n');
    assert.equal((await fixture.controller.undo('task-1', { kind: 'undo' })).kind, 'done');
    assert.equal(await fixture.text('a.txt'), 'three\n');
  });

  it("is VS Code's own undo too", async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', 'one\ntwo\n');
    await keep(modify('a.txt', 'one\ntwo\n', 'one\n2\n'));
    const editor = await window.showTextDocument(fixture.at('a.txt'));
    assert.equal(editor.document.getText(), 'one\n2\n');
    await commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'one\ntwo\n');
    await editor.document.save();
  });
});
