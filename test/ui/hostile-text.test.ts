import assert from 'node:assert/strict';

import type { AgentEvent } from '../../src/shared/events.ts';
import { usePanelBrowser } from './support/panel-browser.ts';
import type { Panel } from './support/panel.ts';

/** Each would ask the network for something, leave the page or run code if it were more than text. */
const attacks: readonly string[] = [
  '![pixel](https://evil.example/pixel.png)',
  '![pixel][ref]\n\n[ref]: https://evil.example/ref.png',
  '<img src="https://evil.example/img.png" onerror="document.title=\'owned\'">',
  '<img src=x onerror=alert(1)>',
  '<svg onload="fetch(\'https://evil.example/svg\')"><image href="https://evil.example/i.png"/></svg>',
  '<iframe src="https://evil.example/frame"></iframe>',
  '<iframe srcdoc="<script>parent.owned = 1</script>"></iframe>',
  '<style>body{background:url(https://evil.example/style.png)}@import "https://evil.example/s.css";</style>',
  '<p style="background:url(https://evil.example/attr.png)">x</p>',
  '<link rel="stylesheet" href="https://evil.example/l.css"><link rel="dns-prefetch" href="//evil.example">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/meta">',
  '<base href="https://evil.example/">',
  '<form action="https://evil.example/form"><button autofocus formaction="javascript:alert(1)">x</button></form>',
  '<script>document.title = "owned"; fetch("https://evil.example/script")</script>',
  '<video src="https://evil.example/v.mp4" autoplay poster="https://evil.example/p.png"></video>',
  '<object data="https://evil.example/o"></object><embed src="https://evil.example/e">',
  '<a href="https://evil.example/ping" ping="https://evil.example/p">x</a>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '[click](javascript:document.title="owned")',
  '[click](command:workbench.action.quit)',
  '[click](data:text/html,<script>alert(1)</script>)',
  '[click](vscode://ratchet.ratchet/send?x=1)',
  '```html\n<img src="https://evil.example/fence.png">\n```',
  '`<img src="https://evil.example/code.png">`',
  '| <img src="https://evil.example/cell.png"> |\n|---|\n| <script>alert(1)</script> |',
  '&lt;img src=https://evil.example/entity.png&gt;',
];

