import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { closeAll } from '../../scripts/close-all.ts';
import { webviewFrame } from '../../scripts/host/drive-window.ts';
import { borrowSample } from '../../scripts/sample.ts';
import type { Script } from '../support/practice/script.ts';
import { patches, says } from '../support/practice/turns.ts';
import {
  button,
  conversation,
  sendMessage,
  takePicture,
  untilIdle,
  useRatchetWindows,
} from './support/ratchet-window.ts';

/** Adds a file named by the message, then is done. */
const adds: Script = {
  name: 'adds',
  turn: (number, { userText }) => {
    const name = /add-\w+/.exec(userText)?.[0] ?? '';
    const change = patches(`*** Add File: ${name}.txt`, '+text');
    return { items: [number === 0 ? change : says(`Added ${name}.`)] };
  },
};

const marks = (letter: string): string =>
  `node -e "require('node:fs').appendFileSync('ran.txt', '${letter}')"`;

describe('the checks that a workspace brings along', () => {
  const openRatchet = useRatchetWindows();
  const samples = closeAll();
  afterEach(() => samples.close());

  it('are shown and asked about once, over tasks and a reload, and again when a text changes', async () => {
    const { folder } = samples.add(await borrowSample());
    await setChecks(folder, [marks('a'), marks('b')]);
    const { host, page, panel } = await openRatchet({
      open: folder,
      practice: { script: adds },
      settings: { 'ratchet.review': 'after', 'ratchet.commands.approval': 'auto' },
    });
    const ran = () => readFile(path.join(folder, 'ran.txt'), 'utf8');

    await sendMessage(panel, 'add-one');
    const card = panel.getByRole('region', { name: 'Run these checks after changes?' });
    await card.getByText(`${marks('a')}\n${marks('b')}`).waitFor();
    assert.equal(await button(panel, 'Allow for this task').count(), 0);
    await takePicture(page, 'verify-card');
    await button(panel, 'Allow once').click();
    await untilDone(panel, 'add-one');
    assert.equal(await ran(), 'ab');

    await button(panel, 'New task').first().click();
    await sendMessage(panel, 'add-two');
    await untilDone(panel, 'add-two');
    assert.equal(await ran(), 'abab');

    const reloaded = webviewFrame(await host.page());
    await conversation(reloaded).getByText('Added add-two.').waitFor();
    await button(reloaded, 'New task').first().click();
    await sendMessage(reloaded, 'add-three');
    await untilDone(reloaded, 'add-three');
    assert.equal(await ran(), 'ababab');

    await setChecks(folder, [marks('a'), marks('c')], { 'ratchet.effort': 'high' });
    // The effort is the sign that the window has read the file.
    await reloaded.locator('.effort').getByText('high').waitFor({ state: 'attached' });
    await button(reloaded, 'New task').first().click();
    await sendMessage(reloaded, 'add-four');
    const subject = reloaded.getByRole('group', { name: 'What is asked for' });
    assert.equal(await subject.textContent(), marks('c'));
    await button(reloaded, 'Deny').click();
    await untilDone(reloaded, 'add-four');
    assert.equal(await ran(), 'abababa');
  });
});

async function untilDone(panel: FrameLocator, name: string): Promise<void> {
  await conversation(panel).getByText(`Added ${name}.`).waitFor();
  await untilIdle(panel);
}

async function setChecks(
  folder: string,
  commands: readonly string[],
  others: Readonly<Record<string, string>> = {},
): Promise<void> {
  await mkdir(path.join(folder, '.vscode'), { recursive: true });
  const settings = JSON.stringify({ 'ratchet.verify.commands': commands, ...others });
  await writeFile(path.join(folder, '.vscode', 'settings.json'), settings);
}
