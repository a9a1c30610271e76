import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { watch } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { closeAll } from '../../scripts/close-all.ts';
import { runCommand } from '../../scripts/host/drive-window.ts';
import { startHost } from '../../scripts/host/start-host.ts';
import { temporaryFolder } from '../../scripts/temporary-folder.ts';

/** One VS Code per round: the kill comes at this many changes of the folder after the keep. */
const kills = [1, 6, 14];

describe('an extension host that is killed while it writes a change', () => {
  const resources = closeAll();
  afterEach(() => resources.close());

  for (const killAt of kills) {
    it(`leaves all files before or after, killed at change ${killAt}`, async () => {
      const { folder } = resources.add(await temporaryFolder('ratchet-kill-'));
      const extension = await buildExtension(path.join(folder, 'extension'));
      const work = path.join(folder, 'work');
      const before = await fillFolder(work);
      const host = resources.add(
        await startHost({ open: work, extensionDevelopmentPath: extension }),
      );
      const page = await host.page();
      await page.getByText('Reviews are ready').waitFor();
      const pid = await host.extensionHostPid();
      const stopper = new AbortController();
      const killed = killAtChange(work, killAt, pid, stopper.signal);
      await runCommand(page, 'Review Test: Change All');
      await killed;
      stopper.abort();

      const again = await host.page();
      await again.getByText('Reviews are ready').waitFor();
      const after = expectedAfter(before);
      const found = await readFolder(work);
      const ends = [before, after].map((tree) => JSON.stringify(tree));
      assert.ok(ends.includes(JSON.stringify(found)), JSON.stringify(found, undefined, 1));
      await again
        .getByText(/Ratchet was interrupted while writing/u)
        .first()
        .waitFor();
    });
  }
});

async function killAtChange(
  folder: string,
  count: number,
  pid: number,
  signal: AbortSignal,
): Promise<void> {
  const watcher = watch(folder, { recursive: true, signal });
  for (let seen = 0; seen < count; seen++) await once(watcher, 'change', { signal });
  process.kill(pid, 'SIGKILL');
}

type Tree = readonly (readonly [string, string])[];

async function fillFolder(folder: string): Promise<Tree> {
  await mkdir(folder, { recursive: true });
  for (let index = 0; index < 24; index++) {
    const letter = ['a', 'b', 'd', 'm'][index % 4] ?? 'a';
    await writeFile(path.join(folder, `${letter}${index}.txt`), `old ${index}\nsame\nold end\n`);
  }
  return readFolder(folder);
}

function expectedAfter(before: Tree): Tree {
  return before
    .filter(([name]) => !name.startsWith('d'))
    .map(([name, text]): readonly [string, string] => [
      name.startsWith('m') ? `moved/${name}` : name,
      text.replaceAll('old', 'new'),
    ])
    .sort(([left], [right]) => (left < right ? -1 : 1));
}

async function readFolder(folder: string): Promise<Tree> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  return Promise.all(
    names.map(async (name): Promise<readonly [string, string]> => [
      name,
      await readFile(path.join(folder, name), 'utf8'),
    ]),
  );
}

async function buildExtension(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({
      name: 'review-test',
      publisher: 'ratchet-test',
      version: '0.0.1',
      engines: { vscode: '^1.110.0' },
      main: './extension.js',
      activationEvents: ['onStartupFinished'],
      contributes: {
        commands: [
          { command: 'reviewTest.changeAll', title: 'Change All', category: 'Review Test' },
        ],
      },
    }),
  );
  await build({
    entryPoints: [path.join(import.meta.dirname, 'support/review-extension.ts')],
    outfile: path.join(folder, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    mainFields: ['module', 'main'],
    external: ['vscode'],
    logLevel: 'error',
  });
  return folder;
}
