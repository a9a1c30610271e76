import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { themes } from '../../scripts/host/base-settings.ts';
import { webviewFrame } from '../../scripts/host/drive-window.ts';
import type { Conversation, Script } from '../support/practice/script.ts';
import { calls, says } from '../support/practice/turns.ts';
import {
  button,
  conversation,
  sendMessage,
  takePicture,
  textbox,
  untilIdle,
  useRatchetWindows,
} from './support/ratchet-window.ts';

/** Answers each message with its own words, so that nothing depends on how many came before. */
const echo: Script = {
  name: 'echo',
  turn: (_, { input }) => ({ items: [says(`I heard: ${words(input)}`)] }),
};

/** The user's own words are the last part of their message. */
function words(input: Conversation['input']): string {
  const content = input.findLast((item) => item['role'] === 'user')?.['content'];
  return (content as readonly { readonly text: string }[]).at(-1)?.text ?? '';
}

/** The footer, once it knows what the day has used. */
function today(panel: FrameLocator) {
  return panel.locator('.usage-line[title*="Today: "]');
}

describe('the panel in the window', () => {
  const openRatchet = useRatchetWindows();

  it('keeps the conversation over a reload, and lists, opens, renames and deletes tasks', async () => {
    const { host, page, panel, practice } = await openRatchet({
      practice: { script: echo },
      settings: { 'workbench.colorTheme': themes.light },
    });
    await ask(panel, 'first task');
    await button(panel, 'New task').first().click();
    await ask(panel, 'second task');
    await today(panel).waitFor();
    await takePicture(page, 'panel-light');

    const reloaded = await host.page();
    const again = webviewFrame(reloaded);
    await conversation(again).getByText('I heard: second task').waitFor();
    await today(again).waitFor();
    assert.equal(await conversation(again).getByText('second task', { exact: true }).count(), 1);
    await ask(again, 'one more');
    const last = JSON.stringify(practice.requests.at(-1)?.body?.['input']);
    assert.ok(last.includes('I heard: second task'), 'the model knows what was said before');
    assert.deepEqual(practice.prefixBreaks, []);

    await button(again, 'History').last().click();
    const tasks = again.getByRole('list', { name: 'Tasks' });
    await tasks.getByText('first task').waitFor();
    await takePicture(reloaded, 'history-light');
    await button(again, 'Rename first task').click();
    const title = again.getByRole('textbox', { name: 'Task title' });
    await title.fill('renamed task');
    await title.press('Enter');
    await tasks.getByText('renamed task').click();
    await conversation(again).getByText('I heard: first task').waitFor();
    await again.getByRole('heading', { name: 'renamed task' }).waitFor();

    await button(again, 'History').last().click();
    await button(again, 'Delete second task').click();
    await tasks.getByRole('button', { name: 'Delete', exact: true }).click();
    await tasks.getByText('second task').waitFor({ state: 'detached' });
    assert.equal(await tasks.getByRole('listitem').count(), 1);
  });

  it('queues what is typed while it works, stops, and goes another way from an edited message', async () => {
    const script: Script = {
      name: 'slow first',
      turn: (_, { input }) =>
        words(input) === 'Look around'
          ? { items: [input.length === 1 ? calls('list_files', {}) : says('Looked around.')] }
          : { items: [says(`I heard: ${words(input)}`)] },
    };
    let stalled = true;
    const { panel, practice } = await openRatchet({
      practice: {
        script,
        fault: (number) => (stalled && number === 2 ? { kind: 'stall', at: 'middle' } : undefined),
      },
    });
    await sendMessage(panel, 'Look around');
    await practice.received(2);
    await sendMessage(panel, 'and count');
    const queue = panel.getByRole('list', { name: 'Queued messages' });
    await queue.getByText('and count').waitFor();
    await sendMessage(panel, 'never mind this');
    await button(panel, 'Remove from queue: never mind this').click();
    await queue.getByText('never mind this').waitFor({ state: 'detached' });

    stalled = false;
    await queue.getByRole('button', { name: 'Send now' }).click();
    await conversation(panel).getByText('I heard: and count').waitFor();
    await untilIdle(panel);
    assert.equal(await queue.count(), 0);

    // A message edited leaves behind what came after it.
    const message = panel.getByRole('article', { name: 'You' }).first();
    await message.hover();
    await message.getByRole('button', { name: 'Edit message' }).click();
    const editor = panel.getByRole('textbox', { name: 'Edit message' });
    await editor.fill('Something else');
    practice.allowEpoch();
    await button(panel, 'Send edited').click();
    await conversation(panel).getByText('I heard: Something else').waitFor();
    await untilIdle(panel);
    assert.equal(await conversation(panel).getByText('and count').count(), 0);
    const last = JSON.stringify(practice.requests.at(-1)?.body?.['input']);
    assert.ok(!last.includes('Look around') && last.includes('<environment>'), last);
    assert.deepEqual(practice.mismatches, []);
  });

  it('ends the practice when a key is set, for the usual address', async () => {
    const { page, panel, practice } = await openRatchet({
      practice: { script: echo },
      env: { RATCHET_PRACTICE: '1' },
    });
    const banner = panel.getByText('Practice: a recorded script answers');
    await banner.waitFor();
    await button(panel, 'Set API Key').click();
    await page.locator('.quick-input-widget').getByText('The key for api.openai.com.').waitFor();
    const input = page.locator('.quick-input-widget input[type="password"]');
    await input.fill('sk-own');
    await input.press('Enter');
    await banner.waitFor({ state: 'detached' });
    assert.equal(practice.requests.length, 0);
  });

  it('can be used with the keyboard alone', async () => {
    const { page, panel, practice } = await openRatchet({
      practice: {
        script: echo,
        fault: (number) => (number === 1 ? { kind: 'stall', at: 7 } : undefined),
      },
    });
    // Opening the chat is enough to type.
    await textbox(panel).and(panel.locator(':focus')).waitFor();
    await page.keyboard.type('hello there');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second line');
    await page.keyboard.press('Enter');
    await conversation(panel).getByText('I heard:').waitFor();
    await tabTo(panel, 'Stop');
    await page.keyboard.press('Enter');
    await conversation(panel).getByText('Stopped by you.').waitFor();
    await untilIdle(panel);
    await conversation(panel).getByText('The answer was cut off here.').waitFor();

    await page.keyboard.press('ControlOrMeta+Alt+R');
    await textbox(panel).and(panel.locator(':focus')).waitFor();
    await page.keyboard.type('again');
    await page.keyboard.press('Enter');
    await conversation(panel).getByText('I heard: again').waitFor();
    const users = JSON.stringify(practice.requests.at(-1)?.body?.['input']);
    assert.ok(
      users.includes('hello there\\\\nsecond line') || users.includes('hello there\\nsecond line'),
    );

    /** Moves the focus back with Shift+Tab or on with Tab until it is on the button. */
    async function tabTo(inside: FrameLocator, name: string): Promise<void> {
      const wanted = button(inside, name).and(inside.locator(':focus'));
      for (let moves = 0; moves < 12; moves++) {
        if ((await wanted.count()) > 0) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`${name} is not reached with Tab`);
    }
  });
});

async function ask(panel: FrameLocator, text: string): Promise<void> {
  await sendMessage(panel, text);
  await conversation(panel).getByText(`I heard: ${text}`).waitFor();
  await untilIdle(panel);
}
