/**
 * First step of every npm script: makes sure that the dependencies are installed as the lock file
 * says, then runs `scripts/<name>.ts` under the Node that came with them. Plain JavaScript that
 * Node 20 understands, because in a fresh clone nothing else is there yet.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const [name, ...rest] = process.argv.slice(2);
const script = path.join(root, name === 'build' ? 'esbuild.mjs' : `scripts/${name}.ts`);

installDependencies();
const node = bundledNode();
const child = spawn(node, [script, ...rest], {
  cwd: process.env.INIT_CWD && name === 'start' ? process.env.INIT_CWD : root,
  stdio: 'inherit',
  env: { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) },
});
// The child cleans up and ends; this process waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => fail(`${node} cannot be run: ${error.message}`));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});

function installDependencies() {
  if (isInstalled()) return;
  const lock = path.join(root, '.npm-ci.lock');
  waitForLock(lock);
  try {
    if (isInstalled()) return;
    process.stdout.write('Installing the dependencies (npm ci)…\n');
    const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
      shell: windows,
    });
    if (npm.error) fail(`npm cannot be run: ${npm.error.message}`);
    if (npm.status !== 0) fail('npm ci failed: see its message above, then run the command again.');
  } finally {
    rmSync(lock, { force: true });
  }
}

/** npm writes its hidden lock file last, so a half-finished install never looks complete. */
function isInstalled() {
  try {
    const wanted = packagesOf(path.join(root, 'package-lock.json'));
    const found = packagesOf(path.join(root, 'node_modules/.package-lock.json'));
    return Object.entries(wanted).every(
      ([where, entry]) =>
        where === '' ||
        entry.optional === true ||
        entry.peer === true ||
        found[where]?.version === entry.version,
    );
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function bundledNode() {
  const file = path.join(root, 'node_modules/node/bin', windows ? 'node.exe' : 'node');
  const wanted = packagesOf(path.join(root, 'package-lock.json'))['node_modules/node'].version;
  const version = existsSync(file) ? spawnSync(file, ['-v'], { encoding: 'utf8' }).stdout : '';
  if (version?.trim() === `v${wanted}`) return file;
  return fail(
    `Node ${wanted} did not arrive with the dependencies: run "npm rebuild node --foreground-scripts" and see what it says.`,
  );
}

/** Two commands started at once in a fresh clone must not both run npm in it. */
function waitForLock(lock) {
  for (let told = false; ;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isAlive(readHolder(lock))) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!told) process.stdout.write('Another command is installing the dependencies: waiting…\n');
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
}

function readHolder(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
}

function isAlive(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
