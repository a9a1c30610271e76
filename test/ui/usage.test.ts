import assert from 'node:assert/strict';

import type { Usage } from '../../src/shared/events.ts';
import { usePanelBrowser } from './support/panel-browser.ts';
import type { Panel } from './support/panel.ts';

describe('the usage footer', () => {
  const browser = usePanelBrowser();
  const button = ({ page }: Panel) => page.getByRole('button', { name: 'context' });
  const used = (inputTokens: number, usd: number): Usage => ({
    inputTokens,
    cachedTokens: inputTokens / 2,
    outputTokens: 300,
    reasoningTokens: 100,
    usd,
    requests: 1,
  });
  const context = { contextTokens: 50, contextWindow: 100 };

  it('says on hover what the request, the task and the day took', async () => {
    const panel = await browser.open();
    await panel.show([
      { type: 'usage', usage: used(4_000, 0.02), request: used(4_000, 0.02), ...context },
    ]);
    await panel.happen({
      type: 'usage',
      usage: used(10_000, 0.05),
      request: used(6_000, 0.03),
      ...context,
    });
    await panel.tell({ type: 'today', usage: used(200_000, 1.5) });
    assert.equal(
      await button(panel).getAttribute('title'),
      [
        'This request: 6K in (3K cached), 300 out, $0.03',
        'This task: 10K in (5K cached), 300 out, $0.05',
        'Today: 200K in (100K cached), 300 out, $1.50',
      ].join('\n'),
    );
    const tree = await panel.page.context().newCDPSession(panel.page);
    const { nodes } = await tree.send('Accessibility.getFullAXTree');
    const described = nodes.find(({ description }) =>
      String(description?.value).startsWith('This request: '),
    );
    assert.equal(described?.role?.value, 'button');
    assert.match(String(described.description?.value), /Today: 200K in/);
  });

  it('leaves out what is not known', async () => {
    const panel = await browser.open();
    await panel.show([{ type: 'usage', usage: used(4_000, 0.02), ...context }]);
    assert.equal(
      await button(panel).getAttribute('title'),
      'This task: 4K in (2K cached), 300 out, $0.02',
    );
  });
});
