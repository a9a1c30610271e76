import assert from 'node:assert/strict';
import { FileSystemError, workspace, type Disposable } from 'vscode';
import { mountFaultyDisk, type FaultyFileSystem } from './support/faulty-file-system.ts';
import { createReviewFixture, modify, type ReviewFixture } from './support/review-fixture.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a file system that fails', () => {
  let disk: FaultyFileSystem;
  let registered: Disposable;
  let fixture: ReviewFixture;
  beforeEach(async () => {
    const mounted = mountFaultyDisk();
    ({ disk, registered } = mounted);
    fixture = await createReviewFixture({ rootUri: mounted.root });
    for (const name of ['a.txt', 'b.txt', 'old.txt'])
      disk.files.set(`/${name}`, encode(`${name}\n`));
  });
  afterEach(async () => {
    disk.fault = () => undefined;
    await fixture.dispose();
    registered.dispose();
  });

  const cases: readonly {
    readonly title: string;
    readonly fault: FaultyFileSystem['fault'];
  }[] = [
    {
      title: 'no space for the second file',
      fault: (operation, path) =>
        operation === 'write' && path === '/b.txt' ? new Error('ENOSPC: no space left') : undefined,
    },
    {
      title: 'no permission to create',
      fault: (operation, path) =>
        operation === 'write' && path === '/new/made.txt'
          ? FileSystemError.NoPermissions('/new/made.txt')
          : undefined,
    },
    {
      title: 'no permission to move',
      fault: (operation) =>
        operation === 'rename' ? FileSystemError.NoPermissions('/old.txt') : undefined,
    },
    {
      title: 'no permission to delete',
      fault: (operation, path) =>
        operation === 'delete' && path === '/gone.txt'
          ? FileSystemError.NoPermissions('/gone.txt')
          : undefined,
    },
    {
      title: 'a disk that became read-only',
      fault: () => new Error('EROFS: read-only file system'),
    },
  ];
  for (const { title, fault } of cases) {
    it(`leaves every file as it was: ${title}`, async () => {
      disk.files.set('/gone.txt', encode('gone\n'));
      const before = new Map(disk.files);
      const { outcome, reviewId } = await fixture.propose(
        modify('a.txt', 'a.txt\n', 'A\n'),
        modify('b.txt', 'b.txt\n', 'B\n'),
        { kind: 'create', path: 'new/made.txt', after: 'made\n' },
        { kind: 'delete', path: 'gone.txt', before: 'gone\n', baseVersion: 'v' },
        {
          kind: 'rename',
          from: 'old.txt',
          to: 'fresh.txt',
          before: 'old.txt\n',
          after: 'fresh\n',
          baseVersion: 'v',
        },
      );
      disk.fault = fault;
      fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
      const { status, report } = await outcome;
      assert.equal(status, 'failed');
      assert.match(report, /^Nothing was changed: [^\n]*\.$/u);
      assert.deepEqual(textsOf(disk.files), textsOf(before), report);
      for (const name of ['a.txt', 'b.txt']) {
        const document = await workspace.openTextDocument(fixture.at(name));
        assert.equal(document.getText(), `${name}\n`);
      }
      assert.equal(fixture.reviews.at(-1)?.state, 'failed');
      assert.deepEqual(fixture.editor.changes(), []);
    });
  }

  it('says so when VS Code does not take the edit', async () => {
    await fixture.dispose();
    fixture = await createReviewFixture({ applyEdit: () => Promise.resolve(false) });
    await fixture.write('a.txt', 'a\n');
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', 'a\n', 'b\n'));
    fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
    const { status, report } = await outcome;
    assert.deepEqual(
      [status, report],
      ['failed', 'Nothing was changed: VS Code did not take the edit.'],
    );
    assert.equal(await fixture.text('a.txt'), 'a\n');
  });

  it('costs nothing that the user wrote into the proposal', async () => {
    const asked = Promise.withResolvers<string>();
    const again = Promise.withResolvers<'again'>();
    await fixture.dispose();
    fixture = await createReviewFixture({
      rootUri: fixture.at(''),
      questions: {
        settleFailure(message) {
          asked.resolve(message);
          return again.promise;
        },
      },
    });
    const { outcome, reviewId } = await fixture.propose(modify('a.txt', 'a.txt\n', 'A\n'));
    const { reviews } = fixture.controller;
    reviews.decide(reviewId, { type: 'documentChanged', path: 'a.txt', text: 'A\nmine\n' });
    disk.fault = () => new Error('ENOSPC: no space left');
    reviews.decide(reviewId, { type: 'keepAll' });
    assert.match(await asked.promise, /Nothing was changed/u);
    const held = () => new TextDecoder().decode(disk.files.get('/a.txt'));
    assert.equal(held(), 'a.txt\n');
    disk.fault = () => undefined;
    again.resolve('again');
    assert.equal((await outcome).status, 'partly');
    assert.equal(held(), 'A\nmine\n');
  });
});

function textsOf(files: ReadonlyMap<string, Uint8Array>): readonly (readonly [string, string])[] {
  return [...files]
    .map(([name, bytes]): [string, string] => [name, new TextDecoder().decode(bytes)])
    .sort(([left], [right]) => (left < right ? -1 : 1));
}
