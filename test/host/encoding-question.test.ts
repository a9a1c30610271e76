import assert from 'node:assert/strict';
import { ConfigurationTarget, Position, Range, workspace, WorkspaceEdit, type Uri } from 'vscode';
import { createPatchFixture, type PatchFixture } from './support/patch-fixture.ts';
import { until, type FixtureOptions } from './support/review-fixture.ts';

/** `grün` and `ü` in Windows-1252, which is not UTF-8. */
const before = Buffer.from('gr\u00fcn\nb\n', 'latin1');
const after = Buffer.from('gr\u00fcn\n\u00fc\n', 'latin1');
const patch = '*** Update File: a.txt\n@@\n grün\n-b\n+ü';

describe('a file that VS Code would open in the wrong encoding', () => {
  let fixture: PatchFixture;
  let asked: string[];
  const open = async (
    answer: boolean | (() => Promise<boolean>),
    options: FixtureOptions = {},
  ): Promise<void> => {
    asked = [];
    fixture = await createPatchFixture({
      ...options,
      questions: {
        openAs(files, encoding) {
          for (const { path, shownAs, sample } of files) {
            asked.push(`${path} ${shownAs} ${encoding} ${sample}`);
          }
          return typeof answer === 'boolean' ? Promise.resolve(answer) : answer();
        },
      },
    });
    await fixture.review.write('a.txt', before);
  };
  afterEach(() => fixture.dispose());

  const openInEditor = async (): Promise<void> => {
    const document = await workspace.openTextDocument(fixture.review.at('a.txt'));
    assert.ok(document.getText().includes('\uFFFD'));
  };

  for (const isOpen of [false, true]) {
    const where = isOpen ? ', open as UTF-8' : '';
    it(`is read as what it is, and edited once the user agrees${where}`, async () => {
      await open(true);
      if (isOpen) await openInEditor();
      assert.match(await fixture.read('a.txt'), /read as Western \(Windows 1252\).*\ngrün\nb$/u);
      const { ok, text } = await fixture.patch(patch);
      assert.ok(ok, text);
      assert.deepEqual(asked, ['a.txt utf8 windows1252 grün']);
      assert.deepEqual(await fixture.disk(), { 'a.txt': after.toString('hex') });
      const undone = await fixture.review.controller.undo('task-1', { kind: 'task' });
      assert.equal(undone.kind, 'done');
      assert.deepEqual(await fixture.disk(), { 'a.txt': before.toString('hex') });
    });

    it(`stays as it is when the user says no${where}`, async () => {
      await open(false);
      if (isOpen) await openInEditor();
      const { ok, text } = await fixture.patch(patch);
      assert.ok(!ok);
      assert.equal(
        text,
        'Nothing was changed: a.txt is not valid UTF-8, and the user did not let it be opened as Western (Windows 1252). Leave it as it is, or ask them which encoding it has.',
      );
      assert.equal(asked.length, 1);
      assert.deepEqual(await fixture.disk(), { 'a.txt': before.toString('hex') });
    });
  }

  it('is asked about once, however many there are', async () => {
    await open(true);
    await fixture.review.write('b.txt', before);
    const { ok, text } = await fixture.patch(`${patch}\n${patch.replace('a.txt', 'b.txt')}`);
    assert.ok(ok, text);
    assert.deepEqual(asked, ['a.txt utf8 windows1252 grün', 'b.txt utf8 windows1252 grün']);
    const hex = after.toString('hex');
    assert.deepEqual(await fixture.disk(), { 'a.txt': hex, 'b.txt': hex });
  });

  it('is not edited by what it would read otherwise', async () => {
    await open(async () => {
      await fixture.review.write('a.txt', Buffer.from('\u00fcberall\n', 'latin1'));
      return true;
    });
    const { ok, text } = await fixture.patch(patch);
    assert.ok(!ok);
    assert.match(text, /^a\.txt was opened as .* read it again, then send the edit anew\./u);
    assert.deepEqual(await fixture.disk(), {
      'a.txt': Buffer.from('\u00fcberall\n', 'latin1').toString('hex'),
    });
  });

  it('is written as agreed when VS Code has forgotten its encoding meanwhile', async () => {
    await open(true);
    const { review } = fixture;
    const isOpen = (): boolean =>
      workspace.textDocuments.some(({ uri }) => uri.toString() === review.at('a.txt').toString());
    const { ok, text } = await fixture.patch(patch, {
      async meanwhile() {
        assert.ok(isOpen());
        // VS Code keeps so many documents that no editor shows, and closes the eldest.
        for (let count = 0; isOpen() && count < 200; count++) {
          await review.write(`many/${count}.txt`, `${count}\n`);
          await workspace.openTextDocument(review.at(`many/${count}.txt`));
        }
        await until('the file is closed', () => !isOpen());
      },
    });
    assert.ok(ok, text);
    assert.deepEqual(Buffer.from(await review.bytes('a.txt')), after);
  });

  it('stays as it is where unsaved edits hold characters that it does not have', async () => {
    await open(true);
    await openInEditor();
    const uri = fixture.review.at('a.txt');
    const edit = new WorkspaceEdit();
    edit.insert(uri, new Position(1, 0), 'mine ');
    await workspace.applyEdit(edit);
    const { ok, text } = await fixture.patch('*** Update File: a.txt\n@@\n-mine b\n+c');
    assert.ok(!ok);
    assert.equal(
      text,
      'Nothing was changed: a.txt is not text in UTF-8: saving it would damage it.',
    );
    assert.deepEqual(asked, []);
    assert.deepEqual(await fixture.disk(), { 'a.txt': before.toString('hex') });
  });
});