describe('hostile text', () => {
  const browser = usePanelBrowser();
  const { origin } = new URL('http://127.0.0.1');

  it('is only text wherever it comes from', async () => {
    const panel = await browser.open();
    for (const attack of attacks) {
      await panel.show(everywhere(attack), { running: true });
      await panel.page.locator('[aria-expanded="false"]').evaluateAll((buttons) => {
        for (const button of buttons) (button as HTMLElement).click();
      });
      await panel.page.locator('[role="link"], .inert').evaluateAll((words) => {
        for (const word of words) (word as HTMLElement).click();
      });
      await assertUntouched(panel, attack);
    }
  }).timeout(240_000);

  it('is text in names of files, commands and failures too', async () => {
    const panel = await browser.open();
    const name = '<img src="https://evil.example/name.png" onerror="document.title=1">';
    await panel.tell(
      { type: 'attachments', attachments: [{ id: 'a', kind: 'file', label: name }] },
      { type: 'showHistory' },
      {
        type: 'sessions',
        sessions: [
          { id: 's', title: name, updatedAt: 0, status: 'done', usd: 0, unreviewed: false },
        ],
      },
    );
    assert.ok((await panel.page.locator('.session-title').textContent())?.includes('<img'));
    await assertUntouched(panel);
  });

  it('shows where a link leads when its words do not', async () => {
    const panel = await browser.open();
    const words = [
      '[the docs](https://evil.example/a)',
      '[https://github.com](https://evil.example/b)',
      '[github.com](https://github.com.evil.example/)',
      '[evil.example](https://evil.example/c)',
      'https://evil.example/d',
      '[evil.example\u202e](https://evil.example/e)',
    ];
    await panel.show([message(words.join('\n\n'))]);
    const shown = await panel.page.getByRole('link').allTextContents();
    assert.deepEqual(shown, [
      'the docs (evil.example)',
      'https://github.com (evil.example)',
      'github.com (github.com.evil.example)',
      'evil.example',
      'https://evil.example/d',
      'evil.example\u202e (evil.example)',
    ]);
    await panel.page.getByRole('link', { name: 'the docs' }).click();
    assert.deepEqual(await panel.said(), [{ type: 'openLink', href: 'https://evil.example/a' }]);
  });

  it('makes a file mention open that file', async () => {
    const panel = await browser.open();
    await panel.show([message('See `src/a.ts:12`, [it](src/b.ts#L3) and `not a path`.')]);
    for (const link of await panel.page.getByRole('link').all()) await link.click();
    assert.deepEqual(await panel.said(), [
      { type: 'openFile', uri: 'src/a.ts', line: 12 },
      { type: 'openFile', uri: 'src/b.ts', line: 3 },
    ]);
  });

  /** No request but for the page's own files, still the same page, nothing run, no element of the attack's. */
  async function assertUntouched({ page, requests, said }: Panel, attack = ''): Promise<void> {
    const foreign = requests.filter((address) => !address.startsWith(`${origin}:`));
    assert.deepEqual(foreign, [], attack);
    assert.equal(await page.title(), 'Ratchet', attack);
    assert.equal(new URL(page.url()).pathname, '/');
    const alien = await page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .map((element) => element.localName)
        .filter((name) =>
          [
            'img',
            'svg',
            'iframe',
            'style',
            'link',
            'meta',
            'base',
            'form',
            'video',
            'object',
            'embed',
            'a',
            'math',
          ].includes(name),
        ),
    );
    assert.deepEqual(alien, [], attack);
    const asked = (await said()).filter(
      ({ type }) => type !== 'openLink' && type !== 'openFile' && type !== 'listSessions',
    );
    assert.deepEqual(asked, [], attack);
  }
});

function message(text: string): AgentEvent {
  return { type: 'message', messageId: 'a', phase: 'final_answer', text };
}

/** The same text wherever a model, a tool or a file name could put it. */
function everywhere(text: string): readonly AgentEvent[] {
  return [
    {
      type: 'user',
      messageId: 'm',
      text,
      attachments: [{ kind: 'file', label: text }],
      doneWhen: [text],
    },
    { type: 'reasoning', delta: text },
    { type: 'plan', plan: [{ step: text, status: 'in_progress' }] },
    { type: 'tool-started', callId: '1', name: 'exec_command', title: text },
    { type: 'tool-output', callId: '1', chunk: text },
    {
      type: 'tool-ended',
      callId: '2',
      name: text,
      state: 'failed',
      summary: text,
      detail: { kind: 'command', command: text, output: text },
    },
    {
      type: 'tool-ended',
      callId: '3',
      name: 'x',
      state: 'finished',
      summary: text,
      detail: { kind: 'patch', patch: text },
    },
    {
      type: 'approval',
      request: {
        callId: '4',
        kind: 'command',
        subject: text,
        reason: text,
        workdir: text,
        rule: text,
      },
    },
    { type: 'question', callId: '5', questions: [{ question: text, options: [text] }] },
    {
      type: 'review',
      review: {
        id: 'r',
        callId: '6',
        state: 'open',
        files: [{ path: text, uri: text, kind: 'created', decision: 'pending', hunks: [] }],
      },
    },
    { type: 'queued', queuedId: 'q', text },
    { type: 'compacted', summary: text, tokensBefore: 1, tokensAfter: 1 },
    { type: 'notice', message: text },
    { type: 'check', check: { name: text, status: 'failed', evidence: text } },
    { type: 'retry', reason: text, inMs: 9_000, attempt: 1 },
    { type: 'text', messageId: 's', delta: text },
    message(text),
  ];
}
