import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Trouble } from '../say.ts';
import { writeNew } from '../write-new.ts';
import { listProcesses, newestOutermost } from './process-tree.ts';
import { runProgram } from './run-program.ts';
import { startKept } from './start-kept.ts';
import type { WebHost } from './web-host.ts';

export interface ServerOptions {
  /** Settings, extensions and logs of this server; created when it is not there. */
  readonly dataDir: string;
  /** First content of the machine settings file, which also takes most user settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly env: NodeJS.ProcessEnv;
  /** `off`: every folder is trusted; `ask`: VS Code's own Workspace Trust. */
  readonly trust: 'off' | 'ask';
  /** A VSIX to install before the start. */
  readonly vsix?: string;
  /** `token` for a person's window; `none` is for tests alone: any web page could connect. */
  readonly guard: 'token' | 'none';
}

export interface WebServer {
  readonly port: number;
  /** Address of the empty window, with the token when there is one. */
  readonly address: URL;
  readonly dataDir: string;
  /** What the server printed so far. */
  log(): string;
  /** Process id of the newest extension host (each open window has one), as soon as it runs. */
  extensionHostPid(): Promise<number>;
  /** Resolves when the server has ended, by `close` or by itself. */
  readonly ended: Promise<number>;
  close(): Promise<void>;
}

/** Starts a VS Code server on a free loopback port; resolves when it takes connections. */
export async function startWebServer(host: WebHost, options: ServerOptions): Promise<WebServer> {
  const { dataDir } = options;
  const machine = path.join(dataDir, 'data/Machine');
  await mkdir(machine, { recursive: true });
  await writeNew(path.join(machine, 'settings.json'), JSON.stringify(options.settings, null, 2));
  const env = serverEnvironment(options.env);
  if (options.vsix !== undefined) await installVsix(host, dataDir, options.vsix, env);

  const token = options.guard === 'token' ? randomBytes(24).toString('hex') : undefined;
  const server = startKept(
    host.node,
    [
      host.serverMain,
      ...['--host', '127.0.0.1', '--port', '0', '--server-data-dir', dataDir],
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
      // Without this flag the page ignores which extension is being developed.
      '--enable-smoke-test-driver',
      ...(options.trust === 'off' ? ['--disable-workspace-trust'] : []),
      ...(token === undefined
        ? ['--without-connection-token']
        : ['--connection-token-file', await writeToken(dataDir, token)]),
    ],
    { env },
  );
  const lines: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    for (const stream of [server.child.stdout, server.child.stderr]) {
      if (stream === null) continue;
      createInterface(stream).on('line', (line) => {
        lines.push(line);
        const listening = /agent listening on (\d+)/.exec(line);
        if (listening !== null) resolve(Number(listening[1]));
      });
    }
    server.child.once('exit', (code) => {
      const said = lines.slice(-5).join('\n');
      reject(new Trouble(`The VS Code server ended at its start (${code ?? 'signal'}):\n${said}`));
    });
  });
  const address = new URL(`http://127.0.0.1:${port}/`);
  if (token !== undefined) address.searchParams.set('tkn', token);
  return {
    port,
    address,
    dataDir,
    log: () => lines.join('\n'),
    extensionHostPid: () => findExtensionHost(server.child.pid ?? 0),
    ended: server.ended,
    close: () => server.end(),
  };
}

/** The server starts it when a page has connected, and says nothing when it does: so we look. */
async function findExtensionHost(server: number): Promise<number> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const newest = newestOutermost(listProcesses(), server, '--type=extensionHost');
    if (newest !== undefined) return newest;
    await delay(50);
  }
  throw new Trouble('No extension host runs: no page is open, or it could not be started.');
}

function installVsix(
  host: WebHost,
  dataDir: string,
  vsix: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const log = path.join(dataDir, 'install-extension.log');
  const args = [host.serverMain, '--server-data-dir', dataDir, '--accept-server-license-terms'];
  return runProgram(host.node, [...args, '--install-extension', vsix], { env, log });
}

/** Only its owner may read it: the token is the key to a shell. */
async function writeToken(dataDir: string, token: string): Promise<string> {
  const file = path.join(dataDir, 'connection-token');
  // `mode` counts only for a new file.
  await rm(file, { force: true });
  await writeFile(file, token, { mode: 0o600, flag: 'wx' });
  return file;
}

/** The server's children must not take themselves for parts of a window they were started from. */
function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([key]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(key)),
  );
}
