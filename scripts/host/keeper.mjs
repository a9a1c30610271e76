/**
 * Runs a program and ends it, with all it started, as soon as the process that asked for it is
 * gone, however that ended (a crash or `kill -9` included): it holds the other end of our stdin.
 * It leads a process group of its own, so that Ctrl+C reaches only the one who asked.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { endProcessTrees } from './process-tree.ts';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  process.stderr.write(`${command} cannot be run: ${error.message}\n`);
  process.exitCode = 127;
  process.stdin.destroy();
});
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
  void end();
});
let ending = false;

async function end() {
  if (ending) return;
  ending = true;
  if (child.pid !== undefined) await endProcessTrees([child.pid]);
  // Whoever lost its parent in a crash is still in our group; we are the last of it.
  if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL');
  process.exit();
}

process.stdin.resume().on('close', end);
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(signal, end);
