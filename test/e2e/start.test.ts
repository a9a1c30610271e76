import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ensureBrowser } from '../../scripts/host/browser.ts';
import { closeAll } from '../../scripts/close-all.ts';
import { root } from '../../scripts/paths.ts';
import { temporaryFolder } from '../../scripts/temporary-folder.ts';

/** As in a terminal without a display and without a key. */
const env = { ...process.env };
for (const name of ['DISPLAY', 'WAYLAND_DISPLAY', 'OPENAI_API_KEY', 'OPENAI_BASE_URL']) {
  Reflect.deleteProperty(env, name);
}
env['RATCHET_HOST'] = 'web';

function start(...args: string[]) {
  const child = spawn(
    process.execPath,
    [path.join(root, 'scripts/bootstrap.mjs'), 'start', ...args],
    {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const lines: string[] = [];
  const ended = once(child, 'close').then(() => child.exitCode);
  const address = new Promise<URL>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        lines.push(line);
        const found = /^\s+(http:\S+)$/.exec(line);
        if (found?.[1] !== undefined) resolve(new URL(found[1]));
      });
    }
    ended.then(() => {
      reject(new Error(`It ended without an address:\n${lines.join('\n')}`));
    }, reject);
  });
  // Who does not wait for the address wants to see how it ends.
  address.catch(() => undefined);
  return {
    lines,
    address,
    ended,
    interrupt: () => child.kill('SIGINT'),
    close: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
}

describe('npm start without a display', () => {
  const resources = closeAll();
  afterEach(() => resources.close());

  async function visit(address: URL) {
    const executablePath = await ensureBrowser();
    const browser = resources.add(
      await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] }),
    );
    const page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(address.href);
    return page;
  }

  it('prints a guarded address of the sample, and takes everything away on Ctrl+C', async () => {
    const started = resources.add(start());
    const address = await started.address;
    assert.match(started.lines.join('\n'), /practice endpoint plays one recorded task/);
    assert.equal((await fetch(address.origin)).status, 403);

    const page = await visit(address);
    await page.getByRole('treeitem', { name: 'package.json' }).waitFor();
    assert.equal(await page.getByText('Restricted Mode').count(), 0);

    const folder = address.searchParams.get('folder') ?? '';
    assert.ok(existsSync(path.join(folder, 'package.json')));
    started.interrupt();
    assert.equal(await started.ended, 0);
    assert.equal(existsSync(folder), false);
    await assert.rejects(fetch(address.origin));
  });

  it('opens another folder in Restricted Mode and says that a key is needed', async () => {
    const { folder } = resources.add(await temporaryFolder('ratchet-e2e-'));
    const started = resources.add(start(folder));
    const address = await started.address;
    assert.equal(address.searchParams.get('folder'), folder);
    assert.match(started.lines.join('\n'), /OPENAI_API_KEY is not set: the panel will ask/);
    const page = await visit(address);
    await page
      .getByRole('button', { name: /Restricted Mode/ })
      .first()
      .waitFor();
  });

  it('says in one line that a folder is not there', async () => {
    const started = start('/nonexistent/folder');
    assert.equal(await started.ended, 1);
    assert.deepEqual(started.lines, [
      '/nonexistent/folder is not a folder: name one as in "npm start -- ../my-project".',
    ]);
  });
});
