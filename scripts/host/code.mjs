#!/usr/bin/env node
/**
 * A drop-in for the `code` executable (a `vscodeExecutablePath`): runs the extension and its tests
 * in the npm-borne VS Code. Re-executes itself under the project's own Node, whichever Node the
 * caller's PATH holds.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const node = path.resolve(here, '../../node_modules/node/bin/node');
const child = spawn(node, [path.join(here, 'launch.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`${node} cannot be run (${error.message}): run "npm ci" first.\n`);
  process.exitCode = 1;
});
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
