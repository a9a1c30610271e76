import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';

import { usePanelBrowser } from './support/panel-browser.ts';
import { settings, type Panel, type Theme } from './support/panel.ts';
import { scenes } from './support/scenes.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('accessibility of the panel', () => {
  const browser = usePanelBrowser();
  const themes: readonly Theme[] = [
    'dark',
    'light',
    'dark-2026',
    'light-2026',
    'high-contrast',
    'high-contrast-light',
  ];

  for (const theme of themes) {
    it(`has no violations in any state in ${theme}`, async () => {
      const panel = await browser.open({ theme, width: 360 });
      const { page } = panel;
      await page.evaluate(axe);
      await panel.tell({ type: 'reset', taskId: undefined, running: false, events: [] });
      await check(panel, 'empty');
      await panel.tell({
        type: 'settings',
        settings: {
          ...settings,
          hasKey: false,
          trusted: false,
          remoteOverrides: ['commands.approval'],
        },
      });
      await check(panel, 'nothing set up');
      await panel.tell({ type: 'settings', settings });
      for (const [name, { running, events }] of Object.entries(scenes)) {
        await panel.show(events, { running });
        await check(panel, name);
      }
      await openEverything(panel);
      await check(panel, 'all opened');
      await panel.tell({ type: 'showHistory' }, { type: 'sessions', sessions: [session] });
      await check(panel, 'history');
      await page.getByRole('button', { name: 'Delete Old task' }).click();
      await check(panel, 'deleting');
    });
  }

  it('does not read streaming text aloud, but says in a few words what happens', async () => {
    const panel = await browser.open();
    const { page } = panel;
    const status = page.getByRole('status');
    await panel.show(scenes['approval']?.events ?? [], { running: true });
    assert.equal(await page.getByRole('log').getAttribute('aria-live'), 'off');
    assert.equal(await status.textContent(), 'Your approval is needed');
    await panel.happen({ type: 'approval-ended', callId: 't7', decision: 'once' });
    assert.equal(await status.textContent(), 'Ratchet is working');
    await panel.happen({ type: 'text', messageId: 'x', delta: 'secret words '.repeat(50) });
    assert.equal(await status.textContent(), 'Ratchet is working');
    await panel.happen({ type: 'done', answer: '' });
    await panel.tell({ type: 'running', taskId: 'task-1', running: false });
    assert.equal(await status.textContent(), 'Task finished');
  });

  it('names everything as agreed', async () => {
    const panel = await browser.open();
    const { page } = panel;
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const seen = async (...names: string[]) => {
      for (const name of names) assert.equal(await button(name).count(), 1, name);
    };
    await panel.show(scenes['review']?.events ?? [], { running: true });
    await seen('Send', 'Stop', 'New task', 'History', 'Attach');
    await seen('Review changes', 'Keep all', 'Undo all');
    assert.equal(
      await page.getByRole('textbox', { name: 'Message Ratchet', exact: true }).count(),
      1,
    );
    assert.equal(await page.getByRole('log', { name: 'Conversation', exact: true }).count(), 1);
    assert.equal(await page.getByRole('list', { name: 'Plan', exact: true }).count(), 1);
    await panel.show(scenes['approval']?.events ?? [], { running: true });
    await seen('Allow once', 'Allow for this task', 'Always allow…', 'Deny');
    await panel.show(scenes['done']?.events ?? []);
    assert.equal(await button('Stop').count(), 0);
    assert.equal(await page.getByRole('list', { name: 'Plan', exact: true }).count(), 1);
  });

  it('stands still for those who ask for it', async () => {
    const panel = await browser.open();
    await panel.page.emulateMedia({ reducedMotion: 'reduce' });
    await panel.show(scenes['working']?.events ?? [], { running: true });
    const moving = await panel.page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    );
    assert.equal(moving, 0);
  });

  it('fits from 260 to 900 pixels without scrolling sideways', async () => {
    for (const width of [260, 320, 480, 900]) {
      const panel = await browser.open({ width });
      for (const [name, { running, events }] of Object.entries(scenes)) {
        await panel.show(events, { running });
        const wide = await panel.page.evaluate(() =>
          [...document.querySelectorAll('.app, .conversation, .composer, .plan, .usage')]
            .filter((element) => element.scrollWidth > element.clientWidth)
            .map((element) => element.className),
        );
        assert.deepEqual(wide, [], `${name} at ${width}`);
      }
    }
  });
});

const session = {
  id: 's1',
  title: 'Old task',
  updatedAt: 0,
  status: 'done',
  usd: 1,
  unreviewed: true,
} as const;

async function openEverything({ page }: Panel): Promise<void> {
  await page.locator('[aria-expanded="false"]').evaluateAll(async (buttons) => {
    for (const button of buttons) (button as HTMLElement).click();
    await window.rest();
  });
}

async function check({ page }: Panel, state: string): Promise<void> {
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
    }),
  );
  const found = results.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('\n')}`,
  );
  assert.deepEqual(found, [], state);
}
