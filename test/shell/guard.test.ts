import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processLives } from './process-lives.ts';

describe('the guard', () => {
  it('ends every command when the host is killed', async function () {
    if (process.platform !== 'linux') this.skip();
    const folder = await mkdtemp(path.join(tmpdir(), 'ratchet-guard-'));
    const script = path.join(import.meta.dirname, 'killed-host.ts');
    const host = spawn(process.execPath, [script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await once(host.stdout, 'data')) as [Buffer];
      const pids = line.toString().trim().split(' ').map(Number);
      assert.equal(pids.length, 3);
      assert.ok(pids.every(processLives), line.toString());
      host.kill('SIGKILL');
      await once(host, 'exit');
      // Ends when they are gone, and only then: a leak shows as this test's time-out.
      while (pids.some(processLives)) await sleep(20);
    } finally {
      host.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    }
  }).timeout(20_000);
});
