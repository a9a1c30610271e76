import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigurationTarget, workspace } from 'vscode';
import { createPatchFixture, type PatchFixture } from './support/patch-fixture.ts';

const longName = 'ü'.repeat(128);

interface Case {
  readonly title: string;
  readonly patch: string;
  readonly says: RegExp;
  readonly prepare?: (root: string, outside: string) => Promise<void>;
}

const update = (name: string, lines = ' one\n-two\n+2'): string =>
  `*** Update File: ${name}\n@@\n${lines}`;
const good = update('good.txt');

const cases: readonly Case[] = [
  {
    title: 'a binary file',
    prepare: (root) => writeFile(path.join(root, 'a.bin'), Uint8Array.of(111, 110, 101, 10, 0, 1)),
    patch: update('a.bin'),
    says: /a\.bin is a binary file; a patch works on text only\. Use a command for it\./u,
  },
  {
    title: 'a file over 50 MB',
    async prepare(root) {
      await writeFile(path.join(root, 'big.txt'), 'one\ntwo\n');
      await truncate(path.join(root, 'big.txt'), 51 * 1024 * 1024);
    },
    patch: update('big.txt'),
    says: /big\.txt has 53 MB; patches go up to 50 MB\. Use a command or a script for it\./u,
  },
  {
    title: 'a path that climbs out',
    patch: update('../outside.txt'),
    says: /The path "\.\.\/outside\.txt" leads out of the workspace folder\./u,
  },
  {
    title: 'a path that climbs out on its way',
    patch: '*** Add File: sub/../../new.txt\n+new',
    says: /The path "sub\/\.\.\/\.\.\/new\.txt" leads out of the workspace folder\./u,
  },
  {
    title: 'an absolute path',
    patch: '*** Add File: /tmp/new.txt\n+new',
    says: /The path "\/tmp\/new\.txt" is absolute\. Write it relative to the workspace folder\./u,
  },
  {
    title: 'a link that leads out',
    prepare: (root, outside) =>
      symlink(path.join(outside, 'outside.txt'), path.join(root, 'link.txt')),
    patch: update('link.txt'),
    says: /link\.txt: it lies outside the workspace/u,
  },
  {
    title: 'a new file in a linked folder that leads out',
    prepare: (root, outside) => symlink(outside, path.join(root, 'out')),
    patch: '*** Add File: out/new.txt\n+new',
    says: /out\/new\.txt: it lies outside the workspace/u,
  },
  {
    title: 'a move into a linked folder that leads out',
    prepare: (root, outside) => symlink(outside, path.join(root, 'out')),
    patch: '*** Update File: other.txt\n*** Move to: out/other.txt\n@@\n-one\n+1',
    says: /out\/other\.txt: it lies outside the workspace/u,
  },
  {
    title: 'a link that leads nowhere',
    prepare: (root) => symlink(path.join(root, 'gone.txt'), path.join(root, 'link.txt')),
    patch: '*** Add File: link.txt\n+new',
    says: /link\.txt: it is a link that leads nowhere/u,
  },
  {
    title: 'a folder as a file to change',
    patch: update('sub'),
    says: /sub is a folder\. Name a file in it\./u,
  },
  {
    title: 'a folder as a file to delete',
    patch: '*** Delete File: sub',
    says: /sub is a folder\. Name a file in it\./u,
  },
  {
    title: 'a folder as a file to create',
    patch: '*** Add File: sub\n+new',
    says: /sub is a folder\. Name a file in it\./u,
  },
  {
    title: 'a folder as the target of a move',
    patch: '*** Update File: other.txt\n*** Move to: sub\n@@\n-one\n+1',
    says: /other\.txt: `\*\*\* Move to: sub` onto a folder that exists\. Choose another path\./u,
  },
  {
    title: 'a file as a folder',
    patch: '*** Add File: other.txt/new.txt\n+new',
    says: /^Nothing was changed: other\.txt\/new\.txt would lie below other\.txt, which is a file and no folder\./u,
  },
  {
    title: 'a file that the user has set to read-only',
    prepare: async () => {
      await workspace
        .getConfiguration('files')
        .update('readonlyInclude', { '**/other.txt': true }, ConfigurationTarget.Global);
    },
    patch: update('other.txt'),
    says: /^Nothing was changed: .*other\.txt could not be saved: read-only in VS Code\./u,
  },
  {
    title: 'a name with a NUL',
    patch: '*** Add File: a\0b.txt\n+new',
    says: /The path "a\\u0000b\.txt" has a control character in it\./u,
  },
  {
    title: 'a name of 256 bytes',
    patch: `*** Add File: ${longName}\n+new`,
    says: /has a name longer than 255 bytes\./u,
  },
  {
    title: 'a path longer than the system takes',
    patch: `*** Add File: ${'folder/'.repeat(700)}new.txt\n+new`,
    says: /The path "folder\/.{1,200}…" is too long\./u,
  },
  {
    title: 'a name with a drive',
    patch: '*** Add File: c:x\n+new',
    says: /The path "c:x" is absolute\./u,
  },
  {
    title: 'a name with a scheme',
    patch: '*** Add File: vscode-userdata:/settings.json\n+new',
    says: /vscode-userdata:\/settings\.json: it is not a path of this workspace/u,
  },
  {
    title: 'a hunk that matches nowhere',
    patch: update('other.txt', ' one\n-deux\n+2'),
    says: /other\.txt, hunk 1 of 1 .*two/su,
  },
  {
    title: 'a hunk that matches twice',
    prepare: (root) => writeFile(path.join(root, 'twice.txt'), 'one\ntwo\none\ntwo\n'),
    patch: update('twice.txt'),
    says: /twice\.txt, hunk 1 of 1 .*its lines are at more than one place: lines 1, 3\./u,
  },
  {
    title: 'two sections of one file that contradict each other',
    patch: `${update('other.txt')}\n${update('other.txt', ' one\n-two\n+zwei')}`,
    says: /other\.txt, hunk 1 of 1/u,
  },
  {
    title: 'a change of a file that another section deletes',
    patch: `*** Delete File: other.txt\n${update('other.txt')}`,
    says: /other\.txt is deleted by an earlier section of this patch\./u,
  },
  {
    title: 'a move onto a file that exists',
    patch: '*** Update File: other.txt\n*** Move to: there.txt\n@@\n-one\n+1',
    says: /other\.txt: `\*\*\* Move to: there\.txt` onto a file that exists\. Choose another path/u,
  },
  {
    title: 'a new file where one is',
    patch: '*** Add File: there.txt\n+new',
    says: /there\.txt: `\*\*\* Add File:` on a file that exists\./u,
  },
  {
    title: 'a file that is not there',
    patch: update('gone.txt'),
    says: /gone\.txt: `\*\*\* Update File:` on a file that does not exist\. Check the path/u,
  },
];

