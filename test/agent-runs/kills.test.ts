/** The process is killed at random moments: what comes after it finds the task where it stood. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isToolCall, isToolCallOutput } from '../../src/core/agent/items.ts';
import { findPairingBreach } from '../../src/core/agent/pairing.ts';
import { restoreTask } from '../../src/core/agent/restore-task.ts';
import { readJournal } from '../../src/host/sessions/journal-file.ts';
import { readTree, seededRandom, writeTree } from '../checkpoints/scenario.ts';
import { startPractice, type Practice } from '../support/practice/server.ts';
import { refusals } from './agent-run.ts';
import { carefulTask, finalFiles, firstFiles } from './careful-task.ts';

const kills = Number(process.env['RATCHET_KILLS'] ?? 50);
const killsPerTask = 5;

describe('a task whose process is killed', function () {
  this.timeout(600_000);
  let folder = '';
  let practice: Practice;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ratchet-kills-'));
    await writeTree(path.join(folder, 'work'), firstFiles);
    practice = await startPractice({ script: carefulTask });
  });
  afterEach(async () => {
    await practice.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Answers with the number of moments when it lived to its end. */
  const live = async (killAt: number): Promise<number | undefined> => {
    const script = path.join(import.meta.dirname, 'killed-agent.ts');
    const child = spawn(process.execPath, [script, folder, `${practice.url}/v1`, String(killAt)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (signal === 'SIGKILL') return undefined;
    assert.equal(code, 0, said);
    return (JSON.parse(said) as { readonly moments: number }).moments;
  };

  const check = async (): Promise<void> => {
    assert.deepEqual(await tree(folder), [...finalFiles()].sort(byName));
    const { history } = restoreTask(await readJournal(path.join(folder, 'journal.jsonl')));
    assert.equal(findPairingBreach(history.items), undefined);
    const calls = history.items.filter(isToolCall).map((call) => call.call_id);
    const outputs = history.items.filter(isToolCallOutput).map((output) => output.call_id);
    assert.deepEqual(outputs, calls);
    assert.deepEqual(refusals({ practice }), []);
    assert.deepEqual(practice.prefixBreaks, []);
    assert.deepEqual(practice.mismatches, []);
  };

  let calm = 500;
  it('ends as it should when nobody kills it', async () => {
    const moments = await live(0);
    assert.ok(moments !== undefined && moments > 400, `${String(moments)} moments`);
    calm = moments;
    await check();
  });

  for (let task = 0; task < kills / killsPerTask; task += 1) {
    const seed = Number(process.env['RATCHET_SEED'] ?? 1) + task;
    it(`comes to the same end after ${killsPerTask} kills (RATCHET_SEED=${seed})`, async () => {
      const random = seededRandom(seed);
      for (let kill = 0; kill < killsPerTask; kill += 1) {
        // Together less than the whole, so that no life comes to the end.
        const killAt = 1 + Math.floor((random() * calm) / killsPerTask);
        assert.equal(await live(killAt), undefined, `kill ${kill} at moment ${killAt} missed`);
      }
      assert.notEqual(await live(0), undefined);
      await check();
    });
  }
});

async function tree(folder: string): Promise<readonly (readonly [string, string])[]> {
  return [...(await readTree(path.join(folder, 'work')))].sort(byName);
}

function byName([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : 1;
}
