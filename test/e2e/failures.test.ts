import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import type { Fault } from '../support/practice/faults.ts';
import type { Script, Turn } from '../support/practice/script.ts';
import { answers, calls, patches, says } from '../support/practice/turns.ts';
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

const shortenBoth = patches(
  '*** Update File: src/money.ts',
  '@@',
  '-/** An amount in whole minor units of its currency. */',
  '+/** An amount. */',
  '*** Update File: src/tax.ts',
  '@@',
  '-/** Tax for each rate that occurs, lowest rate first. */',
  '+/** Tax by rate. */',
);

/**
 * Makes a file one that this process may not write; the answer takes that back. Permission bits do
 * not bind root, but the immutable flag does. Undefined where neither can be had.
 */
function lock(file: string): (() => void) | undefined {
  if (process.getuid?.() !== 0) {
    chmodSync(file, 0o444);
    return () => {
      chmodSync(file, 0o644);
    };
  }
  if (spawnSync('chattr', ['+i', file]).status !== 0) return undefined;
  return () => {
    spawnSync('chattr', ['-i', file]);
  };
}

/** The last failure that the panel shows, as one sentence. */
function problem(panel: FrameLocator) {
  return panel.getByRole('region', { name: 'Problem' }).last();
}

async function enterKey(page: Page, panel: FrameLocator, key: string): Promise<void> {
  await problem(panel).getByRole('button', { name: 'Set API Key' }).click();
  const input = page.locator('.quick-input-widget input[type="password"]');
  await input.fill(key);
  await input.press('Enter');
}

/** A different play for each first message of a task. */
function plays(byMessage: Readonly<Record<string, readonly Turn[]>>): Script {
  return {
    name: 'plays',
    turn(number, { input }) {
      const text = JSON.stringify(input.find((item) => item['role'] === 'user'));
      const found = Object.entries(byMessage).find(([message]) => text.includes(message));
      return found?.[1][number];
    },
  };
}