describe('characters that a file’s encoding does not have', () => {
  let fixture: PatchFixture;
  const setting = workspace.getConfiguration('files');
  const encoding = async (value: string | undefined): Promise<void> => {
    await setting.update('encoding', value, ConfigurationTarget.Global);
  };
  afterEach(async () => {
    await fixture.dispose();
    await encoding(undefined);
  });

  const cases: readonly {
    readonly title: string;
    readonly setting?: string;
    readonly before: string;
    readonly patch: string;
    readonly says: RegExp;
  }[] = [
    {
      title: 'an emoji in a Windows-1252 file',
      setting: 'windows1252',
      before: 'gr\u00fcn\n',
      patch: '*** Update File: a.txt\n@@\n-grün\n+grün 😀',
      says: /^Nothing was changed: a\.txt is in Western \(Windows 1252\), which does not have “😀” \(U\+1F600\)\./u,
    },
    {
      title: 'a new file where the user has set another encoding',
      setting: 'windows1252',
      before: 'a\n',
      patch: '*** Add File: b.txt\n+Ж',
      says: /^Nothing was changed: b\.txt is in Western \(Windows 1252\), which does not have “Ж” \(U\+0416\)\./u,
    },
    {
      title: 'a moved file',
      setting: 'windows1252',
      before: 'a\n',
      patch: '*** Update File: a.txt\n*** Move to: b.txt\n@@\n-a\n+→',
      says: /^Nothing was changed: a\.txt is in Western \(Windows 1252\), which does not have “→”/u,
    },
    {
      title: 'half of a character',
      before: 'a\n',
      patch: '*** Update File: a.txt\n@@\n-a\n+b \ud83d',
      says: /^Nothing was changed: a\.txt is in UTF-8, which does not have U\+D83D\./u,
    },
    {
      title: 'a NUL, which would make it binary',
      before: 'a\n',
      patch: '*** Update File: a.txt\n@@\n-a\n+b\0',
      says: /^Nothing was changed: a\.txt is in UTF-8, which does not have U\+0000\./u,
    },
  ];
  for (const { title, before: text, patch: sections, says, ...user } of cases) {
    it(`are refused, and never saved as others: ${title}`, async () => {
      fixture = await createPatchFixture();
      if (user.setting !== undefined) await encoding(user.setting);
      await fixture.review.write('a.txt', Buffer.from(text, 'latin1'));
      const was = await fixture.disk();
      const answer = await fixture.patch(sections);
      assert.ok(!answer.ok);
      assert.match(answer.text, says);
      assert.equal(answer.notices.length, 1);
      assert.deepEqual(await fixture.disk(), was);
    });
  }

  it('are asked about when the user types them; the review goes on until they are gone', async () => {
    const reasons: string[] = [];
    const answers = ['again', 'later'] as const;
    const told = Promise.withResolvers<undefined>();
    fixture = await createPatchFixture({
      questions: {
        settleUnencodable({ reason }) {
          reasons.push(reason);
          const answer = answers[reasons.length - 1] ?? 'later';
          if (answer === 'later') told.resolve(undefined);
          return Promise.resolve(answer);
        },
      },
    });
    await encoding('windows1252');
    await fixture.review.write('a.txt', 'a\n');
    const { controller, uris } = fixture.review;
    const ids: string[] = [];
    const right = (): Uri => uris.proposal(ids[0] ?? '', 'a.txt');
    const type = async (from: string, to: string): Promise<void> => {
      const document = await workspace.openTextDocument(right());
      const start = document.getText().indexOf(from);
      assert.ok(start >= 0, document.getText());
      const edit = new WorkspaceEdit();
      const range = new Range(document.positionAt(start), document.positionAt(start + from.length));
      edit.replace(right(), range, to);
      await workspace.applyEdit(edit);
    };
    const answer = fixture.patch('*** Update File: a.txt\n@@\n-a\n+grün', {
      async meanwhile(id) {
        ids.push(id);
        await type('grün', 'grün 😀');
        await until(
          'the typing is part of the review',
          () =>
            controller.reviews.get(id)?.session.record().state.files[0]?.current === 'grün 😀\n',
          controller.reviews.onDidChange,
        );
      },
    });
    await told.promise;
    const reason = 'a.txt is in Western (Windows 1252), which does not have “😀” (U+1F600).';
    assert.deepEqual(reasons, [reason, reason]);
    assert.equal(await fixture.review.text('a.txt'), 'a\n');
    await type(' 😀', '!');
    const id = ids[0] ?? '';
    await until(
      'the review has followed',
      () => controller.reviews.get(id)?.session.record().state.files[0]?.current === 'grün!\n',
      controller.reviews.onDidChange,
    );
    assert.equal(await fixture.review.text('a.txt'), 'a\n');
    controller.reviews.decide(id, { type: 'keepAll' });
    const { ok, text } = await answer;
    assert.ok(ok, text);
    assert.deepEqual(
      Buffer.from(await fixture.review.bytes('a.txt')),
      Buffer.from('gr\u00fcn!\n', 'latin1'),
    );
  });
});
