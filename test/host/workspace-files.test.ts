import assert from 'node:assert/strict';
import { link, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { createFiles, type WorkspaceFiles } from '../../src/host/workspace/create-files.ts';
import { makeRoots, type TemporaryRoots } from './support/temporary-roots.ts';

const signal = new AbortController().signal;

describe('Files in one root', () => {
  let roots: TemporaryRoots;
  let files: WorkspaceFiles;

  before(async () => {
    roots = await makeRoots(['shop'], {
      'shop/.gitignore': 'node_modules/\n*.log\n',
      'shop/.ratchetignore': 'private/\n',
      'shop/src/a.ts': 'export const a = 1;\n',
      'shop/src/b.ts': 'b\r\n',
      'shop/src/deep/c.ts': 'c\n',
      'shop/README.md': '# Shop\n',
      'shop/bom.txt': '\ufeffbom\n',
      'shop/binary.bin': Uint8Array.of(1, 2, 0, 3),
      'shop/latin.txt': Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x0a),
      'shop/.env': 'KEY=canary\n',
      'shop/debug.log': 'log\n',
      'shop/private/plan.md': 'plan\n',
      'shop/node_modules/x/index.js': 'x\n',
      'outside.txt': 'outside\n',
      'output/abc-1.txt': 'spooled\n',
    });
    const shop = path.join(roots.base, 'shop');
    await symlink(path.join(roots.base, 'outside.txt'), path.join(shop, 'leaves.txt'));
    await symlink(roots.base, path.join(shop, 'up'));
    await symlink(path.join(shop, '.env'), path.join(shop, 'innocent.txt'));
    await symlink(path.join(shop, 'src'), path.join(shop, 'alias'));
    await symlink(path.join(roots.base, 'not-there.txt'), path.join(shop, 'dangling.txt'));
    await symlink('loop', path.join(shop, 'loop'));
    await link(path.join(shop, 'README.md'), path.join(roots.base, 'hard.md'));
    files = createFiles({ folders: roots.folders, outputFolder: path.join(roots.base, 'output') });
  });
  after(() => roots.dispose());

  describe('reads', () => {
    const texts: readonly (readonly [asked: string, path: string, text: string])[] = [
      ['src/a.ts', 'src/a.ts', 'export const a = 1;\n'],
      ['./src/../src/a.ts', 'src/a.ts', 'export const a = 1;\n'],
      ['src\\b.ts', 'src/b.ts', 'b\r\n'],
      ['shop/src/a.ts', 'src/a.ts', 'export const a = 1;\n'],
      ['alias/a.ts', 'src/a.ts', 'export const a = 1;\n'],
      ['bom.txt', 'bom.txt', 'bom\n'],
      ['ratchet:/output/abc-1.txt', 'ratchet:/output/abc-1.txt', 'spooled\n'],
    ];
    for (const [asked, where, text] of texts) {
      it(asked, async () => {
        const outcome = await files.read(asked, signal);
        assert.ok(outcome.kind === 'text', JSON.stringify(outcome));
        assert.deepEqual([outcome.path, outcome.text, outcome.unsaved], [where, text, false]);
      });
    }

    it('a file that is not UTF-8 in the encoding it seems to be in, and says so', async () => {
      const outcome = await files.read('latin.txt', signal);
      assert.ok(outcome.kind === 'text', JSON.stringify(outcome));
      assert.deepEqual([outcome.text, outcome.readAs], ['café\n', 'Western (Windows 1252)']);
    });

    it('absolute paths and URIs of the workspace', async () => {
      for (const asked of [
        path.join(roots.base, 'shop/src/a.ts'),
        vscode.Uri.file(path.join(roots.base, 'shop/src/a.ts')).toString(),
      ]) {
        const outcome = await files.read(asked, signal);
        assert.equal(outcome.kind === 'text' && outcome.path, 'src/a.ts');
      }
    });
  });

  describe('asks before it reads', () => {
    const cases: readonly (readonly [asked: string, why: string, covers?: string])[] = [
      ['../outside.txt', 'outside'],
      ['leaves.txt', 'outside'],
      ['up/outside.txt', 'outside'],
      ['/etc/passwd', 'outside', '/etc/passwd'],
      ['.env', 'secret', '.env'],
      ['./src/../.ENV', 'secret'],
      ['innocent.txt', 'secret', '.env'],
      ['debug.log', 'ignored', 'debug.log'],
      ['private/plan.md', 'ignored', 'private/'],
      ['node_modules/x/index.js', 'ignored', 'node_modules/'],
    ];
    for (const [asked, why, covers] of cases) {
      it(asked, async () => {
        const outcome = await files.read(asked, signal);
        assert.ok(outcome.kind === 'refused', JSON.stringify(outcome));
        assert.equal(outcome.ask?.why, why);
        if (covers !== undefined) assert.equal(outcome.ask.covers, covers);
        const bytes = await files.readBytes(asked, 1_000, signal);
        assert.ok(!(bytes instanceof Uint8Array));
      });
    }

    it('and reads the named place when it is granted', async () => {
      const outcome = await files.read('innocent.txt', signal);
      assert.equal(outcome.path, '.env');
      const granted = await files.read(outcome.path, signal, { granted: true });
      assert.equal(granted.kind === 'text' && granted.text, 'KEY=canary\n');
    });
  });

  describe('tells what is not a text', () => {
    const cases: readonly (readonly [asked: string, kind: string])[] = [
      ['binary.bin', 'binary'],
      ['src', 'directory'],
      ['gone.ts', 'missing'],
      ['src/a.ts/x', 'missing'],
      ['dangling.txt', 'refused'],
      ['loop', 'refused'],
      ['a\0b', 'refused'],
      ['ratchet:/output/../../etc/passwd', 'refused'],
      ['ratchet:/output/none-1.txt', 'missing'],
    ];
    for (const [asked, kind] of cases) {
      it(`${JSON.stringify(asked)} is ${kind}`, async () => {
        const outcome = await files.read(asked, signal);
        assert.equal(outcome.kind, kind, JSON.stringify(outcome));
      });
    }

    it('suggests names that are alike', async () => {
      const wrongFolder = await files.read('lib/c.ts', signal);
      assert.deepEqual(wrongFolder.kind === 'missing' && wrongFolder.similar, ['src/deep/c.ts']);
      const typo = await files.read('READNE.md', signal);
      assert.deepEqual(typo.kind === 'missing' && typo.similar, ['README.md']);
    });

    it('bounds bytes', async () => {
      const outcome = await files.readBytes('src/a.ts', 5, signal);
      assert.ok(!(outcome instanceof Uint8Array));
      assert.equal(outcome.kind, 'tooLarge');
      const bytes = await files.readBytes('binary.bin', 5, signal);
      assert.ok(bytes instanceof Uint8Array);
      assert.deepEqual([...bytes], [1, 2, 0, 3]);
    });
  });

  it('sees what is typed but not saved, with another version', async () => {
    const before = await files.read('src/deep/c.ts', signal);
    const uri = vscode.Uri.file(path.join(roots.base, 'shop/src/deep/c.ts'));
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), 'typed ');
    await vscode.workspace.applyEdit(edit);
    const outcome = await files.read('alias/deep/c.ts', signal);
    assert.ok(outcome.kind === 'text' && before.kind === 'text');
    assert.deepEqual([outcome.text, outcome.unsaved], ['typed c\n', true]);
    assert.notEqual(outcome.version, before.version);
    await document.save();
    const saved = await files.read('src/deep/c.ts', signal);
    assert.equal(saved.kind === 'text' && saved.version, outcome.version);
  });

  describe('locates for writing', () => {
    const cases: readonly (readonly [asked: string, kind: string, path?: string])[] = [
      ['src/new.ts', 'inside', 'src/new.ts'],
      ['new/deep/er.ts', 'inside', 'new/deep/er.ts'],
      ['alias/new.ts', 'inside', 'src/new.ts'],
      ['innocent.txt', 'inside', '.env'],
      ['leaves.txt', 'outside'],
      ['up/new.txt', 'outside'],
      ['../new.txt', 'outside'],
      ['dangling.txt', 'invalid'],
      ['ratchet:/output/abc-1.txt', 'outside'],
    ];
    for (const [asked, kind, where] of cases) {
      it(`${asked} is ${kind}`, async () => {
        const located = await files.locate(asked);
        assert.equal(located.kind, kind, JSON.stringify(located));
        if (where !== undefined && located.kind === 'inside') assert.equal(located.path, where);
      });
    }

    it('tells of hard links', async () => {
      const located = await files.locate('README.md');
      assert.equal(located.kind === 'inside' && located.otherLinks, 1);
      const single = await files.locate('src/a.ts');
      assert.equal(single.kind === 'inside' && single.otherLinks, undefined);
    });

    it('judges a link anew each time: a swap is seen', async () => {
      const swapped = path.join(roots.base, 'shop/swapped.txt');
      await writeFile(swapped, 'x');
      assert.equal((await files.locate('swapped.txt')).kind, 'inside');
      await rm(swapped);
      await symlink(path.join(roots.base, 'outside.txt'), swapped);
      assert.equal((await files.locate('swapped.txt')).kind, 'outside');
      await rm(swapped);
    });
  });

  describe('lists', () => {
    const paths = async (query: { path?: string; glob?: string; limit?: number }) => {
      const outcome = await files.list({ limit: 1_000, ...query }, signal);
      assert.equal(outcome.problem, undefined);
      return outcome.entries.map((entry) =>
        entry.kind === 'file' ? entry.path : `${entry.path}/`,
      );
    };

    it('nearest first, without what is hidden or leads outside', async () => {
      assert.deepEqual(await paths({}), [
        ...['.gitignore', '.ratchetignore', 'README.md', 'alias/', 'binary.bin', 'bom.txt'],
        ...['latin.txt', 'src/', 'src/a.ts', 'src/b.ts', 'src/deep/', 'src/deep/c.ts'],
      ]);
    });

    it('by glob, from the folder it is given', async () => {
      assert.deepEqual(await paths({ glob: '*.ts' }), ['src/a.ts', 'src/b.ts', 'src/deep/c.ts']);
      assert.deepEqual(await paths({ glob: 'src/*.ts' }), ['src/a.ts', 'src/b.ts']);
      assert.deepEqual(await paths({ path: 'src', glob: 'deep/**' }), ['src/deep/c.ts']);
      assert.deepEqual(await paths({ path: 'src', glob: '*.{md,ts}', limit: 1 }), ['src/a.ts']);
      assert.deepEqual(await paths({ glob: '**/.env' }), []);
    });

    for (const asked of ['..', '/etc', '~', 'up', 'private', 'src/a.ts', 'gone']) {
      it(`says why not ${asked}`, async () => {
        const outcome = await files.list({ path: asked, limit: 10 }, signal);
        assert.deepEqual(outcome.entries, []);
        assert.ok(outcome.problem);
      });
    }

    it('says when there is more', async () => {
      const outcome = await files.list({ limit: 2 }, signal);
      assert.deepEqual([outcome.entries.length, outcome.truncated], [2, true]);
    });
  });
});

