import assert from 'node:assert/strict';

import type { SessionInfo } from '../../src/shared/protocol.ts';
import { usePanelBrowser } from './support/panel-browser.ts';
import type { Panel } from './support/panel.ts';

const session = (id: string, title: string, updatedAt: number): SessionInfo => ({
  id,
  title,
  updatedAt,
  status: 'done',
  usd: 0,
  unreviewed: false,
});
const sessions = [
  session('a', 'Fix the parser', 1_000),
  { ...session('b', 'Write a report', 3_000), status: 'running' as const },
  session('c', 'Rename things', 2_000),
];

describe('the history', () => {
  const browser = usePanelBrowser();
  const titles = ({ page }: Panel) => page.locator('.session-title').allTextContents();
  const open = async () => {
    const panel = await browser.open();
    await panel.show([]);
    await panel.page.getByRole('button', { name: 'History' }).click();
    await panel.tell({ type: 'sessions', sessions });
    await panel.said();
    return panel;
  };

  it('lists the latest first and finds by title', async () => {
    const panel = await open();
    assert.deepEqual(await titles(panel), ['Write a report', 'Rename things', 'Fix the parser']);
    await panel.page.keyboard.type('RE');
    assert.deepEqual(await titles(panel), ['Write a report', 'Rename things']);
    await panel.page.keyboard.type('xyz');
    await panel.page.getByText('No task has that in its title.').waitFor();
  });

  it('opens a task and leaves', async () => {
    const panel = await open();
    await panel.page.getByRole('button', { name: 'Fix the parser Done' }).click();
    assert.deepEqual(await panel.said(), [{ type: 'openSession', taskId: 'a' }]);
    await panel.page.getByRole('log').waitFor();
  });

  it('renames in place, or not after all', async () => {
    const panel = await open();
    const rename = panel.page.getByRole('button', { name: 'Rename Fix the parser' });
    await rename.click();
    await panel.page.keyboard.press('Escape');
    await rename.click();
    await panel.page.getByRole('textbox', { name: 'Task title' }).fill('Mend the parser');
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await panel.said(), [
      { type: 'renameSession', taskId: 'a', title: 'Mend the parser' },
    ]);
  });

  it('deletes only after a second word', async () => {
    const panel = await open();
    const remove = panel.page.getByRole('button', { name: 'Delete Fix the parser' });
    await remove.click();
    await panel.page.getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual(await panel.said(), []);
    await remove.click();
    await panel.page.getByRole('button', { name: 'Delete', exact: true }).click();
    assert.deepEqual(await panel.said(), [{ type: 'deleteSession', taskId: 'a' }]);
  });

  it('goes back with Escape', async () => {
    const panel = await open();
    await panel.page.keyboard.press('Escape');
    await panel.page.getByRole('log').waitFor();
  });
});
