import assert from 'node:assert/strict';
import {
  commands,
  Range,
  TabInputText,
  TabInputTextDiff,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type Tab,
} from 'vscode';
import { closeEditors } from '../../src/host/review/close-editors.ts';
import { openDiff } from '../../src/host/review/open-diff.ts';
import { mountFaultyDisk } from './support/faulty-file-system.ts';
import {
  createReviewFixture,
  modify,
  until,
  type ReviewFixture,
} from './support/review-fixture.ts';

const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n';
const after = before.replace('b', 'B');
/** Takes VS Code seconds to compare with the same of another name. */
const manyLines = (name: string): string =>
  Array.from({ length: 3000 }, (_, line) => `${name} ${line * 7} ${name.repeat(line % 9)}\n`).join(
    '',
  );

/** Where VS Code would ask whether to save, it takes “Don’t Save” for the answer in tests. */
describe('the editors of a review', () => {
  const tabs = (): readonly Tab[] => window.tabGroups.all.flatMap((group) => group.tabs);
  const isDiff = ({ input }: Tab): boolean => input instanceof TabInputTextDiff;
  const showsAlone = (tab: Tab, uri: Uri): boolean =>
    tab.input instanceof TabInputText && tab.input.uri.toString() === uri.toString();
  const type = async (uri: Uri, text: string): Promise<void> => {
    const edit = new WorkspaceEdit();
    edit.insert(uri, new Range(0, 0, 0, 0).start, text);
    assert.ok(await workspace.applyEdit(edit));
  };
  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  describe('over a folder', () => {
    let fixture: ReviewFixture;
    afterEach(() => fixture.dispose());

    /** The user goes elsewhere as soon as VS Code has both sides, and long before it compared them. */
    const overtake = async (left: Uri, right: Uri): Promise<void> => {
      const isLoaded = ({ scheme, path }: Uri): boolean =>
        workspace.textDocuments.some(({ uri }) => uri.scheme === scheme && uri.path === path);
      await until(
        'both sides are there',
        () => isLoaded(left) && isLoaded(right) && tabs().some(isDiff),
        workspace.onDidOpenTextDocument,
      );
      await window.showTextDocument(fixture.at('other.txt'));
    };

    it('may be left before VS Code has compared them', async () => {
      fixture = await createReviewFixture();
      await fixture.write('other.txt', 'other\n');
      await fixture.write('a.txt', manyLines('a'));
      await fixture.write('b.txt', manyLines('b'));
      const [left, right] = [fixture.at('a.txt'), fixture.at('b.txt')];
      const opened = openDiff(left, right, 'a ↔ b', { preview: false });
      await overtake(left, right);
      await opened;
    });

    it('may be left before VS Code has compared them: a decision ends the review', async () => {
      fixture = await createReviewFixture();
      await fixture.write('other.txt', 'other\n');
      await fixture.write('a.txt', manyLines('a'));
      const { outcome, reviewId } = await fixture.propose(
        modify('a.txt', manyLines('a'), manyLines('b')),
      );
      const { uris } = fixture;
      await overtake(uris.before(reviewId, 'a.txt'), uris.proposal(reviewId, 'a.txt'));
      fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
      assert.equal((await outcome).status, 'kept');
      await until('the diff is closed', () => !tabs().some(isDiff));
    });

    it('close without a question over a file with unsaved edits, which stays in sight', async () => {
      fixture = await createReviewFixture({ review: 'after', saveAfterKeep: false });
      await fixture.write('a.txt', before);
      const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
      await outcome;
      const file = fixture.at('a.txt');
      await fixture.controller.open(reviewId, { path: 'a.txt' });
      await type(file, 'mine\n');
      await until('the diff has unsaved edits', () =>
        tabs().some((tab) => isDiff(tab) && tab.isDirty),
      );
      const undone = await fixture.controller.undo('task-1', { kind: 'step', callId: 'call-1' });
      assert.equal(undone.kind, 'done');
      await until('the diff is closed', () => !tabs().some(isDiff));
      const document = await workspace.openTextDocument(file);
      assert.deepEqual([document.isDirty, document.getText()], [true, `mine\n${before}`]);
      assert.deepEqual(
        tabs()
          .filter((tab) => showsAlone(tab, file))
          .map(({ isActive }) => isActive),
        [true],
      );
      await document.save();
    });

    it('go while the user is elsewhere: their editor stays in front', async () => {
      fixture = await createReviewFixture({ review: 'after', saveAfterKeep: false });
      await fixture.write('a.txt', before);
      await fixture.write('b.txt', 'other\n');
      const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
      await outcome;
      const file = fixture.at('a.txt');
      await fixture.controller.open(reviewId, { path: 'a.txt' });
      await type(file, 'mine\n');
      await commands.executeCommand('workbench.action.keepEditor');
      await window.showTextDocument(fixture.at('b.txt'));
      await fixture.controller.undo('task-1', { kind: 'step', callId: 'call-1' });
      await until('the diff is closed', () => !tabs().some(isDiff));
      assert.ok(tabs().some((tab) => showsAlone(tab, file)));
      const front = window.tabGroups.activeTabGroup.activeTab;
      assert.ok(front !== undefined && showsAlone(front, fixture.at('b.txt')));
      await (await workspace.openTextDocument(file)).save();
    });
  });

  it('stay open over a text of ours that cannot be saved', async () => {
    const { disk, root, registered } = mountFaultyDisk();
    try {
      const [left, right] = [Uri.joinPath(root, 'left.txt'), Uri.joinPath(root, 'right.txt')];
      for (const { path } of [left, right]) disk.files.set(path, Buffer.from('text\n'));
      await openDiff(left, right, 'both', { preview: false });
      await type(right, 'mine\n');
      disk.fault = (operation) =>
        operation === 'write' ? new Error('There is no space left.') : undefined;
      const closing = {
        belongs: isDiff,
        isOurs: (uri: Uri) => uri.scheme === root.scheme,
      };
      await closeEditors(closing);
      const document = await workspace.openTextDocument(right);
      assert.deepEqual([document.isDirty, document.getText()], [true, 'mine\ntext\n']);
      assert.ok(tabs().some(isDiff));

      disk.fault = () => undefined;
      await closeEditors(closing);
      assert.ok(!tabs().some(isDiff));
      assert.equal(Buffer.from(disk.files.get(right.path) ?? []).toString(), 'mine\ntext\n');
    } finally {
      registered.dispose();
    }
  });
});