describe('what goes wrong is said in the panel, with a next step that works', () => {
  const openRatchet = useRatchetWindows();

  it('no key, a wrong key, a model nobody knows: each is put right from its message', async () => {
    const { page, panel, practice } = await openRatchet({
      practice: { script: answers('Here I am.'), keys: ['right-key'] },
      settings: { 'ratchet.model': 'gpt-nine' },
      env: { OPENAI_API_KEY: undefined },
    });
    await panel.getByText('Ratchet needs an API key').waitFor();
    await sendMessage(panel, 'Are you there?');
    await problem(panel).getByText('There is no API key yet').waitFor();
    await takePicture(page, 'failure-no-key');

    // What was put right goes on by itself.
    await enterKey(page, panel, 'wrong-key');
    await problem(panel)
      .getByText(/refused the key .*set a valid one/)
      .waitFor();

    await button(panel, 'Retry').click();
    await conversation(panel)
      .getByText(/refused the key/)
      .nth(1)
      .waitFor();
    await enterKey(page, panel, 'right-key');
    await problem(panel)
      .getByText(/does not offer the model “gpt-nine”/)
      .waitFor();

    await problem(panel).getByRole('button', { name: 'Select Model' }).click();
    const input = page.locator('.quick-input-widget input[type="text"]');
    await input.fill('gpt-5.5-pro');
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await input.press('Enter');
    await conversation(panel).getByText('Here I am.').waitFor();
    await untilIdle(panel);
    assert.equal(await conversation(panel).getByText('Are you there?').count(), 1);
    assert.equal(practice.requests.at(-1)?.body?.['model'], 'gpt-5.5-pro');
    const said = JSON.stringify(practice.requests.at(-1)?.body);
    assert.ok(!said.includes('right-key') && said.includes('Are you there?'));
  });

  it('an endpoint that is down, a cut stream, broken JSON, a file that is gone', async () => {
    const faults = new Map<number, Fault>();
    let folder = '';
    const { page, panel, practice, ...opened } = await openRatchet({
      practice: {
        fault: (number) => faults.get(number),
        script: plays({
          'Anybody home?': [{ items: [says('Back again.')] }],
          'Tell me a story': [
            { items: [says('Once upon a time there was a ratchet that never went back.')] },
          ],
          'Read it wrong': [
            { items: [calls('read_file', '{"path": "src/ta')] },
            {
              expect: { outputs: [/JSON/] },
              items: [calls('read_file', { path: 'src/tax.ts' })],
            },
            { expect: { outputs: ['taxByRate'] }, items: [says('Read at the second try.')] },
          ],
          'Change what is gone': [
            { items: [calls('read_file', { path: 'src/tax.ts' })] },
            {
              items: () => {
                rmSync(path.join(folder, 'src/tax.ts'));
                return [shorten];
              },
            },
            {
              expect: {
                outputs: [/src\/tax\.ts.*(not exist|no such|not there|gone|deleted|no file)/is],
              },
              items: [says('It is gone, so I left it.')],
            },
          ],
        }),
      },
    });
    ({ folder } = opened);
    const before = await snapshotFolder(folder);

    await practice.goOffline();
    await sendMessage(panel, 'Anybody home?');
    const waiting = panel.getByRole('group', { name: 'Waiting to try again' });
    await waiting.getByText(/Nothing answers at 127\.0\.0\.1:\d+ Trying again/).waitFor();
    await takePicture(page, 'failure-offline');
    await waiting.getByRole('button', { name: 'Cancel' }).click();
    await conversation(panel).getByText('Stopped by you.').waitFor();
    await untilIdle(panel);
    await button(panel, 'Continue').click();
    await waiting.waitFor();
    await practice.goOnline();
    await waiting.getByRole('button', { name: 'Try now' }).click();
    await conversation(panel).getByText('Back again.').waitFor();
    await untilIdle(panel);
    assert.equal(await conversation(panel).getByText('Anybody home?').count(), 1);

    await button(panel, 'New task').first().click();
    faults.set(responses(practice) + 1, { kind: 'cut', at: 'middle', how: 'destroy' });
    await sendMessage(panel, 'Tell me a story');
    await conversation(panel).getByText('that never went back.').waitFor();
    await untilIdle(panel);
    const story = panel.getByRole('article', { name: 'Ratchet' });
    assert.deepEqual(
      (await story.allInnerTexts()).map((text) => text.trim()),
      ['Once upon a time there was a ratchet that never went back.'],
    );
    assert.equal(faults.size, 1);

    await button(panel, 'New task').first().click();
    await sendMessage(panel, 'Read it wrong');
    await conversation(panel).getByText('Read at the second try.').waitFor();
    await untilIdle(panel);

    await button(panel, 'New task').first().click();
    await sendMessage(panel, 'Change what is gone');
    await conversation(panel).getByText('It is gone, so I left it.').waitFor();
    await untilIdle(panel);
    await takePicture(page, 'failure-file-gone');

    assert.deepEqual(practice.mismatches, []);
    const after = await snapshotFolder(folder);
    const expected = new Map(before);
    expected.delete('src/tax.ts');
    assert.deepEqual(after, expected, 'no other file changed');
  });

  it('a file that may not be written', async function () {
    const { page, panel, practice, folder } = await openRatchet({
      practice: {
        script: plays({
          'Shorten both': [
            { items: [shortenBoth] },
            { expect: { outputs: [/Nothing was changed/] }, items: [says('Not allowed.')] },
          ],
        }),
      },
    });
    const before = new Map(await snapshotFolder(folder));
    const tax = path.join(folder, 'src/tax.ts');
    const unlock = lock(tax);
    if (unlock) {
      try {
        await sendMessage(panel, 'Shorten both');
        await button(panel, 'Keep all').click();
        await conversation(panel).getByText('Not allowed.').waitFor();
        await untilIdle(panel);
        await conversation(panel).getByText('Changes could not be written').waitFor();
        await conversation(panel)
          .getByText(/^Nothing was changed: .*tax.ts/)
          .waitFor();
        await takePicture(page, 'failure-read-only');
      } finally {
        unlock();
      }
      assert.deepEqual(await snapshotFolder(folder), before, 'not even the other file changed');
    }
    assert.deepEqual(practice.mismatches, []);
    // Root on a file system without the immutable flag can write everything.
    if (!unlock) this.skip();
  });

  it('no folder open: nothing is sent, and a folder can be opened', async () => {
    const { page, panel, practice } = await openRatchet({ noFolder: true });
    await panel.getByText('Open a folder to work in').waitFor();
    await sendMessage(panel, 'Fix it.');
    await problem(panel).getByText('No folder is open.').waitFor();
    await takePicture(page, 'failure-no-folder');
    await problem(panel).getByRole('button', { name: 'Open Folder' }).click();
    await page.locator('.quick-input-widget').getByText('Open Folder').first().waitFor();
    assert.equal(practice.requests.length, 0);
  });

  it('Restricted Mode: says why, sends nothing, and leads to trust', async () => {
    const { page, panel, practice } = await openRatchet({ trust: 'ask' });
    await panel.getByText('Restricted Mode: Ratchet reads and sends nothing').waitFor();
    await sendMessage(panel, 'Fix it.');
    await problem(panel).getByText('This folder is in Restricted Mode').waitFor();
    await takePicture(page, 'failure-restricted');
    await problem(panel).getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await page.getByText('You are in Restricted Mode').waitFor();
    assert.equal(practice.requests.length, 0);

    await page.getByRole('button', { name: 'Trust', exact: true }).click();
    await panel.getByText('Restricted Mode: Ratchet reads').waitFor({ state: 'detached' });
  });
});

function responses(practice: {
  readonly requests: readonly { readonly number: number }[];
}): number {
  return practice.requests.filter(({ number }) => number > 0).length;
}
