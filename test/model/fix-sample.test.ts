/** The recorded task is true: its calls are valid, its patch fits the sample, and red turns green. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resultPath, textAfter } from '../../src/core/edits/change-set.ts';
import { preparePatch } from '../../src/core/edits/prepare-patch.ts';
import { builtInTools } from '../../src/core/tools/registry.ts';
import { sampleTask } from '../support/practice/scripts/sample-task.ts';
import { playTask, startPracticeModel } from '../support/practice-model.ts';

const sample = path.join(import.meta.dirname, '../support/sample');

describe('the recorded task', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ratchet-sample-'));
    await cp(sample, folder, { recursive: true });
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  function runTests(): { readonly output: string; readonly status: number | null } {
    const ended = spawnSync(process.execPath, ['--test'], { cwd: folder, encoding: 'utf8' });
    return { output: ended.stdout + ended.stderr, status: ended.status };
  }

  it('turns the tests of the sample from red to green with one patch over three files', async () => {
    const before = runTests();
    assert.notEqual(before.status, 0, 'the sample has no bug');
    assert.doesNotMatch(before.output, sampleTask.green);

    const prepared = await preparePatch(sampleTask.patch, {
      readFile: async (file) => ({
        kind: 'text',
        text: await readFile(path.join(folder, file), 'utf8'),
        version: file,
      }),
    });
    assert.ok(prepared.ok, prepared.ok ? '' : prepared.error);
    assert.deepEqual(prepared.notes, []);
    const changed = prepared.changeSet.changes;
    assert.deepEqual(changed.map(resultPath).sort(), [
      'src/format.ts',
      'src/money.ts',
      'src/tax.ts',
    ]);
    for (const change of changed)
      await writeFile(path.join(folder, resultPath(change)), textAfter(change));

    const after = runTests();
    assert.equal(after.status, 0, after.output);
    assert.match(after.output, sampleTask.green);
    for (const change of changed) assert.ok(sampleTask.answer.includes(resultPath(change)));
  }).timeout(30_000);

  it('names what changed only after the tests were green', async () => {
    const { model, practice } = await startPracticeModel({
      practice: { script: 'fix-sample', pace: () => 0, onPrefixBroken: 'fail' },
    });
    const played = await playTask(model, sampleTask.prompt, {
      outputOf: () => 'ℹ pass 31\nℹ fail 0',
    });
    await practice.close();
    assert.equal(played.answer, sampleTask.answer);
    assert.deepEqual(practice.mismatches, []);
  });

  it('calls tools that exist, with arguments they take', async () => {
    const { model, practice } = await startPracticeModel({
      practice: { script: 'fix-sample', pace: () => 0, onPrefixBroken: 'fail' },
    });
    try {
      const played = await playTask(model, sampleTask.prompt);
      // No test ran here, so the script says that nothing is green instead of claiming it.
      assert.match(played.answer, /The tests are not green/);
      assert.deepEqual(practice.mismatches, []);
      for (const run of played.ran) {
        const [name = ''] = run.split(' ', 1);
        const tool = builtInTools.find((one) => one.name === name);
        const prepared = tool?.prepare(run.slice(name.length + 1));
        assert.equal(prepared?.kind, 'ready', `${run}: ${JSON.stringify(prepared)}`);
      }
    } finally {
      await practice.close();
    }
  });
});
