import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hostCache } from '../paths.ts';
import { say, Trouble } from '../say.ts';
import { withFileLock } from './file-lock.ts';
import { runProgram } from './run-program.ts';
import { hostVersions, type HostVersion, type HostVersionName } from './versions.ts';

/** An installed VS Code server and the Node that must run it. */
export interface WebHost {
  readonly node: string;
  readonly serverMain: string;
}

/**
 * The VS Code of that version as the npm registry carries it (inside the `code-server` package),
 * installed into the cache when it is not there. Complete or absent: it is put together under
 * another name and renamed last, so an interrupted run starts over and leaves nothing half done.
 */
export async function ensureWebHost(name: HostVersionName): Promise<WebHost> {
  if (process.platform === 'win32') {
    throw new Trouble(
      'The npm-borne VS Code runs on Linux and macOS only: on Windows the desktop VS Code is needed.',
    );
  }
  const version = hostVersions[name];
  const home = path.join(hostCache, `web-${version.vscode}`);
  if (!existsSync(home)) {
    await withFileLock(
      `${home}.lock`,
      () => {
        say(`Another command is installing VS Code ${version.vscode}: waiting for it…`);
      },
      async () => {
        if (!existsSync(home)) await install(version, home);
      },
    );
  }
  return {
    node: path.join(home, 'node_modules/node/bin/node'),
    serverMain: path.join(home, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

async function install(version: HostVersion, home: string): Promise<void> {
  await removeLeftovers(home);
  const draft = `${home}.partial-${process.pid}`;
  const log = `${home}.install.log`;
  await rm(log, { force: true });
  await mkdir(draft, { recursive: true });
  const manifest = { private: true, allowScripts: { node: true } };
  await writeFile(path.join(draft, 'package.json'), JSON.stringify(manifest));

  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const node = path.join(draft, 'node_modules/node/bin');
  const env = cleanNpmEnvironment(node);
  const npm = (title: string, cwd: string, ...args: string[]) => {
    say(`  ${title}…`);
    return runProgram('npm', [...args, ...quiet], { cwd, env, log });
  };

  say(`Installing VS Code ${version.vscode} from npm (once, about 600 MB, a minute):`);
  const vscode = path.join(draft, 'node_modules/code-server/lib/vscode');
  await npm(`1/5 Node ${version.node}`, draft, 'install', `node@${version.node}`);
  if (!existsSync(path.join(node, 'node'))) {
    throw new Trouble(
      `npm left out the install step of node@${version.node}: allow install scripts (npm config delete ignore-scripts) and run the command again.`,
    );
  }
  await npm(
    '2/5 VS Code',
    draft,
    'install',
    `code-server@${version.codeServer}`,
    '--ignore-scripts',
  );
  await npm('3/5 its libraries', vscode, 'install', '--omit=dev', '--ignore-scripts');
  await npm(
    '4/5 its native parts',
    vscode,
    'rebuild',
    'node-pty',
    '@vscode/spdlog',
    '@vscode/native-watchdog',
  );
  await npm(
    '5/5 its built-in extensions',
    path.join(vscode, 'extensions'),
    'install',
    '--omit=dev',
  );
  await rename(draft, home);
  say(`VS Code ${version.vscode} is ready.`);
}

/** What earlier, interrupted runs left; only the holder of the lock comes here. */
async function removeLeftovers(home: string): Promise<void> {
  const prefix = `${path.basename(home)}.partial-`;
  for (const entry of await readdir(path.dirname(home))) {
    if (entry.startsWith(prefix)) {
      await rm(path.join(path.dirname(home), entry), { recursive: true, force: true });
    }
  }
}

/** npm inside an npm script sees the outer run's settings (`npm_*`); the inner one must not. */
function cleanNpmEnvironment(node: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([key]) => !/^npm_(config|package|lifecycle|command|execpath|node_execpath)/.test(key),
  );
  return { ...Object.fromEntries(kept), PATH: [node, process.env['PATH']].join(path.delimiter) };
}
