import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

import { panelHtml } from '../../../src/host/panel-html.ts';

export interface PanelServer {
  /** `http://127.0.0.1:PORT`, which is also the page's CSP source. */
  readonly origin: string;
  close(): Promise<void>;
}

const root = path.join(import.meta.dirname, '../../..');

/** Builds the panel as a release does and serves it the way VS Code would: the real page, its policy on. */
export async function startPanelServer(): Promise<PanelServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ratchet-panel-'));
  await build({
    entryPoints: { panel: path.join(root, 'src/webview/main.tsx') },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const codicons = path.join(root, 'node_modules/@vscode/codicons/dist');
  const files = new Map([
    ['/panel.js', [path.join(folder, 'panel.js'), 'text/javascript']],
    ['/panel.css', [path.join(folder, 'panel.css'), 'text/css']],
    ['/codicon.css', [path.join(codicons, 'codicon.css'), 'text/css']],
    ['/codicon.ttf', [path.join(codicons, 'codicon.ttf'), 'font/ttf']],
  ] as const);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = files.get(pathname as '/panel.js');
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(page(`http://${request.headers.host ?? ''}`));
    } else if (file) {
      response.setHeader('content-type', file[1]);
      void readFile(file[0]).then((content) => response.end(content));
    } else {
      // What a browser asks of its own accord (an icon for its tab) is not an error of the page.
      response.statusCode = pathname === '/favicon.ico' ? 204 : 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

function page(origin: string): string {
  return panelHtml({
    nonce: randomBytes(16).toString('base64url'),
    cspSource: origin,
    scriptUri: `${origin}/panel.js`,
    styleUri: `${origin}/panel.css`,
    codiconsUri: `${origin}/codicon.css`,
    language: 'en',
  });
}
