import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import {
  Position,
  window,
  workspace,
  WorkspaceEdit,
  type Disposable,
  type TextDocument,
} from 'vscode';
import { mountFaultyDisk, type FaultyFileSystem } from './support/faulty-file-system.ts';
import { createReviewFixture, modify, type ReviewFixture } from './support/review-fixture.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const before = 'one\ntwo\nthree\n';
const proposed = 'one\nTWO\nthree\n';

/** The file system of these tests never says that a file changed, so documents stay behind it. */
describe('a document that is behind the disk', () => {
  let disk: FaultyFileSystem;
  let registered: Disposable;
  let fixture: ReviewFixture;
  beforeEach(async () => {
    const mounted = mountFaultyDisk();
    ({ disk, registered } = mounted);
    fixture = await createReviewFixture({ rootUri: mounted.root });
    disk.files.set('/a.txt', encode(before));
  });
  afterEach(async () => {
    await fixture.dispose();
    registered.dispose();
  });

  it('is not edited where its lines no longer are; the file is', async () => {
    const { document } = await window.showTextDocument(fixture.at('a.txt'));
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, proposed));
    disk.files.set('/a.txt', encode(`zero\n${before}`));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    assert.equal((await outcome).status, 'kept');
    assert.equal(String(disk.files.get('/a.txt')), String(encode(`zero\n${proposed}`)));
    assert.equal(document.isDirty, false);
  });
});

describe('typing in a file while a review of it is being written', () => {
  let fixture: ReviewFixture;
  afterEach(() => fixture.dispose());

  // Each round types a little later, to meet another moment of the writing.
  it('is lost at no moment', async () => {
    fixture = await createReviewFixture();
    await fixture.write('a.txt', before);
    const { document } = await window.showTextDocument(fixture.at('a.txt'));
    for (let round = 0; round < 24; round += 1) {
      const now = document.getText();
      const [from, to] = round % 2 === 0 ? ['two', 'TWO'] : ['TWO', 'two'];
      const change = modify('a.txt', now, now.replace(from, to));
      const { outcome, reviewId } = await fixture.propose(change);
      fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
      for (let turn = 0; turn < round * 4; turn += 1) await setImmediate();
      await type(document, `typed ${round}\n`);
      const { status, report } = await outcome;
      assert.equal(status, 'kept', report);
      const expected = Array.from({ length: round + 1 }, (_, each) => `typed ${each}\n`).join('');
      assert.equal(document.getText(), `one\n${to}\nthree\n${expected}`);
      await document.save();
    }
  });
});

/** At the end of the document, as the keyboard does: never refused, whatever else is going on. */
async function type(document: TextDocument, text: string): Promise<void> {
  for (;;) {
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, new Position(document.lineCount - 1, 0), text);
    if (await workspace.applyEdit(edit)) return;
  }
}
