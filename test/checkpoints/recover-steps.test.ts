import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createNodeStorage } from '../../src/host/checkpoints/node-storage.ts';
import { recoverSteps } from '../../src/host/checkpoints/recover-steps.ts';
import { openTaskCheckpoints } from '../../src/host/checkpoints/task-checkpoints.ts';
import { createNodePlaces, utf8Codec } from './node-places.ts';
import {
  carryOut,
  readTree,
  seededRandom,
  tickingStorage,
  treesOf,
  writeTree,
} from './scenario.ts';
import type { Tree } from './scenario.ts';

describe('recovery of a step that was cut short', function () {
  this.timeout(120_000);
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ratchet-recover-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const recover = async () => {
    const checkpoints = await openTaskCheckpoints(
      createNodeStorage(path.join(folder, 'store')),
      'task',
    );
    const places = createNodePlaces(path.join(folder, 'work'));
    const recoveries = await recoverSteps(checkpoints, places, utf8Codec);
    return { checkpoints, recoveries };
  };

  it('leaves every file before or after the step, whenever the process is killed', async () => {
    const seed = Number(process.env['RATCHET_SEED'] ?? Math.floor(Math.random() * 1e6));
    const runs = Number(process.env['RATCHET_KILLS'] ?? 40);
    const random = seededRandom(seed);
    const total = await runScenario(folder, seed, 0);
    let cut = 0;
    for (let run = 0; run < runs; run++) {
      const killAt = 1 + Math.floor(random() * total);
      await rm(path.join(folder, 'store'), { recursive: true, force: true });
      await runScenario(folder, seed, killAt);
      const { checkpoints, recoveries } = await recover();
      cut += recoveries.length;
      const message = `seed ${seed}, killed at moment ${killAt} of ${total}`;
      const applied = checkpoints.steps().filter(({ state }) => state === 'applied').length;
      const found = await readTree(path.join(folder, 'work'));
      assert.deepEqual(sorted(found), sorted(treesOf(seed)[applied] ?? new Map()), message);
      assert.ok(
        checkpoints.steps().every(({ state }) => state !== 'begun'),
        message,
      );
      assert.deepEqual(
        recoveries.flatMap(({ leftAlone }) => leftAlone),
        [],
        message,
      );
      assert.deepEqual((await recover()).recoveries, [], `${message}: nothing is left to recover`);
    }
    assert.ok(cut > 0, `seed ${seed}: no kill hit a step`);
  });

  it('is itself safe to be cut short', async () => {
    const [first, second] = treesOf(7);
    assert.ok(first && second);
    for (let cutAt = 1; ; cutAt++) {
      for (const name of ['work', 'store']) {
        await rm(path.join(folder, name), { recursive: true, force: true });
      }
      await writeTree(path.join(folder, 'work'), first);
      await cutStep(folder, first, second, 14);
      const ended = await cutRecovery(folder, cutAt);
      await recover();
      const found = sorted(await readTree(path.join(folder, 'work')));
      const expected = [sorted(first), sorted(second)].map((tree) => JSON.stringify(tree));
      assert.ok(expected.includes(JSON.stringify(found)), `recovery cut at moment ${cutAt}`);
      if (ended) break;
    }
  });

  it('never overwrites what somebody wrote after the kill', async () => {
    const first: Tree = new Map([
      ['a.txt', 'one\n'],
      ['b.txt', 'two\n'],
    ]);
    const second: Tree = new Map([
      ['a.txt', 'ONE\n'],
      ['b.txt', 'TWO\n'],
    ]);
    const work = path.join(folder, 'work');
    await writeTree(work, first);
    await cutStep(folder, first, second, undefined);
    await writeFile(path.join(work, 'a.txt'), 'ONE\n');
    await writeFile(path.join(work, 'b.txt'), 'my own text\n');
    const { recoveries } = await recover();
    assert.deepEqual(sorted(await readTree(work)), [
      ['a.txt', 'ONE\n'],
      ['b.txt', 'my own text\n'],
    ]);
    assert.deepEqual(
      recoveries.map(({ outcome, leftAlone }) => [outcome, leftAlone.map(({ uri }) => uri)]),
      [['completed', ['b.txt']]],
    );
  });

  it('takes the step back when completing it fails, and says so', async () => {
    const first: Tree = new Map([
      ['a.txt', 'one\n'],
      ['b.txt', 'two\n'],
    ]);
    const work = path.join(folder, 'work');
    await writeTree(work, first);
    const second: Tree = new Map([
      ['a.txt', 'ONE\n'],
      ['b.txt', 'TWO\n'],
    ]);
    await cutStep(folder, first, second, undefined);
    await writeFile(path.join(work, 'a.txt'), 'ONE\n');
    const checkpoints = await openTaskCheckpoints(
      createNodeStorage(path.join(folder, 'store')),
      'task',
    );
    const places = createNodePlaces(work);
    const full = new Error('ENOSPC: no space left on device');
    const recoveries = await recoverSteps(
      checkpoints,
      {
        ...places,
        write: (uri, file) => (uri === 'b.txt' ? Promise.reject(full) : places.write(uri, file)),
      },
      utf8Codec,
    );
    assert.deepEqual(sorted(await readTree(work)), sorted(first));
    assert.deepEqual(
      recoveries.map(({ outcome }) => outcome),
      ['rolledBack'],
    );
  });
});

function sorted(tree: Tree): readonly (readonly [string, string])[] {
  return [...tree].sort(([left], [right]) => (left < right ? -1 : 1));
}

/** Begins a step, breaks off after `moments` of it (right after the intent when left out). */
async function cutStep(
  folder: string,
  from: Tree,
  to: Tree,
  moments: number | undefined,
): Promise<void> {
  const cut = new Error('cut');
  const storage = createNodeStorage(path.join(folder, 'store'));
  const checkpoints = await openTaskCheckpoints(storage, 'task');
  let count = 0;
  const tick = (): void => {
    count++;
    if (count >= (moments ?? 1)) throw cut;
  };
  await assert.rejects(carryOut(checkpoints, path.join(folder, 'work'), from, to, tick), cut);
}

/** Recovers up to a moment; answers whether it came to its end before that. */
async function cutRecovery(folder: string, cutAt: number): Promise<boolean> {
  const cut = new Error('cut');
  let count = 0;
  const tick = (): void => {
    count++;
    if (count >= cutAt) throw cut;
  };
  const storage = tickingStorage(createNodeStorage(path.join(folder, 'store')), tick);
  try {
    const checkpoints = await openTaskCheckpoints(storage, 'task');
    const places = createNodePlaces(path.join(folder, 'work'), tick);
    await recoverSteps(checkpoints, places, utf8Codec);
  } catch (error) {
    assert.equal(error, cut);
  }
  return count < cutAt;
}

/** Answers with the number of moments when the process lived to its end. */
async function runScenario(folder: string, seed: number, killAt: number): Promise<number> {
  const work = path.join(folder, 'work');
  await rm(work, { recursive: true, force: true });
  await writeTree(work, treesOf(seed)[0] ?? new Map());
  const script = path.join(import.meta.dirname, 'killed-process.ts');
  const child = spawn(
    process.execPath,
    [script, work, path.join(folder, 'store'), String(seed), String(killAt)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  assert.ok(killAt === 0 ? code === 0 : signal === 'SIGKILL', `ended with ${code} ${signal}`);
  return Number(output);
}
