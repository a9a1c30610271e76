import assert from 'node:assert/strict';
import { Selection, window, workspace } from 'vscode';
import type { FileChange } from '../../src/core/edits/change-set.ts';
import {
  createReviewFixture,
  modify,
  until,
  type ReviewFixture,
} from './support/review-fixture.ts';

describe('a change of forty files', () => {
  let fixture: ReviewFixture;
  afterEach(() => fixture.dispose());

  it('is one review, one edit and one step, and leaves no tab behind', async () => {
    fixture = await createReviewFixture();
    const changes: FileChange[] = [];
    const text = (index: number): string => `first ${index}\nsecond\nthird\n`;
    for (let index = 0; index < 40; index++) {
      const name = `src/${index}.txt`;
      const kind = index % 4;
      if (kind !== 1) await fixture.write(name, text(index));
      if (kind === 0) changes.push(modify(name, text(index), text(index).replace('second', '2nd')));
      if (kind === 1) changes.push({ kind: 'create', path: name, after: text(index) });
      if (kind === 2) {
        changes.push({ kind: 'delete', path: name, before: text(index), baseVersion: 'v' });
      }
      if (kind === 3) {
        const after = text(index).replace('third', '3rd');
        changes.push({
          kind: 'rename',
          from: name,
          to: `moved/${index}.txt`,
          before: text(index),
          after,
          baseVersion: 'v',
        });
      }
    }
    const before = await fixture.names();
    const { outcome, reviewId } = await fixture.propose(...changes);
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report, touched } = await outcome;
    assert.equal(status, 'kept', report);
    assert.equal(touched.length, 50);
    const names = await fixture.names();
    assert.equal(names.length, 30);
    assert.equal(await fixture.text('src/0.txt'), text(0).replace('second', '2nd'));
    assert.equal(await fixture.text('moved/3.txt'), text(3).replace('third', '3rd'));
    const dirty = workspace.textDocuments.filter(({ isDirty }) => isDirty);
    assert.deepEqual(
      dirty.map(({ uri }) => uri.path).filter((name) => name.startsWith(fixture.root)),
      [],
    );
    // The outcome does not wait for editors to close.
    await until('no tab is left', () =>
      window.tabGroups.all.every(({ tabs }) => tabs.length === 0),
    );
    const undone = await fixture.controller.undo('task-1', { kind: 'task' });
    assert.equal(undone.kind, 'done', JSON.stringify(undone));
    assert.deepEqual(await fixture.names(), before);
    assert.equal(await fixture.text('src/3.txt'), text(3));
  });

  it('may reach into several workspace folders', async () => {
    fixture = await createReviewFixture({ roots: ['api', 'web'] });
    await fixture.write('api/a.txt', 'one\n');
    await fixture.write('web/a.txt', 'one\n');
    const { outcome, reviewId } = await fixture.propose(
      modify('api/a.txt', 'one\n', 'api\n'),
      modify('web/a.txt', 'one\n', 'web\n'),
    );
    fixture.controller.reviews.decide(reviewId, { type: 'undoFile', path: 'web/a.txt' });
    fixture.controller.reviews.decide(reviewId, { type: 'keepFile', path: 'api/a.txt' });
    assert.equal((await outcome).status, 'partly');
    assert.deepEqual(
      [await fixture.text('api/a.txt'), await fixture.text('web/a.txt')],
      ['api\n', 'one\n'],
    );
    assert.deepEqual(
      fixture.editor.changes().map(({ path }) => path),
      ['api/a.txt'],
    );
  });
});

describe('a change of a thousand places and more', () => {
  let fixture: ReviewFixture;
  afterEach(() => fixture.dispose());

  it('leaves the cursor between two of them where it was', async () => {
    fixture = await createReviewFixture();
    const lines = Array.from({ length: 3000 }, (_, at) => `line ${at}`);
    const before = `${lines.join('\n')}\n`;
    const isChanged = (at: number): boolean => (at < 2400 && at % 2 === 0) || at === 2999;
    const after = `${lines.map((line, at) => (isChanged(at) ? `new ${line}` : line)).join('\n')}\n`;
    await fixture.write('a.txt', before);
    const document = await workspace.openTextDocument(fixture.at('a.txt'));
    const editor = await window.showTextDocument(document, { preview: false });
    editor.selection = new Selection(2700, 4, 2700, 4);
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    assert.equal((await outcome).status, 'kept');
    assert.equal(document.getText(), after);
    const shown = await window.showTextDocument(document, { preview: false });
    assert.deepEqual([shown.selection.active.line, shown.selection.active.character], [2700, 4]);
  });
});