describe('Files in several roots', () => {
  let roots: TemporaryRoots;
  let files: WorkspaceFiles;

  before(async () => {
    roots = await makeRoots(['one/api', 'two/api', 'web'], {
      'one/api/src/a.ts': 'one\n',
      'two/api/src/a.ts': 'two\n',
      'two/api/only.ts': 'only\n',
      'web/.gitignore': 'dist\n',
      'web/dist/x.js': 'x\n',
      'web/index.html': 'web\n',
    });
    files = createFiles({ folders: roots.folders, outputFolder: path.join(roots.base, 'output') });
  });
  after(() => roots.dispose());

  it('names roots apart', () => {
    assert.deepEqual(
      files.roots.map((root) => root.name),
      ['api', 'api (2)', 'web'],
    );
  });

  const texts: readonly (readonly [asked: string, path: string, text: string])[] = [
    ['api/src/a.ts', 'api/src/a.ts', 'one\n'],
    ['api (2)/src/a.ts', 'api (2)/src/a.ts', 'two\n'],
    ['only.ts', 'api (2)/only.ts', 'only\n'],
    ['web/../web/index.html', 'web/index.html', 'web\n'],
  ];
  for (const [asked, where, text] of texts) {
    it(`reads ${asked}`, async () => {
      const outcome = await files.read(asked, signal);
      assert.deepEqual(outcome.kind === 'text' && [outcome.path, outcome.text], [where, text]);
    });
  }

  it('does not guess between roots, nor find one root’s file in another', async () => {
    const ambiguous = await files.read('src/a.ts', signal);
    assert.ok(ambiguous.kind === 'refused');
    assert.match(
      ambiguous.reason,
      /begin the path with a folder's name: api\/, api \(2\)\/, web\//,
    );
    assert.equal((await files.read('web/only.ts', signal)).kind, 'missing');
  });

  it('covers ignored folders by their whole path', async () => {
    const outcome = await files.read('web/dist/x.js', signal);
    assert.equal(outcome.kind === 'refused' && outcome.ask?.covers, 'web/dist/');
  });

  it('lists all roots under their names', async () => {
    const outcome = await files.list({ glob: '**', limit: 100 }, signal);
    assert.deepEqual(
      outcome.entries.map((entry) => entry.path),
      [
        ...['api (2)/only.ts', 'web/.gitignore', 'web/index.html', 'api/src/a.ts'],
        'api (2)/src/a.ts',
      ],
    );
  });

  it('finds the path of a URI', () => {
    const uri = vscode.Uri.file(path.join(roots.base, 'two/api/src/a.ts'));
    assert.equal(files.pathOf(uri), 'api (2)/src/a.ts');
    assert.equal(files.pathOf(vscode.Uri.file('/etc/passwd')), undefined);
  });
});
