import { chromium, type Browser } from 'playwright-core';

import { ensureBrowser } from '../../../scripts/host/browser.ts';
import { openPanel, type Panel, type PanelOptions } from './panel.ts';
import { startPanelServer, type PanelServer } from './panel-server.ts';

export interface PanelBrowser {
  open(options?: PanelOptions): Promise<Panel>;
}

/**
 * One browser and one server for the tests of a `describe` block. Pages opened in a test are closed
 * after it, and a page that threw, or asked for something its policy forbids, fails the test.
 */
export function usePanelBrowser(): PanelBrowser {
  let browser: Browser | undefined;
  let server: PanelServer | undefined;
  let panels: Panel[] = [];
  before(async function () {
    this.timeout(300_000);
    [server, browser] = await Promise.all([startPanelServer(), launch()]);
  });
  afterEach(async () => {
    const open = panels;
    panels = [];
    for (const panel of open) await panel.close();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  return {
    async open(options = {}) {
      if (!browser || !server) throw new Error('The browser starts in the before hook.');
      const panel = await openPanel(browser, server.origin, options);
      panels.push(panel);
      return panel;
    },
  };
}

async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
}