describe('bad input', () => {
  let fixture: PatchFixture;
  let outside: string;
  /** The file whose conflict the user is asked about, who does not answer. */
  let asked: PromiseWithResolvers<string>;
  const write = async (): Promise<void> => {
    for (const name of ['good.txt', 'other.txt', 'there.txt', 'sub/deep.txt']) {
      await fixture.review.write(name, 'one\ntwo\n');
    }
  };
  beforeEach(async () => {
    asked = Promise.withResolvers();
    fixture = await createPatchFixture({
      questions: {
        settleConflict(name) {
          asked.resolve(name);
          return Promise.resolve('later');
        },
      },
    });
    outside = await mkdtemp(path.join(tmpdir(), 'ratchet-outside-'));
    await writeFile(path.join(outside, 'outside.txt'), 'one\ntwo\n');
    await write();
  });
  afterEach(async () => {
    await workspace
      .getConfiguration('files')
      .update('readonlyInclude', undefined, ConfigurationTarget.Global);
    await fixture.dispose();
    await rm(outside, { recursive: true, force: true });
  });

  for (const { title, patch, says, prepare } of cases) {
    it(`is answered clearly, with every file as it was: ${title}`, async () => {
      await prepare?.(fixture.review.root, outside);
      const before = await fixture.disk();
      // Beside a section that fits: nothing of it may land either.
      const { ok, text } = await fixture.patch(`${good}\n${patch}`);
      assert.match(text, says);
      assert.ok(!ok);
      assert.deepEqual(await fixture.disk(), before);
      for (const document of workspace.textDocuments) {
        const name = path.relative(fixture.review.root, document.uri.fsPath);
        if (before[name] === undefined) continue;
        assert.equal(Buffer.from(document.getText()).toString('hex'), before[name], name);
      }
    });
  }

  const cut: readonly (readonly [title: string, patch: string])[] = [
    ['in a line', `*** Begin Patch\n${good}\n${update('other.txt', ' one\n-tw')}`],
    ['in a header', `*** Begin Patch\n${good}\n*** Update Fi`],
    ['behind a header', `*** Begin Patch\n${good}\n*** Update File: other.txt\n`],
    ['at the start', '*** Begin Pa'],
    ['before the first section', '*** Begin Patch\n'],
    ['to nothing', ''],
  ];
  for (const [title, patch] of cut) {
    it(`is answered clearly, with every file as it was: a patch cut ${title}`, async () => {
      const before = await fixture.disk();
      const { ok, text } = await fixture.send(patch);
      assert.ok(!ok, text);
      assert.match(text, /patch/iu);
      assert.deepEqual(await fixture.disk(), before);
    });
  }

  const legal: readonly (readonly [title: string, name: string])[] = [
    ['a device of Windows', 'con'],
    ['a trailing dot', 'a.'],
    ['a colon', 'x y: b'],
    ['a percent sign', '100%25.txt'],
    ['a hash and a question mark', 'a#b?c.txt'],
    ['255 bytes', 'a'.repeat(255)],
  ];
  for (const [title, name] of legal) {
    it(`takes every name that the platform takes: ${title}`, async function () {
      if (process.platform === 'win32') this.skip();
      const { ok, text } = await fixture.patch(`*** Add File: ${name}\n+new`);
      assert.ok(ok, text);
      assert.equal(await fixture.review.text(name), 'new\n');
      await fixture.patch(`*** Update File: ${name}\n@@\n-new\n+newer`);
      assert.equal(await fixture.review.text(name), 'newer\n');
      assert.equal((await fixture.review.controller.undo('task-1', { kind: 'task' })).kind, 'done');
      assert.ok(!(await fixture.review.names()).includes(name));
    });
  }

  it('joins two sections of one file', async () => {
    const { ok, text } = await fixture.patch(
      `${update('other.txt', '-one\n+1\n two')}\n${update('other.txt')}`,
    );
    assert.ok(ok, text);
    assert.equal(await fixture.review.text('other.txt'), '1\n2\n');
  });

  it('moves a file to another case, and back', async () => {
    const before = await fixture.disk();
    const { ok, text } = await fixture.patch(
      '*** Update File: other.txt\n*** Move to: Other.txt\n@@\n-one\n+1',
    );
    assert.ok(ok, text);
    const names = await fixture.review.names();
    assert.ok(names.includes('Other.txt') && !names.includes('other.txt'), names.join(' '));
    assert.equal(await fixture.review.text('Other.txt'), '1\ntwo\n');
    assert.equal((await fixture.review.controller.undo('task-1', { kind: 'task' })).kind, 'done');
    assert.deepEqual(await fixture.disk(), before);
  });

  it('asks about a folder where the file was, and leaves it alone', async () => {
    const { review } = fixture;
    let before: Readonly<Record<string, string>> = {};
    const { ok, text } = await fixture.patch(`${update('other.txt')}\n${good}`, {
      async meanwhile(id) {
        await rm(review.at('other.txt').fsPath);
        await mkdir(review.at('other.txt').fsPath);
        before = await fixture.disk();
        review.controller.reviews.decide(id, { type: 'keepAll' });
        assert.equal(await asked.promise, 'other.txt');
      },
      decide: { type: 'undoAll' },
    });
    assert.ok(!ok, text);
    assert.deepEqual(await fixture.disk(), before);
  });

  it('asks about a file where a new one was to come, and leaves it alone', async () => {
    const { review } = fixture;
    const { ok, text } = await fixture.patch(`*** Add File: new.txt\n+new\n${good}`, {
      async meanwhile(id) {
        await review.write('new.txt', 'mine\n');
        review.controller.reviews.decide(id, { type: 'keepAll' });
        assert.equal(await asked.promise, 'new.txt');
      },
      decide: { type: 'undoAll' },
    });
    assert.ok(!ok, text);
    assert.equal(await review.text('new.txt'), 'mine\n');
    assert.equal(await review.text('good.txt'), 'one\ntwo\n');
  });
});
