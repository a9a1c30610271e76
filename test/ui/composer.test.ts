import assert from 'node:assert/strict';

import { usePanelBrowser } from './support/panel-browser.ts';
import { settings, type Panel } from './support/panel.ts';
import { scenes } from './support/scenes.ts';

describe('the composer', () => {
  const browser = usePanelBrowser();
  const textbox = ({ page }: Panel) => page.getByRole('textbox', { name: 'Message Ratchet' });

  it('sends with Enter, breaks the line with Shift+Enter', async () => {
    const panel = await browser.open();
    await textbox(panel).focus();
    await panel.page.keyboard.type('one');
    await panel.page.keyboard.press('Shift+Enter');
    await panel.page.keyboard.type('two');
    assert.deepEqual(await panel.said(), []);
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await panel.said(), [{ type: 'send', text: 'one\ntwo', doneWhen: [] }]);
    assert.equal(await textbox(panel).inputValue(), '');
    assert.ok(await textbox(panel).evaluate((element) => element === document.activeElement));
  });

  it('tells at each key that a message is being written, and when there is none any more', async () => {
    const panel = await browser.open();
    await textbox(panel).focus();
    await panel.page.keyboard.type('ab');
    await panel.page.keyboard.press('Backspace');
    await panel.page.keyboard.press('Backspace');
    assert.deepEqual(await panel.typed(), [false, false, false, true]);
  });

  it('sends with Ctrl+Enter alone when Enter is for lines', async () => {
    const panel = await browser.open();
    await panel.tell({ type: 'settings', settings: { ...settings, enterSends: false } });
    await textbox(panel).focus();
    await panel.page.keyboard.type('one');
    await panel.page.keyboard.press('Enter');
    await panel.page.keyboard.type('two');
    await panel.page.keyboard.press('Control+Enter');
    assert.deepEqual(await panel.said(), [{ type: 'send', text: 'one\ntwo', doneWhen: [] }]);
  });

  it('sends nothing while an input method composes, and nothing empty', async () => {
    const panel = await browser.open();
    await textbox(panel).fill('日本');
    await textbox(panel).evaluate((element) =>
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }),
      ),
    );
    await textbox(panel).fill(' \n ');
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await panel.said(), []);
    assert.ok(await panel.page.getByRole('button', { name: 'Send' }).isDisabled());
  });

  it('stops nothing on Escape', async () => {
    const panel = await browser.open();
    await panel.show(scenes['working']?.events ?? [], { running: true });
    await textbox(panel).fill('half a thought');
    await panel.page.keyboard.press('Escape');
    assert.deepEqual(await panel.said(), []);
    assert.equal(await textbox(panel).inputValue(), 'half a thought');
  });

  it('keeps the draft over a reload', async () => {
    const panel = await browser.open();
    await textbox(panel).fill('half a thought');
    await panel.page.getByRole('button', { name: 'Done when…' }).click();
    await panel.page.keyboard.type('it is whole');
    await panel.page.reload();
    await panel.page.getByRole('log').waitFor();
    assert.equal(await textbox(panel).inputValue(), 'half a thought');
    const criterion = panel.page.getByRole('textbox', { name: 'Criterion 1' });
    assert.equal(await criterion.inputValue(), 'it is whole');
  });

  it('survives a draft that another version left', async () => {
    const panel = await browser.open();
    for (const state of ['null', '[]', '{"draft":{"text":5,"doneWhen":[1,"a"]}}', '"x"']) {
      await panel.page.evaluate((value) => {
        sessionStorage.setItem('state', value);
      }, state);
      await panel.page.reload();
      await panel.page.getByRole('log').waitFor();
      assert.equal(await textbox(panel).inputValue(), '');
    }
  });

  it('replaces nothing that was typed when the host composes', async () => {
    const panel = await browser.open();
    await textbox(panel).fill('mine');
    await panel.tell({ type: 'compose', text: 'yours' });
    assert.equal(await textbox(panel).inputValue(), 'mine\nyours');
    assert.ok(await textbox(panel).evaluate((element) => element === document.activeElement));
  });

  it('sends the criteria that say something', async () => {
    const panel = await browser.open();
    await panel.page.getByRole('button', { name: 'Done when…' }).click();
    await panel.page.keyboard.type('tests pass');
    await panel.page.keyboard.press('Enter');
    await panel.page.keyboard.type('docs updated');
    await panel.page.keyboard.press('Enter');
    await textbox(panel).fill('go');
    await panel.page.getByRole('button', { name: 'Send' }).click();
    assert.deepEqual(await panel.said(), [
      { type: 'send', text: 'go', doneWhen: ['tests pass', 'docs updated'] },
    ]);
    assert.equal(await panel.page.getByRole('list', { name: 'Done when' }).count(), 0);
  });

  it('lets criteria and attachments be taken off again', async () => {
    const panel = await browser.open();
    await panel.page.getByRole('button', { name: 'Done when…' }).click();
    await panel.page.getByRole('button', { name: 'Remove criterion 1' }).click();
    assert.equal(await panel.page.getByRole('button', { name: 'Done when…' }).count(), 1);
    await panel.tell({
      type: 'attachments',
      attachments: [
        { id: 'a1', kind: 'selection', label: 'a.ts:1-9', uri: 'file:///a.ts', line: 1 },
      ],
    });
    await panel.page.getByRole('button', { name: 'a.ts:1-9', exact: true }).click();
    await panel.page.getByRole('button', { name: 'Remove a.ts:1-9' }).click();
    assert.deepEqual(await panel.said(), [
      { type: 'openFile', uri: 'file:///a.ts', line: 1 },
      { type: 'detach', attachmentId: 'a1' },
    ]);
  });

  it('attaches pasted images, but not other files and not beyond 20 MB', async () => {
    const panel = await browser.open();
    await paste(panel, 'image/png', 'shot.png', 3);
    await panel.page.waitForFunction(() => window.said.some(({ type }) => type === 'attachImage'));
    assert.deepEqual(await panel.said(), [
      { type: 'attachImage', name: 'shot.png', dataUri: 'data:image/png;base64,AAAA' },
    ]);
    await paste(panel, 'application/pdf', 'a.pdf', 3);
    await panel.page.getByRole('alert').getByText('Only PNG').waitFor();
    await paste(panel, 'image/png', 'huge.png', 20_000_001);
    await panel.page.getByRole('alert').getByText('larger than 20 MB').waitFor();
    assert.deepEqual(await panel.said(), []);
  });

  it('attaches what is dropped from the Explorer, but no other addresses', async () => {
    const panel = await browser.open();
    const drop = (type: string, data: string) =>
      textbox(panel).evaluate(
        (element, [format, content]) => {
          const transfer = new DataTransfer();
          transfer.setData(format, content);
          element.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
        },
        [type, data] as const,
      );
    await drop('text/uri-list', '# comment\r\nfile:///w/a.ts\r\nhttps://evil.example/x');
    await drop('application/vnd.code.uri-list', 'vscode-remote://wsl/w/b.ts');
    await drop('text/uri-list', 'https://evil.example/x');
    assert.deepEqual(await panel.said(), [
      { type: 'attachUris', uris: ['file:///w/a.ts'] },
      { type: 'attachUris', uris: ['vscode-remote://wsl/w/b.ts'] },
    ]);
  });

  it('grows with its text up to less than half the panel', async () => {
    const panel = await browser.open({ height: 700 });
    const height = async () => (await textbox(panel).boundingBox())?.height ?? 0;
    const small = await height();
    await textbox(panel).fill('line\n'.repeat(6));
    const grown = await height();
    await textbox(panel).fill('line\n'.repeat(200));
    const most = await height();
    assert.ok(small < grown && grown < most && most <= 0.4 * 700 + 1, `${small} ${grown} ${most}`);
  });
});

async function paste({ page }: Panel, type: string, name: string, bytes: number): Promise<void> {
  await page.getByRole('textbox', { name: 'Message Ratchet' }).evaluate(
    (element, file) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(file.bytes)], file.name, { type: file.type }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    },
    { type, name, bytes },
  );
}
