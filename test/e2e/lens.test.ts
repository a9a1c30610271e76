import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { themes } from '../../scripts/host/base-settings.ts';
import { openFile } from '../../scripts/host/drive-window.ts';
import type { Script } from '../support/practice/script.ts';
import { says } from '../support/practice/turns.ts';
import {
  conversation,
  takePicture,
  takePictures,
  untilIdle,
  useRatchetWindows,
} from './support/ratchet-window.ts';

const understood: Script = {
  name: 'understood',
  turn: (number) => ({ items: [says(`Understood ${number}.`)] }),
};

/** Places the cursor on a line as a person does. */
async function goToLine(page: Page, line: number): Promise<void> {
  await page.locator('.editor-instance .monaco-editor').first().click();
  await page.keyboard.press('Control+G');
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.fill(`:${line}`);
  await input.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

describe('code commands where the code is', () => {
  const openRatchet = useRatchetWindows();

  it('explains from a lens, fixes from a lens and a lightbulb, and is in the editor menu', async () => {
    const { page, panel, practice, folder } = await openRatchet({
      practice: { script: understood },
      settings: { 'workbench.colorTheme': themes.light },
    });
    const file = path.join(folder, 'src/tax.ts');
    const source = await readFile(file, 'utf8');
    await writeFile(file, source.replace('(a, b) => a - b', "(a, b) => a - 'b'"));
    await openFile(page, 'tax.ts');
    const lens = (title: string) =>
      page.locator('.codelens-decoration a').filter({ hasText: new RegExp(`^${title}$`) });
    await lens('Explain').first().waitFor();
    await lens('Fix').waitFor();
    assert.equal(await lens('Explain').count(), 2);
    assert.equal(await lens('Test').count(), 1, 'an interface has nothing to test');
    assert.equal(await lens('Fix').count(), 1, 'only where there is a problem');
    await takePictures(page, 'lens');

    await lens('Explain').last().click();
    await conversation(panel).getByText('Understood 0.').waitFor();
    await untilIdle(panel);
    const explain = inputOf(practice.requests.at(-1)?.body);
    assert.match(explain, /Explain `taxByRate` \(src\/tax\.ts:\d+-\d+\)/);
    assert.match(
      explain,
      /<selection path="src\/tax\.ts" lines="\d+-\d+">\nexport function taxByRate/,
    );

    await lens('Fix').click();
    await conversation(panel).getByText('Fix the problems in').waitFor();
    await conversation(panel).getByText('Understood 0.').waitFor();
    await untilIdle(panel);
    const fix = inputOf(practice.requests.at(-1)?.body);
    assert.match(fix, /<problems>[^]*src\/tax\.ts[^]*arithmetic operation[^]*<\/problems>/);
    assert.match(fix, /<selection[^>]*>\nexport function taxByRate/);

    const line = source.split('\n').findIndex((text) => text.includes('a - b')) + 1;
    await goToLine(page, line);
    await page.keyboard.press('F8');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+.');
    const action = page.locator('.action-widget').getByText('Fix with Ratchet');
    await action.waitFor();
    await takePicture(page, 'lightbulb-light');
    await action.click();
    await conversation(panel)
      .getByText(`Fix the problems in src/tax.ts:${line}.`)
      .first()
      .waitFor();
    await conversation(panel).getByText('Understood 0.').waitFor();
    await untilIdle(panel);
    assert.match(inputOf(practice.requests.at(-1)?.body), /<problems>[^]*arithmetic operation/);

    await page.locator('.editor-instance .view-line').nth(11).click({ button: 'right' });
    const menu = page.locator('.monaco-menu');
    await menu.getByText('Ratchet', { exact: true }).hover();
    for (const title of ['Explain', 'Fix', 'Refactor…', 'Debug…', 'Write Tests', 'Document']) {
      await menu.getByText(title, { exact: true }).waitFor();
    }
    await takePicture(page, 'editor-menu-light');
    await menu.getByText('Add to Chat', { exact: true }).click();
    await panel.getByText('tax.ts').last().waitFor();
    assert.deepEqual(practice.mismatches, []);
  });
});

/** What the model was told, as text. */
function inputOf(body: Readonly<Record<string, unknown>> | undefined): string {
  const input = (body?.['input'] ?? []) as readonly {
    readonly content?: readonly { readonly text?: string }[];
  }[];
  return input.flatMap(({ content }) => (content ?? []).map(({ text }) => text ?? '')).join('\n');
}
