import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { quietSettings } from '../host/base-settings.ts';
import { ensureBrowser, leaveSignals } from '../host/browser.ts';
import { hasDisplay } from '../host/desktop.ts';
import { linkExtension } from '../host/link-extension.ts';
import { ensureWebHost } from '../host/web-host.ts';
import { startWebServer } from '../host/web-server.ts';
import { windowAddress } from '../host/window-address.ts';
import { hostCache, root } from '../paths.ts';
import { say } from '../say.ts';
import { closeAll } from '../close-all.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { OpenWindow, WindowRequest } from './window.ts';

/**
 * Opens the npm-borne VS Code for a person: guarded by a random token, with Workspace Trust on but
 * for our own sample. With a display a browser window opens, without one the address is printed.
 */
export async function openWebWindow(request: WindowRequest): Promise<OpenWindow> {
  const resources = closeAll();
  try {
    const host = await ensureWebHost('current');
    const browser = hasDisplay() ? await ensureBrowser() : undefined;
    const dataDir = request.isSample
      ? resources.add(await temporaryFolder('ratchet-window-')).folder
      : path.join(hostCache, 'window-data');
    const server = resources.add(
      await startWebServer(host, {
        dataDir,
        settings: quietSettings,
        env: request.env,
        trust: request.isSample ? 'off' : 'ask',
        guard: 'token',
      }),
    );
    const address = windowAddress(server.address, {
      open: request.folder,
      extensionDevelopmentPath: await linkExtension(dataDir, root),
    });
    if (browser === undefined) {
      say(`Open this address in a browser on this machine:\n\n  ${address.href}\n`);
      return { closed: server.ended, close: resources.close };
    }
    const profile = resources.add(await temporaryFolder('ratchet-browser-'));
    const window = resources.add(await openBrowserWindow(browser, profile.folder, address));
    return { closed: Promise.race([server.ended, window.closed]), close: resources.close };
  } catch (error) {
    await resources.close();
    throw error;
  }
}

/** A window without tabs; the address, which holds the token, never is on a command line. */
async function openBrowserWindow(executablePath: string, profile: string, address: URL) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    ...leaveSignals,
    headless: false,
    viewport: null,
    args: ['--app=about:blank', '--window-size=1400,900'],
    ignoreDefaultArgs: ['--enable-automation'],
    chromiumSandbox: os.userInfo().uid !== 0,
  });
  const closed = new Promise<void>((resolve) => {
    context.on('close', () => {
      resolve();
    });
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(address.href);
  return { closed, close: () => context.close() };
}
