import assert from 'node:assert/strict';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commands, Range, window, workspace, WorkspaceEdit } from 'vscode';
import { createReviewFixture, modify, type ReviewFixture } from './support/review-fixture.ts';

const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n';
const after = 'a\nB\nc\nd\ne\nf\ng\nH1\nH2\ni\nj\n';

describe('the user goes on with a file while it is reviewed', () => {
  let fixture: ReviewFixture;
  afterEach(() => fixture.dispose());

  const review = async (answer: 'mine' | 'proposal' = 'mine') => {
    const asked: string[] = [];
    fixture = await createReviewFixture({
      questions: {
        settleConflict(name, kind) {
          asked.push(`${name} ${kind}`);
          return Promise.resolve(answer);
        },
      },
    });
    await fixture.write('a.txt', before);
    const editor = await window.showTextDocument(fixture.at('a.txt'));
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    return {
      asked,
      editor,
      keep: () => {
        fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
        return outcome;
      },
      conflict: () => {
        const record = fixture.controller.reviews.get(reviewId)?.session.record();
        return record?.state.files[0]?.conflict;
      },
    };
  };

  it('moved: the change goes where the file went, and the model hears of it', async () => {
    const { keep, asked } = await review();
    const edit = new WorkspaceEdit();
    edit.renameFile(fixture.at('a.txt'), fixture.at('b.txt'));
    assert.ok(await workspace.applyEdit(edit));
    const { status, report } = await keep();
    assert.equal(status, 'kept', report);
    assert.match(report, /a\.txt is .*b\.txt now: the user moved it/);
    assert.deepEqual(await fixture.names(), ['b.txt']);
    assert.equal(await fixture.text('b.txt'), after);
    assert.deepEqual(asked, []);
  });

  it('moved where VS Code does not see it: the user is asked, and nothing is lost', async () => {
    const { keep, asked } = await review();
    await commands.executeCommand('workbench.action.closeAllEditors');
    await rename(path.join(fixture.root, 'a.txt'), path.join(fixture.root, 'b.txt'));
    const { status, report } = await keep();
    assert.equal(status, 'undone', report);
    assert.match(report, /or moved it elsewhere/);
    assert.deepEqual(asked, ['a.txt deleted']);
    assert.deepEqual(await fixture.names(), ['b.txt']);
    assert.equal(await fixture.text('b.txt'), before);
  });

  it('deleted and made anew: what met nothing is kept, the rest asked about', async () => {
    const { keep, asked, editor } = await review();
    await commands.executeCommand('workbench.action.closeAllEditors');
    await rm(path.join(fixture.root, 'a.txt'));
    await writeFile(path.join(fixture.root, 'a.txt'), before.replace('b\n', 'new b\n'));
    const { status, report } = await keep();
    assert.equal(status, 'partly', report);
    assert.deepEqual(asked, ['a.txt changed']);
    assert.equal(await fixture.text('a.txt'), after.replace('B\n', 'new b\n'));
    assert.match(report, /the user has `new b` there and keeps that/);
    assert.ok(editor.document.isClosed || !editor.document.isDirty);
  });

  it('deleted with unsaved edits: the edits stay in their editor', async () => {
    const { keep, asked, editor } = await review();
    await editor.edit((edit) => {
      edit.insert(editor.document.positionAt(before.length), 'mine\n');
    });
    await rm(path.join(fixture.root, 'a.txt'));
    const { report } = await keep();
    assert.match(report, /the user deleted it meanwhile/);
    assert.deepEqual(asked, ['a.txt deleted']);
    assert.deepEqual(await fixture.names(), []);
    assert.equal(editor.document.getText(), `${before}mine\n`);
    assert.ok(editor.document.isDirty);
    await editor.document.save();
  });

  it('deleted with unsaved edits: written anew, with them', async () => {
    const { keep, editor } = await review('proposal');
    await editor.edit((edit) => {
      edit.insert(editor.document.positionAt(before.length), 'mine\n');
    });
    await rm(path.join(fixture.root, 'a.txt'));
    await keep();
    assert.equal(await fixture.text('a.txt'), `${after}mine\n`);
  });

  it('closed without saving: what was typed is no conflict any more', async () => {
    const { keep, asked, editor, conflict } = await review();
    await editor.edit((edit) => {
      edit.replace(new Range(1, 0, 1, 1), 'my b');
    });
    assert.notEqual(conflict(), undefined);
    await window.showTextDocument(editor.document);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    const { status, report } = await keep();
    assert.equal(status, 'kept', report);
    assert.deepEqual(asked, []);
    assert.equal(await fixture.text('a.txt'), after);
  });

  it('saved meanwhile: both are in the file, and the model is told to read it', async () => {
    const { keep, editor } = await review();
    await editor.edit((edit) => {
      edit.insert(editor.document.positionAt(0), 'mine\n');
    });
    assert.ok(await editor.document.save());
    const { status, report } = await keep();
    assert.equal(status, 'kept', report);
    assert.match(report, /Changed by the user meanwhile: a\.txt\. Read before changing again\./);
    assert.equal(await fixture.text('a.txt'), `mine\n${after}`);
  });
});
