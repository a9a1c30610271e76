import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { patches, says } from '../support/practice/turns.ts';
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

/** A notification of VS Code's by its text. Windows that are driven show none but in their centre. */
async function notification(page: Page, text: string): Promise<Locator> {
  const found = page
    .locator('.notifications-center .notification-list-item')
    .filter({ hasText: text });
  const bell = page.locator('.statusbar-item .codicon-bell-dot');
  await found.or(bell).first().waitFor();
  if (await bell.isVisible()) await bell.click();
  await found.waitFor();
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
});
