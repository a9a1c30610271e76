import assert from 'node:assert/strict';
import { themes } from '../../scripts/host/base-settings.ts';
import { rawMembers } from '../support/practice/raw-json.ts';
import { fixSample } from '../support/practice/scripts/fix-sample.ts';
import { sampleTask } from '../support/practice/scripts/sample-task.ts';
import type { Practice } from '../support/practice/server.ts';
import { assertFixed, runSampleTests } from './support/fixed-sample.ts';
import {
  button,
  conversation,
  sendMessage,
  snapshotFolder,
  takePicture,
  takePictures,
  untilIdle,
  untilReviewRests,
  useRatchetWindows,
} from './support/ratchet-window.ts';

/** Tools, instructions and input as they were written, without the bracket that ends the input. */
function promptBytes(practice: Practice): readonly string[] {
  return practice.requests
    .filter((request) => request.number > 0)
    .map(({ raw }) => {
      const members = rawMembers(raw);
      const input = members.get('input') ?? '';
      assert.ok(input.endsWith(']'));
      return [members.get('tools'), members.get('instructions'), input.slice(0, -1)].join('\n');
    });
}

describe('a task on the sample, from the panel', () => {
  const openRatchet = useRatchetWindows();

  it('goes from a request to kept changes, green tests and an answer', async () => {
    const { page, panel, practice, folder } = await openRatchet({
      practice: { script: fixSample() },
      settings: { 'workbench.colorTheme': themes.dark },
    });
    const before = await snapshotFolder(folder);
    assert.notEqual(runSampleTests(folder), 0, 'the tests of the sample are red');
    await takePicture(page, 'task-1-empty-dark');

    await sendMessage(panel, sampleTask.prompt);
    await panel.getByRole('list', { name: 'Plan' }).getByText(sampleTask.plan[0]).waitFor();
    await button(panel, 'Keep all').waitFor();
    await page.locator('.multiDiffEditor .multiDiffEntry').nth(1).waitFor();
    for (const name of ['money.ts', 'format.ts']) {
      await page.locator('.multiDiffEditor').getByText(name).first().waitFor();
    }
    assert.deepEqual(await snapshotFolder(folder), before, 'nothing is written before it is kept');
    await untilReviewRests(page);
    await takePictures(page, 'task-2-review');

    await button(panel, 'Keep all').click();
    await button(panel, 'Allow once').waitFor();
    await takePicture(page, 'task-3-approval-dark');
    assert.match(await conversation(panel).innerText(), /node --test/);
    await button(panel, 'Allow once').click();
    await conversation(panel).getByText('Two causes, mended in three files').waitFor();
    await untilIdle(panel);
    await takePictures(page, 'task-4-end');

    const answer = await conversation(panel).innerText();
    for (const name of ['src/money.ts', 'src/format.ts', 'src/tax.ts']) {
      assert.ok(answer.includes(name), `the answer names ${name}`);
    }
    await page.locator('.multiDiffEditor').waitFor({ state: 'detached' });

    assertFixed(before, await snapshotFolder(folder));
    assert.equal(runSampleTests(folder), 0, 'the tests of the sample are green');

    assert.deepEqual(practice.mismatches, []);
    assert.deepEqual(practice.prefixBreaks, []);
    const prompts = promptBytes(practice);
    assert.equal(prompts.length, 6);
    for (const [index, prompt] of prompts.entries()) {
      assert.ok(
        prompt.startsWith(prompts[index - 1] ?? ''),
        `request ${index + 1} extends the last`,
      );
    }
  });
});
