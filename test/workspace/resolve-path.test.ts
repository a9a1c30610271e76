import assert from 'node:assert/strict';
import {
  nameRoots,
  type NamedRoot,
  resolvePath,
  rootOf,
} from '../../src/host/workspace/resolve-path.ts';

const root = (name: string, folder: string): NamedRoot => ({
  name,
  uri: `file://${folder}`,
  folder,
});
const one = [root('shop', '/work/shop')];
const two = [root('api', '/work/api'), root('web', '/work/web'), root('deep', '/work/api/deep')];
const posix = { windows: false, home: '/home/me' };

describe('nameRoots', () => {
  it('keeps names apart', () => {
    const folders = ['api', 'web', 'api', 'api'].map((name, index) => ({
      name,
      uri: `file:///${index}`,
      folder: `/${index}`,
    }));
    assert.deepEqual(
      nameRoots(folders).map((entry) => entry.name),
      ['api', 'web', 'api (2)', 'api (3)'],
    );
  });
});

describe('resolvePath', () => {
  const inside: readonly (readonly [raw: string, relative: string])[] = [
    ['src/a.ts', 'src/a.ts'],
    ['./src//a.ts', 'src/a.ts'],
    [' src/a.ts ', 'src/a.ts'],
    ['src\\a.ts', 'src/a.ts'],
    ['src/../lib/a.ts', 'lib/a.ts'],
    ['/work/shop/src/a.ts', 'src/a.ts'],
    ['/work/shop', ''],
    ['/work/x/../shop/a', 'a'],
    ['../shop/a', 'a'],
    ['file:///work/shop/a%20b.ts', 'a b.ts'],
    ['.', ''],
    ['', ''],
    ['-rf', '-rf'],
    ['a:b', 'a:b'],
    ['größe/文字.ts', 'größe/文字.ts'],
    ['...', '...'],
  ];
  for (const [raw, relative] of inside) {
    it(`finds ${JSON.stringify(raw)}`, () => {
      assert.deepEqual(resolvePath(raw, one, posix), { kind: 'root', root: one[0], relative });
    });
  }

  const outside: readonly (readonly [raw: string, path: string])[] = [
    ['../x', '/work/x'],
    ['src/../../x', '/work/x'],
    ['..\\x', '/work/x'],
    ['/etc/passwd', '/etc/passwd'],
    ['/work/shopping/a', '/work/shopping/a'],
    ['/work/shop/../x', '/work/x'],
    ['~/.ssh/id_rsa', '/home/me/.ssh/id_rsa'],
    ['~', '/home/me'],
    ['file:///etc/passwd', '/etc/passwd'],
    ['FILE:///etc/passwd', '/etc/passwd'],
    ['file:///work/shop/%2e%2e/x', '/work/x'],
    ['file://server/share/x', '/server/share/x'],
    ['//server/share/x', '/server/share/x'],
    ['\\\\server\\share\\x', '/server/share/x'],
    ['C:\\Windows\\x', 'C:/Windows/x'],
    ['c:/x', 'c:/x'],
    ['../../../../../../etc/passwd', '/etc/passwd'],
  ];
  for (const [raw, path] of outside) {
    it(`sees that ${JSON.stringify(raw)} leaves`, () => {
      const resolved = resolvePath(raw, one, posix);
      assert.ok(resolved.kind === 'outside');
      assert.equal(resolved.path.replace(/^\/\//, '/'), path);
    });
  }

  for (const raw of [
    'a\0b',
    'a\nb',
    'https://x.example/a',
    'vscode://x',
    'file://%zz',
    'a\x1b[2Jb',
  ]) {
    it(`refuses ${JSON.stringify(raw)}`, () => {
      assert.equal(resolvePath(raw, one, posix).kind, 'invalid');
    });
  }

  it('says so when no folder is open', () => {
    assert.equal(resolvePath('a', [], posix).kind, 'invalid');
    assert.equal(resolvePath('../a', [], posix).kind, 'invalid');
    assert.equal(resolvePath('/a', [], posix).kind, 'outside');
  });

  describe('with several roots', () => {
    it('reads the root’s name off the path', () => {
      assert.deepEqual(resolvePath('web/src/a.ts', two, posix), {
        kind: 'root',
        root: two[1],
        relative: 'src/a.ts',
      });
    });

    it('leaves a path without one to the files that exist', () => {
      assert.deepEqual(resolvePath('src/a.ts', two, posix), {
        kind: 'anyRoot',
        relative: 'src/a.ts',
      });
    });

    it('never lets a path of one root into another by climbing out of sight', () => {
      assert.deepEqual(resolvePath('web/../../api/a', two, posix), {
        kind: 'root',
        root: two[0],
        relative: 'a',
      });
      assert.equal(resolvePath('web/../../x', two, posix).kind, 'outside');
    });

    it('takes the innermost of nested roots', () => {
      assert.deepEqual(rootOf('/work/api/deep/a', two, false), { root: two[2], relative: 'a' });
      assert.equal(rootOf('/work/apis/a', two, false), undefined);
    });
  });

  describe('on Windows', () => {
    const roots = [root('shop', 'C:/work/shop')];
    const windows = { windows: true, home: 'C:/Users/me' };
    it('takes drive paths in any spelling', () => {
      for (const raw of [
        'C:\\work\\shop\\a.ts',
        'c:/WORK/Shop/a.ts',
        'file:///c:/work/shop/a.ts',
      ]) {
        assert.deepEqual(resolvePath(raw, roots, windows), {
          kind: 'root',
          root: roots[0],
          relative: 'a.ts',
        });
      }
      assert.equal(resolvePath('D:\\work\\shop\\a.ts', roots, windows).kind, 'outside');
      assert.equal(resolvePath('\\\\?\\C:\\x', roots, windows).kind, 'outside');
    });
  });
});
