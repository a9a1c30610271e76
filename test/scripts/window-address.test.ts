import assert from 'node:assert/strict';
import { parseLaunchArguments } from '../../scripts/host/launch-arguments.ts';
import { windowAddress } from '../../scripts/host/window-address.ts';

const server = new URL('http://127.0.0.1:8123/?tkn=abc');

describe('the address of a window', () => {
  it('keeps the token and names folder, extension and tests', () => {
    const { searchParams } = windowAddress(server, {
      open: '/home/my project/ä',
      extensionDevelopmentPath: '/src/my ratchet',
      extensionTestsPath: '/src/my ratchet/dist/test/index.js',
    });
    assert.equal(searchParams.get('tkn'), 'abc');
    assert.equal(searchParams.get('folder'), '/home/my project/ä');
    assert.deepEqual(JSON.parse(searchParams.get('payload') ?? ''), [
      ['extensionDevelopmentPath', 'vscode-remote://127.0.0.1:8123/src/my%20ratchet'],
      ['extensionTestsPath', 'vscode-remote://127.0.0.1:8123/src/my%20ratchet/dist/test/index.js'],
      ['skipWelcome', 'true'],
    ]);
  });

  const kinds: readonly [string | undefined, string, string][] = [
    ['/a/b.code-workspace', 'workspace', '/a/b.code-workspace'],
    ['/a/b', 'folder', '/a/b'],
    [undefined, 'ew', 'true'],
  ];
  for (const [open, key, value] of kinds) {
    it(`opens ${open ?? 'an empty window'} as ${key}`, () => {
      const address = windowAddress(server, open === undefined ? {} : { open });
      assert.equal(address.searchParams.get(key), value);
    });
  }
});

describe('the command line of the launcher', () => {
  it('takes what @vscode/test-electron passes', () => {
    const launched = parseLaunchArguments([
      '/tmp/folder',
      '--no-sandbox',
      '--disable-gpu-sandbox',
      '--disable-workspace-trust',
      '--extensionTestsPath=/x/index.js',
      '--extensionDevelopmentPath=/x',
      '--user-data-dir=/y',
    ]);
    assert.deepEqual(launched, {
      open: '/tmp/folder',
      extensionDevelopmentPath: '/x',
      extensionTestsPath: '/x/index.js',
      trust: 'off',
    });
  });

  it('keeps Workspace Trust on unless told otherwise', () => {
    assert.deepEqual(parseLaunchArguments([]), { trust: 'ask' });
  });
});
