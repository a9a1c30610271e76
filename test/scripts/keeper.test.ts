import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listProcesses } from '../../scripts/host/process-tree.ts';
import { startKept } from '../../scripts/host/start-kept.ts';

// A program with a child that ignores being asked to end; both print their pid and stay.
const stubborn = `
  const { spawn } = require('node:child_process');
  console.log(process.pid);
  setInterval(() => {}, 1000);
  if (process.argv[1] !== 'child') {
    spawn(process.execPath, ['-e', process.env.SOURCE, 'child'], { stdio: 'inherit' });
  } else process.on('SIGTERM', () => {});
`;
const env = { ...process.env, SOURCE: stubborn };
const isLiving = (pid: number) => listProcesses().some((entry) => entry.pid === pid);

async function readPids(stream: NodeJS.ReadableStream, count: number): Promise<number[]> {
  const pids: number[] = [];
  for await (const line of createInterface({ input: stream })) {
    pids.push(Number(line));
    if (pids.length === count) break;
  }
  return pids;
}

// Windows has neither these signals nor this way to list processes.
const suite = process.platform === 'win32' ? describe.skip : describe;

suite('a kept process', () => {
  it('ends with its children, also those that ignore a polite request', async () => {
    const kept = startKept(process.execPath, ['-e', stubborn], { env, graceMs: 100 });
    assert.ok(kept.child.stdout);
    const pids = await readPids(kept.child.stdout, 2);
    assert.deepEqual(pids.map(isLiving), [true, true]);
    await kept.end();
    assert.deepEqual(pids.map(isLiving), [false, false]);
  });

  it('ends when the one who started it is killed', async () => {
    const starter = path.join(import.meta.dirname, '../../scripts/host/start-kept.ts');
    const source = `
      import { startKept } from ${JSON.stringify(starter)};
      const kept = startKept(process.execPath, ['-e', process.env.SOURCE], { output: 'inherit', graceMs: 100 });
      console.log(kept.child.pid);
      setInterval(() => {}, 1000);
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', source], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pids = await readPids(parent.stdout, 3);
    assert.deepEqual(pids.map(isLiving), [true, true, true]);
    parent.kill('SIGKILL');
    // Its output closes when the last of them, who all hold it, is going; the test's time is the limit.
    await once(parent, 'close');
    while (pids.some(isLiving)) await delay(5);
  });

  it('passes on the exit code', async () => {
    assert.equal(await startKept(process.execPath, ['-e', 'process.exit(7)'], {}).ended, 7);
    assert.equal(await startKept('/nonexistent/program', [], {}).ended, 127);
  });
});
