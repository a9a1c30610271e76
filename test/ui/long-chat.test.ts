import assert from 'node:assert/strict';

import type { AgentEvent } from '../../src/shared/events.ts';
import { usePanelBrowser } from './support/panel-browser.ts';
import type { Panel } from './support/panel.ts';

/** `count` entries of the usual mix. */
function longTask(count: number): readonly AgentEvent[] {
  return Array.from({ length: count }, (_, index): AgentEvent => {
    switch (index % 4) {
      case 0:
        return { type: 'user', messageId: `m${index}`, text: `Request ${index}`, attachments: [] };
      case 3:
        return {
          type: 'message',
          messageId: `a${index}`,
          text: `Answer **${index}** with \`code\`.\n\n- one\n- two\n\n\`\`\`ts\nconst x = ${index};\n\`\`\``,
        };
      default:
        return {
          type: 'tool-ended',
          callId: `t${index}`,
          name: 'read_file',
          state: 'finished',
          summary: `${index} lines`,
        };
    }
  });
}

describe('a long conversation', () => {
  const browser = usePanelBrowser();
  const distance = ({ page }: Panel) =>
    page
      .getByRole('log')
      .evaluate((log) => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight));
  const elements = ({ page }: Panel) => page.evaluate(() => document.querySelectorAll('*').length);
  const wheelUp = async (panel: Panel) => {
    await panel.page.getByRole('log').hover();
    await panel.page.mouse.wheel(0, -600);
    await panel.page.getByRole('button', { name: 'Jump to latest' }).waitFor();
  };

  it('puts no more into the page than its end, until more is asked for', async () => {
    const panel = await browser.open();
    await panel.show(longTask(200));
    const short = await elements(panel);
    await panel.show(longTask(4_000));
    const long = await elements(panel);
    assert.ok(long < short * 1.5 && long < 6_000, `${short} → ${long}`);
    assert.equal(await panel.page.getByText('Answer 3999 with').count(), 1);
    assert.equal(await panel.page.getByText('Answer 3599 with').count(), 0);
    for (let times = 0; times < 3; times += 1) {
      await panel.page.getByRole('button', { name: /^Show earlier/ }).click();
    }
    assert.equal(await panel.page.getByText('Answer 3599 with').count(), 1);
  });

  it('stays at the end while text streams in', async () => {
    const panel = await browser.open();
    await panel.show(longTask(300), { running: true });
    for (let index = 0; index < 30; index += 1) {
      await panel.happen({ type: 'text', messageId: 'x', delta: `Line ${index}.\n\n` });
    }
    assert.ok((await distance(panel)) <= 2);
    assert.equal(await panel.page.getByRole('button', { name: 'Jump to latest' }).count(), 0);
  });

  it('leaves the user where they scrolled to, and goes back when asked', async () => {
    const panel = await browser.open();
    await panel.show(longTask(300), { running: true });
    await wheelUp(panel);
    await panel.page.waitForFunction(restsBetweenFrames);
    const seen = await panel.page.evaluateHandle(() => document.elementFromPoint(200, 300));
    const place = () => seen.evaluate((element) => element?.getBoundingClientRect().top);
    const before = await place();
    for (let index = 0; index < 30; index += 1) {
      await panel.happen({ type: 'text', messageId: 'x', delta: `Line ${index}.\n\n` });
    }
    assert.equal(await place(), before);
    await panel.page.getByRole('button', { name: 'Jump to latest' }).click();
    await panel.page.getByText('Line 29.').waitFor();
    await panel.page.waitForFunction(() => {
      const log = document.querySelector('[role="log"]');
      return log !== null && log.scrollHeight - log.scrollTop - log.clientHeight <= 2;
    });
    assert.equal(await panel.page.getByRole('button', { name: 'Jump to latest' }).count(), 0);
  });

  it('shows the user’s own new message wherever they were', async () => {
    const panel = await browser.open();
    await panel.show(longTask(300), { running: true });
    await wheelUp(panel);
    await panel.happen({ type: 'user', messageId: 'new', text: 'Here I am', attachments: [] });
    await panel.page.waitForFunction(() => {
      const log = document.querySelector('[role="log"]');
      return log !== null && log.scrollHeight - log.scrollTop - log.clientHeight <= 2;
    });
  });

  it('does not run away from what the user opens', async () => {
    const panel = await browser.open();
    const output = Array.from({ length: 80 }, (_, line) => `line ${line}`).join('\n');
    await panel.show(
      [
        ...longTask(40),
        {
          type: 'tool-ended',
          callId: 'x',
          name: 'exec_command',
          state: 'finished',
          summary: 'ok',
          detail: { kind: 'command', command: 'ls', output },
        },
      ],
      { running: true },
    );
    const row = panel.page.getByRole('button', { name: 'exec_command ok' });
    const before = await row.boundingBox();
    await row.click();
    await panel.happen({ type: 'notice', message: 'more' });
    assert.deepEqual((await row.boundingBox())?.y, before?.y);
  });

  it('draws a finished message once, however much streams after it', async () => {
    const panel = await browser.open();
    await panel.show(
      [...longTask(8), { type: 'message', messageId: 'kept', text: 'Kept **here**' }],
      {
        running: true,
      },
    );
    await panel.page.evaluate(() => {
      const strong = [...document.querySelectorAll('strong')].at(-1);
      const changed = new MutationObserver((records) => {
        document.title = `${records.length} changes`;
      });
      const part = strong?.closest('article');
      if (part)
        changed.observe(part, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
    });
    for (let index = 0; index < 20; index += 1) {
      await panel.happen({ type: 'text', messageId: 'x', delta: `Word ${index} ` });
    }
    assert.equal(await panel.page.title(), 'Ratchet');
  });

  it('shows a megabyte of answer as it streams, whole at the end', async () => {
    const panel = await browser.open();
    await panel.show([], { running: true });
    const part = `${'Lorem **ipsum** dolor sit \`amet\`. '.repeat(30)}\n\n`.repeat(50);
    let sent = '';
    while (sent.length < 1_000_000) {
      sent += part;
      await panel.happen({ type: 'text', messageId: 'x', delta: part });
    }
    await panel.happen({ type: 'message', messageId: 'x', text: `${sent}The end.` });
    await panel.page.getByText('The end.').waitFor();
    const paragraphs = await panel.page.locator('.markdown p').count();
    assert.equal(paragraphs, sent.split('\n\n').length);
    assert.ok((await distance(panel)) <= 2);
  });

  it('folds a long row of steps to its last few', async () => {
    const panel = await browser.open();
    const steps = Array.from({ length: 40 }, (_, index): AgentEvent => ({
      type: 'tool-ended',
      callId: `t${index}`,
      name: 'read_file',
      state: index === 3 ? 'failed' : 'finished',
      summary: `step ${index}`,
    }));
    await panel.show(steps);
    assert.equal(await panel.page.locator('.step-block').count(), 5);
    await panel.page.getByRole('button', { name: '35 earlier steps, 1 failed' }).click();
    assert.equal(await panel.page.locator('.step-block').count(), 40);
  });
});

/** Runs in the page: scrolling by the wheel goes on for some frames. */
async function restsBetweenFrames(): Promise<boolean> {
  const top = () => document.querySelector('[role="log"]')?.scrollTop;
  const before = top();
  for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
  return top() === before;
}
