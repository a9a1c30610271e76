import assert from 'node:assert/strict';
import { listFiles, PackageManager } from '@vscode/vsce';
import { closeAll } from '../../scripts/close-all.ts';
import { openPanel } from '../../scripts/host/drive-window.ts';
import { startHost } from '../../scripts/host/start-host.ts';
import { packExtension } from '../../scripts/pack-extension.ts';
import { root } from '../../scripts/paths.ts';
import { borrowSample } from '../../scripts/sample.ts';
import { temporaryFolder } from '../../scripts/temporary-folder.ts';

describe('the packed extension', () => {
  const resources = closeAll();
  let vsix = '';
  let bytes = 0;
  before(async () => {
    const { folder } = resources.add(await temporaryFolder('ratchet-vsix-'));
    ({ file: vsix, bytes } = await packExtension(folder));
  });
  after(() => resources.close());

  it('is at most 2 MB', () => {
    assert.ok(bytes <= 2 * 1024 * 1024, `${bytes} bytes`);
  });

  it('carries the build and what a user reads, and nothing else', async () => {
    const allowed =
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|media\/.+|dist\/([\w.-]+\.js|package\.json|webview\/[\w.-]+\.(js|css|ttf)))$/;
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    assert.deepEqual(
      files.filter((file) => !allowed.test(file)),
      [],
    );
    for (const file of ['dist/extension.js', 'dist/engine.js', 'dist/webview/panel.js']) {
      assert.ok(files.includes(file), file);
    }
  });

  it('works as installed from the file: the panel opens and takes a message', async () => {
    const sample = resources.add(await borrowSample());
    const host = resources.add(await startHost({ vsix, open: sample.folder }));
    const panel = await openPanel(await host.page());
    const message = panel.getByRole('textbox', { name: 'Message Ratchet' });
    await message.fill('Why are the totals wrong?');
    await panel.getByRole('button', { name: 'Send' }).click();
    await panel
      .getByRole('log', { name: 'Conversation' })
      .getByText('Why are the totals wrong?')
      .waitFor();
  });
});
