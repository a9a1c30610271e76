import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { closeAll } from '../close-all.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { ensureBrowser, leaveSignals } from './browser.ts';
import { hostVersionFromEnvironment, type HostVersionName } from './versions.ts';
import { linkExtension } from './link-extension.ts';
import { ensureWebHost } from './web-host.ts';
import { startWebServer, type WebServer } from './web-server.ts';
import { testSettings } from './base-settings.ts';
import { windowAddress } from './window-address.ts';

export interface HostOptions {
  /** Absolute path of a folder or a `.code-workspace` file; an empty window when left out. */
  readonly open?: string;
  /** The extension from its folder (as F5 does) … */
  readonly extensionDevelopmentPath?: string;
  /** … or packed, installed as a user would install it. */
  readonly vsix?: string;
  /** A module whose `run()` the extension host calls, as desktop VS Code does. */
  readonly extensionTestsPath?: string;
  /** Settings over `testSettings`; user settings belong here too. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment over this process's own; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** `off` (the default): every folder is trusted; `ask`: opens in Restricted Mode. */
  readonly trust?: 'off' | 'ask';
  /** The VS Code to run; the default follows `RATCHET_HOST_VERSION` (`current` or `oldest`). */
  readonly version?: HostVersionName;
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface Host {
  readonly url: string;
  /** Settings, extensions, logs and `data/User/globalStorage` of this server. */
  readonly serverDataDir: string;
  readonly context: BrowserContext;
  /**
   * Opens the window (again: a new page takes over from the one before, as a reload does) and
   * resolves when its workbench is usable.
   */
  page(): Promise<Page>;
  /** Process id of the window's extension host, as soon as it runs. */
  extensionHostPid(): Promise<number>;
  /** What the server printed and what the pages' consoles said, for a failing test. */
  log(): string;
  close(): Promise<void>;
}

/** Starts a real VS Code whose window Playwright can drive as a person would. */
export async function startHost(options: HostOptions = {}): Promise<Host> {
  const webHost = await ensureWebHost(options.version ?? hostVersionFromEnvironment());
  const executablePath = await ensureBrowser();
  const resources = closeAll();
  try {
    const dataDir = resources.add(await temporaryFolder('ratchet-host-')).folder;
    const server = resources.add(
      await startWebServer(webHost, {
        dataDir,
        settings: { ...testSettings, ...options.settings },
        env: { ...process.env, ...options.env },
        trust: options.trust ?? 'off',
        guard: 'none',
        ...(options.vsix === undefined ? {} : { vsix: options.vsix }),
      }),
    );
    const browser = resources.add(
      await chromium.launch({ executablePath, args: browserArguments, ...leaveSignals }),
    );
    const { extensionDevelopmentPath: extension, ...rest } = options;
    const linked =
      extension === undefined
        ? rest
        : { ...rest, extensionDevelopmentPath: await linkExtension(dataDir, extension) };
    return await hostOf(server, browser, linked, resources.close);
  } catch (error) {
    await resources.close();
    throw error;
  }
}

/** Chromium as root in a container without a GPU, talking to nobody but the page. */
const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function hostOf(
  server: WebServer,
  browser: Browser,
  options: HostOptions,
  close: () => Promise<void>,
): Promise<Host> {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1400, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  const url = windowAddress(server.address, options).href;
  const consoleLines: string[] = [];
  let current: Page | undefined;
  return {
    url,
    serverDataDir: server.dataDir,
    context,
    async page() {
      await current?.close();
      const page = await context.newPage();
      current = page;
      page.on('console', (message) => consoleLines.push(message.text()));
      await page.goto(url);
      // The theme comes from an extension: when it is there, the workbench is drawn and listens.
      await page.locator('.monaco-workbench[class*="vscode-theme-"] .part.statusbar').waitFor();
      return page;
    },
    extensionHostPid: () => server.extensionHostPid(),
    log: () => [server.log(), ...consoleLines].join('\n'),
    close,
  };
}
