import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { closeAll } from '../../scripts/close-all.ts';
import { themes } from '../../scripts/host/base-settings.ts';
import { openFile } from '../../scripts/host/drive-window.ts';
import { temporaryFolder } from '../../scripts/temporary-folder.ts';
import { patches, says, turns } from '../support/practice/turns.ts';
import {
  button,
  conversation,
  sendMessage,
  snapshotFolder,
  takePicture,
  takePictures,
  textbox,
  untilIdle,
  untilReviewRests,
  useRatchetWindows,
} from './support/ratchet-window.ts';

const currency = [
  '*** Update File: src/currency.ts',
  '@@',
  '-  EUR: 2,',
  '+  EUR: 2, // cents',
  '@@',
  '-  return digits[currency];',
  '+  return digits[currency]; // of the minor unit',
] as const;

/** A deletion, a file with two changes, and a new file of one long line. */
const threeFiles = [
  '*** Delete File: CHANGELOG.md',
  ...currency,
  '*** Add File: src/long.ts',
  `+export const long = '${'a long text '.repeat(20)}';`,
] as const;

const end = { items: [says('All done.')] };

/** 40 changes: 25 files edited, 5 moved and edited, 5 deleted, 5 made. */
function fortyFiles(): {
  readonly patch: readonly string[];
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
} {
  const source = (at: number, word: string): string =>
    `export function step${at}(): string {\n  return '${word} ${at}';\n}\n`;
  const edit = (at: number): string[] => [`-  return 'old ${at}';`, `+  return 'new ${at}';`];
  const patch: string[] = [];
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  for (let at = 0; at < 40; at += 1) {
    const path = `src/part${at % 4}/step${at}.ts`;
    if (at < 35) before.set(path, source(at, 'old'));
    if (at < 25) patch.push(`*** Update File: ${path}`, '@@', ...edit(at));
    else if (at < 30)
      patch.push(`*** Update File: ${path}`, `*** Move to: src/moved/step${at}.ts`, ...edit(at));
    else if (at < 35) patch.push(`*** Delete File: ${path}`);
    else patch.push(`*** Add File: ${path}`, ...source(at, 'new').trimEnd().split('\n').map(plus));
    if (at < 25 || at >= 35) after.set(path, source(at, 'new'));
    else if (at < 30) after.set(`src/moved/step${at}.ts`, source(at, 'new'));
  }
  return { patch, before, after };
}

function plus(line: string): string {
  return `+${line}`;
}

function tabs(page: Page, title: string): Locator {
  return page.locator('.tabs-container .tab').filter({ hasText: title });
}

/** The cursor's place, as the status bar says it. */
function cursorAt(page: Page, line: number): Locator {
  return page.locator('[id="status.editor.selection"]').getByText(`Ln ${line}, Col 1`);
}

