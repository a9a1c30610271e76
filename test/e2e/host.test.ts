import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { themes } from '../../scripts/host/base-settings.ts';
import { openFile, runCommand } from '../../scripts/host/drive-window.ts';
import { startHost, type Host, type HostOptions } from '../../scripts/host/start-host.ts';
import { root } from '../../scripts/paths.ts';
import { closeAll } from '../../scripts/close-all.ts';
import { temporaryFolder } from '../../scripts/temporary-folder.ts';

describe('the VS Code that tests run in', () => {
  const resources = closeAll();
  afterEach(() => resources.close());

  async function hostOn(options: (folder: string) => HostOptions): Promise<Host> {
    const { folder } = resources.add(await temporaryFolder('ratchet-e2e-'));
    await writeFile(path.join(folder, 'first.txt'), 'one\n');
    return resources.add(await startHost(options(folder)));
  }

  it('opens a folder, its files and the command palette', async () => {
    const host = await hostOn((open) => ({ open }));
    const page = await host.page();
    await openFile(page, 'first.txt');
    await runCommand(page, 'File: New Untitled Text File');
    await page.getByRole('tab', { name: 'Untitled-1' }).waitFor();
  });

  it('opens a workspace of several folders', async () => {
    const { folder } = resources.add(await temporaryFolder('ratchet-e2e-'));
    for (const name of ['api', 'web']) await mkdir(path.join(folder, name));
    const open = path.join(folder, 'both.code-workspace');
    await writeFile(open, JSON.stringify({ folders: [{ path: 'api' }, { path: 'web' }] }));
    const host = resources.add(await startHost({ open }));
    const page = await host.page();
    const explorer = page.getByRole('tree', { name: 'Files Explorer' });
    for (const name of ['api', 'web']) await explorer.getByText(name, { exact: true }).waitFor();
  });

  it('is in Restricted Mode when trust is to be asked for', async () => {
    const host = await hostOn((open) => ({ open, trust: 'ask' }));
    const page = await host.page();
    await page
      .getByRole('button', { name: /Restricted Mode/ })
      .first()
      .waitFor();
  });

  it('comes back with another extension host after that was killed', async () => {
    const host = await hostOn((open) => ({ open }));
    await host.page();
    const first = await host.extensionHostPid();
    process.kill(first, 'SIGKILL');
    const page = await host.page();
    await openFile(page, 'first.txt');
    assert.notEqual(await host.extensionHostPid(), first);
  });

  it('takes its theme from the settings, also with our extension', async () => {
    const host = await hostOn((open) => ({
      open,
      extensionDevelopmentPath: root,
      settings: { 'workbench.colorTheme': themes.highContrast },
    }));
    const page = await host.page();
    await page.locator('.monaco-workbench.hc-black').waitFor();
  });
});
