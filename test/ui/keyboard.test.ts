import assert from 'node:assert/strict';

import { usePanelBrowser } from './support/panel-browser.ts';
import type { Panel } from './support/panel.ts';
import { scenes } from './support/scenes.ts';

describe('the keyboard', () => {
  const browser = usePanelBrowser();
  const focused = ({ page }: Panel) =>
    page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });

  it('reaches everything, in the order in which it is seen', async () => {
    const panel = await browser.open();
    await panel.show(scenes['approval']?.events ?? [], { running: true });
    await panel.page.getByRole('textbox').fill('x');
    await panel.page.getByRole('button', { name: 'Export' }).focus();
    const order: string[] = [];
    do {
      order.push(await focused(panel));
      await panel.page.keyboard.press('Tab');
    } while (order.length < 60 && order.at(-1) !== '14% context184K in · 4.3K out$0.21');
    assert.deepEqual(order, [
      'Export',
      'New task',
      'History',
      'Conversation',
      'src/order/total.ts',
      'Thought: Locating the discount code',
      'Search for applyDiscount4 matches in 3 files, finished',
      'npm testexit code 1, failed',
      'What is asked for',
      'Allow once',
      'Allow for this task',
      'Always allow…',
      'Deny',
      'Plan1/3',
      'Plan',
      'Message Ratchet',
      'Attach',
      'Done when…',
      'gpt-5.5medium',
      'Stop',
      'Send',
      '14% context184K in · 4.3K out$0.21',
    ]);
  });

  it('edits a message and comes back to where it was', async () => {
    const panel = await browser.open();
    await panel.show(scenes['stopped']?.events ?? []);
    const edit = panel.page.getByRole('button', { name: 'Edit message' });
    await edit.focus();
    await panel.page.keyboard.press('Enter');
    assert.equal(await focused(panel), 'Edit message');
    await panel.page.keyboard.type(' Please.');
    await panel.page.keyboard.press('Escape');
    await edit.waitFor();
    await panel.page.waitForFunction(() => document.activeElement instanceof HTMLButtonElement);
    assert.equal(await focused(panel), 'Edit message');
    assert.deepEqual(await panel.said(), []);
  });

  it('keeps the focus in the composer whatever happens meanwhile', async () => {
    const panel = await browser.open();
    await panel.show([]);
    const textbox = panel.page.getByRole('textbox', { name: 'Message Ratchet' });
    await textbox.focus();
    await panel.page.keyboard.type('I am ');
    for (const { events } of Object.values(scenes)) await panel.happen(...events);
    await panel.tell({ type: 'running', taskId: 'task-1', running: true });
    await panel.page.keyboard.type('still typing');
    assert.equal(await textbox.inputValue(), 'I am still typing');
  });

  for (const [name, end] of [
    ['Stop', 'stops'],
    ['Allow once', 'approves'],
  ] as const) {
    it(`goes to the composer when what it ${end} with goes away`, async () => {
      const panel = await browser.open();
      await panel.show(scenes['approval']?.events ?? [], { running: true });
      await panel.page.getByRole('button', { name }).focus();
      await panel.page.keyboard.press('Enter');
      await panel.happen(
        { type: 'approval-ended', callId: 't7', decision: 'once' },
        { type: 'stopped', reason: { kind: 'user' } },
      );
      await panel.tell({ type: 'running', taskId: 'task-1', running: false });
      assert.equal(await focused(panel), 'Message Ratchet');
    });
  }

  it('leaves the focus alone where the user gave it up', async () => {
    const panel = await browser.open();
    await panel.show(scenes['approval']?.events ?? [], { running: true });
    await panel.page.getByRole('button', { name: 'Stop' }).focus();
    await panel.page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await panel.tell({ type: 'running', taskId: 'task-1', running: false });
    assert.ok(await panel.page.evaluate(() => document.activeElement === document.body));
  });
});