describe('a review in the window', () => {
  const folders = closeAll();
  const openRatchet = useRatchetWindows();
  afterEach(() => folders.close());

  it('leaves the focus where it is with one file too', async () => {
    const { page, panel } = await openRatchet({
      practice: { script: turns({ items: [patches(...currency)] }, end) },
    });
    await sendMessage(panel, 'Change one file');
    await page.locator('.monaco-diff-editor .editor.modified .view-line').first().waitFor();
    await button(panel, 'Keep all').waitFor();
    await textbox(panel).and(panel.locator(':focus')).waitFor();
    await page.keyboard.type('mine');
    assert.equal(await textbox(panel).inputValue(), 'mine');
    await button(panel, 'Keep all').click();
    await untilIdle(panel);
  });

  it('leaves the focus where it is, and is decided with keys alone, change by change', async () => {
    const { page, panel, folder } = await openRatchet({
      practice: { script: turns({ items: [patches(...threeFiles)] }, end) },
      settings: { 'workbench.colorTheme': themes.highContrast },
    });
    const before = await snapshotFolder(folder);
    await sendMessage(panel, 'Change three files');
    const diff = page.locator('.multiDiffEditor');
    await diff.locator('.multiDiffEntry').nth(2).waitFor();
    await button(panel, 'Keep all').waitFor();
    await textbox(panel).and(panel.locator(':focus')).waitFor();
    await page.keyboard.type('mine');
    assert.equal(await textbox(panel).inputValue(), 'mine');
    await textbox(panel).fill('');

    // However long the line, what can be done about it is in sight.
    for (const words of ['Delete:', 'New file:']) {
      const hint = diff.getByText(words);
      await hint.waitFor();
      const [box, frame] = [await hint.boundingBox(), await diff.boundingBox()];
      assert.ok(box && frame && box.x + box.width < frame.x + frame.width, words);
    }
    await page.locator('.monaco-workbench.hc-black').waitFor();
    await takePicture(page, 'review-high-contrast');

    await button(panel, 'Review changes').focus();
    await page.keyboard.press('Enter');
    await diff.locator(':focus').waitFor();
    const card = panel.getByRole('region', { name: 'Review' });
    await page.keyboard.press('Control+Alt+Y');
    await card.getByText('1 of 4 changes decided.').waitFor();
    await cursorAt(page, 3).waitFor();
    await page.keyboard.press('Control+Alt+U');
    await card.getByText('2 of 4 changes decided.').waitFor();
    await cursorAt(page, 18).waitFor();
    await page.keyboard.press('Control+Alt+Y');
    await card.getByText('3 of 4 changes decided.').waitFor();
    assert.deepEqual(await snapshotFolder(folder), before, 'nothing is written before all are');
    await page.keyboard.press('Control+Alt+Shift+Y');
    await diff.waitFor({ state: 'detached' });
    await conversation(panel).getByText('All done.').waitFor();

    const after = await snapshotFolder(folder);
    const source = before.get('src/currency.ts') ?? '';
    assert.equal(after.get('CHANGELOG.md'), undefined);
    assert.ok(after.has('src/long.ts'));
    assert.equal(
      after.get('src/currency.ts'),
      source.replace('[currency];', '[currency]; // of the minor unit'),
    );
    await conversation(panel)
      .getByRole('button', { name: /^Kept 2 files, kept 1 file in part/u })
      .waitFor();
  });

  it('opens one file, one change or all from the card, each in one tab', async () => {
    const { page, panel, folder } = await openRatchet({
      practice: { script: turns({ items: [patches(...threeFiles)] }, end) },
      settings: { 'workbench.colorTheme': themes.light },
      viewport: { width: 1000, height: 800 },
    });
    await sendMessage(panel, 'Change three files');
    const all = tabs(page, 'Proposed: CHANGELOG.md and 2 more');
    await all.waitFor();
    await button(panel, 'modified currency.ts src').click();
    await tabs(page, 'Proposed: currency.ts').and(page.locator('.active')).waitFor();
    await cursorAt(page, 3).waitFor();
    await button(panel, 'Hunks of src/currency.ts').click();
    await button(panel, 'Show line 18 of src/currency.ts').click();
    await cursorAt(page, 18).waitFor();
    assert.equal(await tabs(page, 'Proposed: currency.ts').count(), 1);
    await takePictures(page, 'review-file');

    // VS Code's own arrow between the two sides is an undo.
    await page.getByRole('button', { name: 'Revert Block' }).last().click();
    const row = panel
      .getByRole('listitem')
      .filter({ has: button(panel, 'Keep line 18 of src/currency.ts') });
    await row.last().getByText('Undone').waitFor();

    await button(panel, 'Review changes').click();
    await all.and(page.locator('.active')).waitFor();
    await button(panel, 'Review changes').click();
    await page.locator('.multiDiffEditor :focus').waitFor();
    assert.equal(await all.count(), 1);
    await button(panel, 'Keep all').click();
    await conversation(panel).getByText('All done.').waitFor();
    await all.waitFor({ state: 'detached' });
    assert.equal(await tabs(page, 'Proposed: currency.ts').count(), 0);
    const text = await readFile(path.join(folder, 'src/currency.ts'), 'utf8');
    assert.ok(text.includes('// cents') && !text.includes('// of the minor unit'));
  });

  it('shows what was written at once in the file itself, where lenses and keys take it back', async () => {
    const second = ['*** Add File: src/new.ts', '+export const one = 1;'];
    const { page, panel } = await openRatchet({
      practice: {
        script: turns({ items: [patches(...currency)] }, { items: [patches(...second)] }, end),
      },
      settings: { 'ratchet.review': 'after', 'workbench.colorTheme': themes.dark },
    });
    await sendMessage(panel, 'Change two files');
    await conversation(panel).getByText('All done.').waitFor();
    await untilIdle(panel);
    assert.equal(await button(panel, 'Keep all').count(), 1, 'one card, however many steps');
    await conversation(panel)
      .getByRole('button', { name: /^1 file changed .*not reviewed/u })
      .waitFor();

    await openFile(page, 'currency.ts');
    const lens = (title: string): Locator =>
      page.locator('.codelens-decoration a').filter({ hasText: title });
    await lens('Keep').nth(1).waitFor();
    await page.getByRole('button', { name: /^Undo Change at Cursor/u }).waitFor();
    await takePictures(page, 'review-written');
    await page.locator('.editor-instance .view-line').getByText('// cents').click();
    await page.keyboard.press('Control+Alt+U');
    await page.locator('.view-line').getByText('// cents').waitFor({ state: 'detached' });
    await lens('Keep').nth(1).waitFor({ state: 'detached' });
    await lens('Show Change').click();
    await tabs(page, 'Changed: currency.ts').and(page.locator('.active')).waitFor();

    await button(panel, 'Review changes').click();
    const headers = page.locator('.multiDiffEditor .multiDiffEntry .header');
    await headers.getByText('currency.ts').waitFor();
    assert.equal(
      await headers.filter({ hasText: 'currency.ts' }).getByText('R', { exact: true }).count(),
      0,
    );
    await page.keyboard.press('Control+Alt+Shift+U');
    await conversation(panel)
      .getByRole('button', { name: /^Undid 1 file/u })
      .nth(1)
      .waitFor();
    await conversation(panel).getByText('No files changed').waitFor();
  });

  it('takes forty files with creations, moves and deletions together', async () => {
    const { folder } = folders.add(await temporaryFolder('ratchet-forty-'));
    const { patch, before, after } = fortyFiles();
    for (const [name, text] of before) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    const { page, panel } = await openRatchet({
      practice: { script: turns({ items: [patches(...patch)] }, end) },
      open: folder,
    });
    await sendMessage(panel, 'Change forty files');
    await untilReviewRests(page);
    assert.equal(await tabs(page, 'and 39 more').count(), 1);
    await takePictures(page, 'review-forty');
    assert.deepEqual(await snapshotFolder(folder), before, 'nothing is written yet');
    await button(panel, 'Keep all').click();
    await conversation(panel).getByText('All done.').waitFor();
    await untilIdle(panel);
    await tabs(page, 'Proposed: ').waitFor({ state: 'detached' });
    assert.deepEqual(await snapshotFolder(folder), after);
    await takePictures(page, 'review-forty-kept');
  });

  it('is offered, not opened, while the user types in an editor', async () => {
    let isTyping = false;
    const { page, panel } = await openRatchet({
      practice: {
        script: turns({ items: [patches(...threeFiles)] }, end),
        // However slow the machine, the proposal comes after the first key.
        pace: () => (isTyping ? 0 : 1000),
      },
    });
    await openFile(page, 'tax.ts');
    await sendMessage(panel, 'Change three files');
    await page.locator('.editor-instance .view-line').first().click();
    const status = page.getByRole('button', { name: 'Ratchet: Review 3 files' });
    do {
      // As a person types: faster, the window would have no time for anything else.
      for (const key of ['y', 'Backspace']) await page.keyboard.press(key, { delay: 100 });
      isTyping = true;
    } while (!(await status.isVisible()));
    await tabs(page, 'tax.ts').and(page.locator('.active')).waitFor();
    await status.click();
    await page.locator('.multiDiffEditor .multiDiffEntry').nth(2).waitFor();
    await status.waitFor({ state: 'detached' });
    await button(panel, 'Undo all').click();
    await conversation(panel).getByText('All done.').waitFor();
  });
});
