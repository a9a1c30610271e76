import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { usePanelBrowser } from './support/panel-browser.ts';
import { settings, type Theme } from './support/panel.ts';
import { scenes } from './support/scenes.ts';

const folder = path.join(import.meta.dirname, '../../test-results/ui');

describe('pictures of the panel', () => {
  const browser = usePanelBrowser();
  const looks: readonly (readonly [Theme, number])[] = [
    ['dark', 320],
    ['light', 480],
    ['dark-2026', 480],
    ['light-2026', 320],
    ['high-contrast', 320],
    ['high-contrast-light', 320],
    ['dark', 260],
    ['light', 900],
  ];
  before(() => mkdir(folder, { recursive: true }));

  for (const [theme, width] of looks) {
    it(`are taken in ${theme} at ${width} px`, async () => {
      const { page, show, tell } = await browser.open({ theme, width, height: 760 });
      const take = (name: string) =>
        page.screenshot({ path: path.join(folder, `${name}-${theme}-${width}.png`) });
      await tell({ type: 'reset', taskId: undefined, running: false, events: [] });
      await take('empty');
      await tell({ type: 'settings', settings: { ...settings, hasKey: false } });
      await take('no-key');
      await tell({ type: 'settings', settings: { ...settings, practice: true } });
      for (const [name, { running, events }] of Object.entries(scenes)) {
        await show(events, { running });
        await take(name);
      }
      const day = 86_400_000;
      await tell(
        { type: 'showHistory' },
        {
          type: 'sessions',
          sessions: [
            ['Discounts are applied twice', 'done', 0.2134, 0],
            ['Write tests for the parser', 'running', 0.05, 0.01],
            ['Summarise the quarterly figures into a report', 'waiting', 1.2, 0.2],
            ['Upgrade to TypeScript 6', 'failed', 0, 3],
          ].map(([title, status, usd, days], index) => ({
            id: `s${index}`,
            title: String(title),
            status: status as 'done',
            usd: Number(usd),
            updatedAt: Date.now() - Number(days) * day,
            unreviewed: index === 0,
          })),
        },
      );
      await take('history');
    });
  }
});
