/**
 * Runs a program and ends it, with all it started, as soon as the process that asked for it is
 * gone, however that ended (a crash or `kill -9` included): it holds the other end of our stdin.
 * It leads a process group of its own, so that Ctrl+C reaches only the one who asked, and whoever
 * lost its parent in a crash is still found.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { endProcessTrees, groupOf } from './process-tree.ts';

const [graceMs, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let code = 1;
let ending = false;

child.on('error', (error) => {
  process.stderr.write(`${command} cannot be run: ${error.message}\n`);
  code = 127;
  void end();
});
child.on('exit', (status) => {
  code = status ?? 1;
  void end();
});
process.stdin.resume().on('close', end);
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(signal, end);

async function end() {
  if (ending) return;
  ending = true;
  const others = groupOf(process.pid).filter((pid) => pid !== process.pid);
  await endProcessTrees(child.pid === undefined ? others : [child.pid, ...others], Number(graceMs));
  process.exit(code);
}
