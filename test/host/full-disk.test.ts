import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { workspace } from 'vscode';
import { createPatchFixture, type PatchFixture } from './support/patch-fixture.ts';
import { until } from './support/review-fixture.ts';

const run = promisify(execFile);

/** What only an administrator's machine can be told to be; others skip this. */
async function mount(options: string, place: string): Promise<boolean> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', options, 'none', place]);
    return true;
  } catch {
    // Not Linux, or not allowed: the failing file system of the other tests stands in.
    return false;
  }
}

describe('a disk of the machine', () => {
  let fixture: PatchFixture;
  let isMounted = false;
  beforeEach(async function () {
    fixture = await createPatchFixture();
    isMounted = await mount('size=64k', fixture.review.root);
    if (isMounted) return;
    await fixture.dispose();
    this.skip();
  });
  afterEach(async () => {
    if (!isMounted) return;
    isMounted = false;
    await run('umount', ['--lazy', fixture.review.root]);
    await fixture.dispose();
  });

  const large = Array.from({ length: 9000 }, (_, at) => `+line ${at}`).join('\n');
  const small = (name: string): string => `*** Update File: ${name}\n@@\n one\n-two\n+2`;

  const full: readonly (readonly [title: string, sections: string])[] = [
    ['a new file behind others', `${small('a.txt')}\n*** Add File: deep/new.txt\n${large}`],
    [
      'a file that grows behind others',
      `${small('a.txt')}\n*** Delete File: b.txt\n*** Update File: c.txt\n@@\n one\n${large}\n two`,
    ],
    [
      'a file that moves and grows',
      `${small('a.txt')}\n*** Update File: b.txt\n*** Move to: moved.txt\n@@\n one\n${large}\n two`,
    ],
  ];
  for (const [title, sections] of full) {
    it(`that is full leaves every file as it was, and says so: ${title}`, async () => {
      for (const name of ['a.txt', 'b.txt', 'c.txt']) {
        await fixture.review.write(name, 'one\ntwo\n');
      }
      const before = await fixture.disk();
      const { ok, text, notices } = await fixture.patch(sections);
      assert.ok(!ok, text);
      assert.match(text, /^Nothing was changed: .*(?:space|ENOSPC|saved)/u);
      assert.deepEqual(notices, [text]);
      assert.deepEqual(await fixture.disk(), before);
      const places = Object.keys(before).map((name) => fixture.review.at(name).toString());
      // VS Code hears of what is written past its documents a little later.
      await until('the editors show it too', () =>
        workspace.textDocuments
          .filter(({ uri }) => places.includes(uri.toString()))
          .every((document) => !document.isDirty && document.getText() === 'one\ntwo\n'),
      );
      // There is room for what is small.
      assert.ok((await fixture.patch(small('a.txt'))).ok);
    });
  }

  it('that is read-only is told before anything is touched', async () => {
    await fixture.review.write('a.txt', 'one\ntwo\n');
    const before = await fixture.disk();
    await run('mount', ['-o', 'remount,ro', fixture.review.root]);
    const { ok, text } = await fixture.patch(`*** Add File: b.txt\n+new\n${small('a.txt')}`);
    assert.ok(!ok, text);
    assert.match(text, /^Nothing was changed: .*a\.txt lies on a read-only disk\./u);
    assert.deepEqual(await fixture.disk(), before);
  });
});
