import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { withFileLock } from '../../scripts/host/file-lock.ts';
import { temporaryFolder } from '../../scripts/temporary-folder.ts';

const noWait = () => {
  throw new Error('Nobody else holds it.');
};

describe('a file lock', () => {
  it('lets one in at a time, and in the next when the first has failed', async () => {
    const { folder, close } = await temporaryFolder('ratchet-lock-');
    const file = path.join(folder, 'lock');
    const events: string[] = [];
    const opened = Promise.withResolvers<undefined>();
    const waiting = Promise.withResolvers<undefined>();
    try {
      const first = withFileLock(file, noWait, async () => {
        events.push('first in');
        opened.resolve(undefined);
        await waiting.promise;
        events.push('first out');
        throw new Error('failed');
      });
      await opened.promise;
      const second = withFileLock(
        file,
        () => {
          waiting.resolve(undefined);
        },
        async () => {
          events.push('second in');
        },
      );
      await assert.rejects(first, /failed/);
      await second;
      assert.deepEqual(events, ['first in', 'first out', 'second in']);
    } finally {
      await close();
    }
  });

  it('ends with the process that held it, even when that was killed', async () => {
    const { folder, close } = await temporaryFolder('ratchet-lock-');
    const file = path.join(folder, 'lock');
    const module = path.join(import.meta.dirname, '../../scripts/host/file-lock.ts');
    const source = `
      import { withFileLock } from ${JSON.stringify(module)};
      await withFileLock(${JSON.stringify(file)}, () => {}, () => {
        console.log('in');
        return new Promise((resolve) => setTimeout(resolve, 1e8));
      });
    `;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(holder.stdout, 'data');
      let waited = false;
      const result = await withFileLock(
        file,
        () => {
          waited = true;
          holder.kill('SIGKILL');
        },
        async () => 'ours',
      );
      assert.equal(result, 'ours');
      assert.equal(waited, true);
    } finally {
      holder.kill('SIGKILL');
      await close();
    }
  });
});
