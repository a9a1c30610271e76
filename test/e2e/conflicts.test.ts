import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { runCommand } from '../../scripts/host/drive-window.ts';
import { patches, says, turns } from '../support/practice/turns.ts';
import {
  button,
  conversation,
  sendMessage,
  snapshotFolder,
  takePicture,
  untilIdle,
  useRatchetWindows,
} from './support/ratchet-window.ts';

const shorten = patches(
  '*** Update File: src/tax.ts',
  '@@',
  '-/** Tax for each rate that occurs, lowest rate first. */',
  '+/** Tax by rate. */',
);

/**
 * A notification of VS Code's by its text. Windows that are driven show none but in their centre,
 * and that closes by itself whenever its last one goes: an analysis of TypeScript's may have been
 * all there was when the bell first rang.
 */
async function notification(page: Page, text: string): Promise<Locator> {
  const found = page
    .locator('.notifications-center .notification-list-item')
    .filter({ hasText: text });
  const bell = page.locator('.statusbar-item .codicon-bell-dot');
  for (;;) {
    await found.or(bell).first().waitFor();
    if (await found.isVisible()) break;
    await bell.click();
  }
  // The bell’s own hint would lie over the answers.
  await page.mouse.move(0, 0);
  return found;
}

async function dismiss(question: Locator): Promise<void> {
  await question.hover();
  await question.getByRole('button', { name: /Clear Notification/ }).click();
  await question.waitFor({ state: 'detached' });
}

describe('a file goes its own way while its change is reviewed', () => {
  const openRatchet = useRatchetWindows();

  it('it is deleted: the question names it, and it stays deleted', async () => {
    const { page, panel, practice, folder } = await openRatchet({
      practice: {
        script: {
          name: 'shorten',
          turn: (number) =>
            [
              { items: [shorten] },
              {
                expect: { outputs: [/src\/tax\.ts: nothing was written.*deleted/] },
                items: [says('So be it.')],
              },
            ][number],
        },
      },
    });
    const before = new Map(await snapshotFolder(folder));
    const tax = path.join(folder, 'src/tax.ts');
    await sendMessage(panel, 'Shorten it');
    await button(panel, 'Keep all').waitFor();
    await rm(tax);
    await button(panel, 'Keep all').click();
    const deleted = 'src/tax.ts was deleted or moved elsewhere while its change was reviewed';
    const question = await notification(page, deleted);
    await takePicture(page, 'conflict-file-gone');

    // Put away, it is not lost: the card says what is open, and keeping asks again.
    await dismiss(question);
    await conversation(panel).getByText('You deleted it meanwhile.').waitFor();
    await button(panel, 'Keep all').click();
    await notification(page, deleted);
    await dismiss(question);
    await page.getByRole('button', { name: 'Keep Changes in File' }).click();
    await notification(page, deleted);
    await takePicture(page, 'conflict-file-gone-again');

    await question.getByRole('button', { name: 'Leave it deleted' }).press('Enter');
    await conversation(panel).getByText('So be it.').waitFor();
    await untilIdle(panel);
    before.delete('src/tax.ts');
    assert.deepEqual(await snapshotFolder(folder), before, 'what was deleted stays so');
    assert.deepEqual(practice.mismatches, []);
    await page.getByRole('tab', { name: /tax\.ts/ }).waitFor({ state: 'detached' });
  });

  it('both changed one line: what is typed between the two is there after a reload', async () => {
    const { host, page, panel, practice, folder } = await openRatchet({
      practice: { script: turns({ items: [shorten] }, { items: [says('So be it.')] }) },
    });
    const tax = path.join(folder, 'src/tax.ts');
    const old = '/** Tax for each rate that occurs, lowest rate first. */';
    await sendMessage(panel, 'Shorten it');
    await button(panel, 'Keep all').waitFor();
    await writeFile(tax, (await readFile(tax, 'utf8')).replace(old, '/** Mine. */'));
    await button(panel, 'Keep all').click();
    const met = 'You changed src/tax.ts where the proposal changes it';
    await notification(page, met);
    const both = page.locator('.tab').filter({ hasText: 'your lines' });
    await both.waitFor();
    const right = page
      .locator('.editor-instance .modified .view-line')
      .filter({ hasText: 'Tax by rate.' });
    await right.click();
    await page.keyboard.press('Home');
    await page.keyboard.type('/** And more. */ ');
    const line = '/** And more. */ /** Tax by rate. */';
    await untilStored(host.serverDataDir, line);

    const unloaded = page.waitForEvent('load');
    await runCommand(page, 'Developer: Reload Window');
    await unloaded;
    await both.waitFor();
    const question = await notification(page, met);
    await right.filter({ hasText: 'And more.' }).waitFor();
    await takePicture(page, 'conflict-after-reload');
    await question.getByRole('button', { name: 'Take the right side' }).press('Enter');
    await both.waitFor({ state: 'detached' });
    while (!(await readFile(tax, 'utf8')).includes(line)) await setTimeout(100);
    assert.deepEqual(practice.mismatches, []);
  });
});

/** Resolves when the review on the disk holds a text: then nothing that was typed can be lost. */
async function untilStored(dataFolder: string, text: string): Promise<void> {
  for (;;) {
    const names = await readdir(dataFolder, { recursive: true });
    const ours = names.filter((name) => name.split(path.sep).includes('reviews'));
    const texts = await Promise.all(
      ours.map(async (name) => readFile(path.join(dataFolder, name), 'utf8').catch(() => '')),
    );
    const hash = ours[texts.findIndex((content) => content.includes(text))];
    const name = hash?.split(path.sep).slice(-2).join('');
    const records = texts.filter((_, at) => ours[at]?.endsWith('review.json'));
    if (name !== undefined && records.some((record) => record.includes(name))) return;
    await setTimeout(100);
  }
}
