import assert from 'node:assert/strict';
import {
  ConfigurationTarget,
  languages,
  Range,
  TextEdit,
  workspace,
  type Disposable,
} from 'vscode';
import { createPatchFixture, type PatchFixture } from './support/patch-fixture.ts';
import type { FixtureOptions } from './support/review-fixture.ts';

const update = (lines: string): string => `*** Update File: a.txt\n@@\n${lines}`;

describe('saving what was kept', () => {
  let fixture: PatchFixture;
  let formatter: Disposable | undefined;
  const changed: (readonly [section: string, name: string])[] = [];
  const configure = async (section: string, name: string, value: unknown): Promise<void> => {
    changed.push([section, name]);
    await workspace.getConfiguration(section).update(name, value, ConfigurationTarget.Global);
  };
  const open = async (text: string, options: FixtureOptions = {}): Promise<void> => {
    fixture = await createPatchFixture(options);
    await fixture.review.write('a.txt', text);
  };
  /** Every line in capitals: a formatter whose work is easy to see. */
  const formatInCapitals = async (): Promise<void> => {
    formatter = languages.registerDocumentFormattingEditProvider(
      { language: 'plaintext', scheme: 'file' },
      {
        provideDocumentFormattingEdits(document) {
          const whole = new Range(0, 0, document.lineCount, 0);
          return [TextEdit.replace(whole, document.getText().toUpperCase())];
        },
      },
    );
    await configure('editor', 'formatOnSave', true);
  };
  afterEach(async () => {
    formatter?.dispose();
    formatter = undefined;
    await fixture.dispose();
    for (const [section, name] of changed.splice(0)) {
      await workspace.getConfiguration(section).update(name, undefined, ConfigurationTarget.Global);
    }
  });

  it('lets the formatter take part, tells the model, and goes on from there', async () => {
    const before = 'one\r\ntwo\r\nthree\r\n';
    await open(before);
    await formatInCapitals();
    const first = await fixture.patch(update(' one\n-two\n+zwei'));
    assert.ok(first.ok, first.text);
    const saved = 'ONE\r\nZWEI\r\nTHREE\r\n';
    assert.equal(await fixture.review.text('a.txt'), saved);
    assert.match(first.text, /Saving changed a\.txt \(a formatter or another save action\):/u);
    assert.match(first.text, /\n-zwei\r\n[^]*\n\+ZWEI\r\n/u);
    assert.match(await fixture.read('a.txt'), /\nONE\nZWEI\nTHREE$/u);

    const stale = await fixture.patch(update('-zwei\n+2'));
    assert.ok(!stale.ok, stale.text);
    assert.equal(await fixture.review.text('a.txt'), saved);
    const next = await fixture.patch(update('-ZWEI\n+2'));
    assert.ok(next.ok, next.text);
    assert.doesNotMatch(next.text, /Saving changed/u);
    assert.equal(await fixture.review.text('a.txt'), 'ONE\r\n2\r\nTHREE\r\n');

    const { controller } = fixture.review;
    assert.equal(
      (await controller.undo('task-1', { kind: 'step', callId: 'call-4' })).kind,
      'done',
    );
    assert.equal(await fixture.review.text('a.txt'), saved);
    assert.equal((await controller.undo('task-1', { kind: 'task' })).kind, 'done');
    assert.equal(await fixture.review.text('a.txt'), before);
  });

  const actions: readonly {
    readonly title: string;
    readonly setting: string;
    readonly before: string;
    readonly patch: string;
    readonly after: string;
  }[] = [
    {
      title: 'trailing white space',
      setting: 'trimTrailingWhitespace',
      before: 'one  \ntwo\n',
      patch: '-two\n+zwei \t',
      after: 'one\nzwei\n',
    },
    {
      title: 'the final newline',
      setting: 'insertFinalNewline',
      before: 'one\ntwo',
      patch: '-two\n+zwei',
      after: 'one\nzwei\n',
    },
    {
      title: 'final newlines',
      setting: 'trimFinalNewlines',
      before: 'one\ntwo\n\n\n',
      patch: '-two\n+zwei',
      after: 'one\nzwei\n',
    },
  ];
  for (const { title, setting, before, patch, after } of actions) {
    it(`lets VS Code see to ${title}, tells the model, and takes all of it back`, async () => {
      await open(before);
      await configure('files', setting, true);
      const { ok, text } = await fixture.patch(update(patch));
      assert.ok(ok, text);
      assert.equal(await fixture.review.text('a.txt'), after);
      assert.match(text, /Saving changed a\.txt/u);
      const undone = await fixture.review.controller.undo('task-1', { kind: 'task' });
      assert.equal(undone.kind, 'done');
      assert.equal(await fixture.review.text('a.txt'), before);
    });
  }

  it('leaves it unsaved when the user wants that, and the model reads it so', async () => {
    await open('one\ntwo\n', { saveAfterKeep: false });
    await formatInCapitals();
    const { ok, text } = await fixture.patch(update('-two\n+zwei'));
    assert.ok(ok, text);
    assert.equal(await fixture.review.text('a.txt'), 'one\ntwo\n');
    const document = await workspace.openTextDocument(fixture.review.at('a.txt'));
    assert.deepEqual([document.isDirty, document.getText()], [true, 'one\nzwei\n']);
    assert.match(await fixture.read('a.txt'), /unsaved edits in the editor\)\none\nzwei$/u);
    const next = await fixture.patch(update('-zwei\n+2'));
    assert.ok(next.ok, next.text);
    assert.deepEqual([document.isDirty, document.getText()], [true, 'one\n2\n']);
    const undone = await fixture.review.controller.undo('task-1', { kind: 'task' });
    assert.equal(undone.kind, 'done');
    assert.equal(await fixture.review.text('a.txt'), 'one\ntwo\n');
    assert.equal(document.getText(), 'one\ntwo\n');
  });
});
