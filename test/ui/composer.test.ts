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

  it('attaches a pasted image as it is, but no other files and nothing that is no image', async () => {
    const panel = await browser.open();
    await pasteBytes(panel, 'image/png', 'shot.png', [...Buffer.from(onePixel, 'base64')]);
    await attached(panel);
    assert.deepEqual(await panel.said(), [
      { type: 'attachImage', name: 'shot.png', dataUri: `data:image/png;base64,${onePixel}` },
    ]);
    await pasteBytes(panel, 'application/pdf', 'a.pdf', [0, 0, 0]);
    await panel.page.getByRole('alert').getByText('Only PNG').waitFor();
    await pasteBytes(panel, 'image/png', 'broken.png', [0, 0, 0]);
    await panel.page.getByRole('alert').getByText('could not be read').waitFor();
    assert.deepEqual(await panel.said(), []);
  });

  const drawings: readonly (readonly [string, Drawing, Attached])[] = [
    [
      'a PNG with a side too long, which stays a PNG',
      { type: 'image/png', width: 7_000, height: 700 },
      { type: 'image/png', width: 6_000, height: 600 },
    ],
    [
      'a JPEG of too many pixels',
      { type: 'image/jpeg', width: 5_000, height: 4_000 },
      { type: 'image/jpeg', width: 3_577, height: 2_862 },
    ],
    [
      'a WebP with a side too long',
      { type: 'image/webp', width: 100, height: 6_500 },
      { type: 'image/webp', width: 92, height: 6_000 },
    ],
    [
      'nothing of a PNG that is just small enough',
      { type: 'image/png', width: 6_000, height: 1_000 },
      { type: 'image/png', width: 6_000, height: 1_000 },
    ],
    [
      'a PNG of more bytes than are taken, which becomes a WebP',
      { type: 'image/png', width: 3_000, height: 3_000, noisy: true },
      { type: 'image/webp', width: 3_000, height: 3_000 },
    ],
  ];
  for (const [name, drawing, expected] of drawings) {
    it(`scales down ${name}`, async function () {
      this.timeout(60_000);
      const panel = await browser.open();
      await pasteDrawing(panel, drawing);
      const dataUri = await attached(panel);
      assert.ok(dataUri.length < 26_700_000, `${dataUri.length} characters`);
      assert.deepEqual(await measure(panel, dataUri), expected);
      assert.equal(await panel.page.getByRole('alert').count(), 0);
    });
  }

  it('sends nothing before a pasted image is ready to go along', async () => {
    const panel = await browser.open();
    await textbox(panel).fill('look');
    // The browser decodes when the test says so.
    await panel.page.evaluate(() => {
      const decode = window.createImageBitmap.bind(window);
      const gate = new Promise((resolve) => {
        window.addEventListener('decode', resolve, { once: true });
      });
      window.createImageBitmap = async (source: ImageBitmapSource) => {
        await gate;
        return decode(source);
      };
    });
    await pasteBytes(panel, 'image/png', 'shot.png', [...Buffer.from(onePixel, 'base64')]);
    const hint = panel.page.getByRole('status').getByText('Preparing the image…');
    await hint.waitFor();
    await textbox(panel).press('Enter');
    assert.deepEqual(await panel.said(), []);
    assert.ok(await panel.page.getByRole('button', { name: 'Send' }).isDisabled());
    await panel.page.evaluate(() => window.dispatchEvent(new Event('decode')));
    await hint.waitFor({ state: 'detached' });
    await textbox(panel).press('Enter');
    const said = await panel.said();
    assert.deepEqual(
      said.map(({ type }) => type),
      ['attachImage', 'send'],
    );
  });

  it('refuses a GIF that is too large, as scaling it would leave one frame', async () => {
    const panel = await browser.open();
    await pasteBytes(panel, 'image/gif', 'wide.gif', gifOf(6_001, 1));
    await panel.page.getByRole('alert').getByText('6001×1 pixels').waitFor();
    assert.deepEqual(await panel.said(), []);
    await pasteBytes(panel, 'image/gif', 'small.gif', gifOf(6_000, 1));
    assert.match(await attached(panel), /^data:image\/gif;/);
  });

  it('does not even decode a file of more than 100 MB', async () => {
    const panel = await browser.open();
    await textbox(panel).evaluate((element) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(100_000_001)], 'huge.png', { type: 'image/png' }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    });
    await panel.page.getByRole('alert').getByText('larger than 100 MB').waitFor();
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

/** A PNG of one black pixel. */
const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';

interface Attached {
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

interface Drawing extends Attached {
  /** Of pixels that do not compress. */
  readonly noisy?: boolean;
}

async function pasteBytes(
  { page }: Panel,
  type: string,
  name: string,
  bytes: readonly number[],
): Promise<void> {
  await page.getByRole('textbox', { name: 'Message Ratchet' }).evaluate(
    (element, file) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(file.bytes)], file.name, { type: file.type }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    },
    { type, name, bytes },
  );
}

async function pasteDrawing({ page }: Panel, drawing: Drawing): Promise<void> {
  await page
    .getByRole('textbox', { name: 'Message Ratchet' })
    .evaluate(async (element, { type, width, height, noisy }) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('No canvas.');
      context.fillStyle = 'teal';
      context.fillRect(0, 0, width, height);
      if (noisy) {
        const image = context.createImageData(width, height);
        // A linear congruential generator (Numerical Recipes): the same noise every time.
        let state = 1;
        for (let at = 0; at < image.data.length; at += 1) {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
          image.data[at] = at % 4 === 3 ? 255 : state >>> 24;
        }
        context.putImageData(image, 0, 0);
      }
      const data = new DataTransfer();
      data.items.add(new File([await canvas.convertToBlob({ type })], 'drawing', { type }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    }, drawing);
}

/** The one image that the panel attaches, once it is ready. */
async function attached(panel: Panel): Promise<string> {
  await panel.page.waitForFunction(() => window.said.some(({ type }) => type === 'attachImage'));
  return panel.page.evaluate(() => {
    const [image, ...others] = window.said.filter((each) => each.type === 'attachImage');
    if (!image || others.length > 0) throw new Error('Not one image.');
    return image.dataUri;
  });
}

async function measure({ page }: Panel, dataUri: string): Promise<Attached> {
  return page.evaluate(async (uri) => {
    const [head = '', content = ''] = uri.split(',');
    const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    // What it says it is and what it is.
    const start = String.fromCharCode(...bytes.subarray(0, 12));
    const type = start.startsWith('\x89PNG')
      ? 'image/png'
      : start.endsWith('WEBP')
        ? 'image/webp'
        : 'image/jpeg';
    if (head !== `data:${type};base64`) throw new Error(`${head}, but ${type}`);
    return { type, width: bitmap.width, height: bitmap.height };
  }, dataUri);
}

/** A GIF89a whose one frame is a single pixel of a larger picture. */
function gifOf(width: number, height: number): number[] {
  const short = (value: number) => [value & 0xff, value >> 8];
  return [
    ...Buffer.from('GIF89a'),
    ...[...short(width), ...short(height), 0x80, 0, 0],
    ...[0, 0, 0, 255, 255, 255],
    ...[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0],
    ...[2, 2, 0x44, 1, 0, 0x3b],
  ];
}
