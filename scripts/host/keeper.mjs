/**
 * Runs a program and ends it, with all it started, as soon as the process that asked for it is
 * gone, however that ended (a crash or `kill -9` included): it holds the other end of our stdin.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { descendantsOf, endProcessTrees } from './process-tree.ts';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  process.stderr.write(`${command} cannot be run: ${error.message}\n`);
  process.exit(127);
});
let ending = false;

async function end() {
  if (ending) return;
  ending = true;
  await endProcessTrees(descendantsOf(process.pid).map((entry) => entry.pid));
  process.exit(0);
}

// A new process group: Ctrl+C at the terminal reaches the one who started us, who then ends us.
process.stdin.resume().on('end', end).on('close', end);
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(signal, end);
child.on('exit', (code, signal) => {
  if (!ending) process.exit(code ?? (signal === null ? 0 : 1));
});
