import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { attachFile } from '../../src/host/chat/attach-file.ts';
import { PendingAttachments } from '../../src/host/chat/pending-attachments.ts';

describe('attaching a file', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ratchet-attach-'));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** The first bytes of a PNG: all that its size is read from. */
  function png(width: number, height: number, bytes = 64): Buffer {
    const image = Buffer.alloc(bytes);
    image.write('\x89PNG\r\n\x1a\n', 'latin1');
    image.writeUInt32BE(width, 16);
    image.writeUInt32BE(height, 20);
    return image;
  }

  function gif(width: number, height: number): Buffer {
    const image = Buffer.alloc(64);
    image.write('GIF89a', 'latin1');
    image.writeUInt16LE(width, 6);
    image.writeUInt16LE(height, 8);
    return image;
  }

  async function attach(name: string, content: Buffer | undefined) {
    const file = path.join(folder, name);
    if (content) await writeFile(file, content);
    const attachments = new PendingAttachments(() => undefined);
    const refusal = await attachFile(vscode.Uri.file(file), attachments);
    return { refusal, taken: attachments.take() };
  }

  it('takes an image as one, by what it is and not by its name', async () => {
    const content = png(6_000, 1_000);
    const { refusal, taken } = await attach('Shot.JPG', content);
    assert.equal(refusal, undefined);
    const dataUri = `data:image/png;base64,${content.toString('base64')}`;
    assert.deepEqual(taken, [{ kind: 'image', label: 'Shot.JPG', dataUri }]);
  });

  it('takes anything else as a file', async () => {
    for (const name of ['notes.md', 'drawing.svg', 'png']) {
      const { refusal, taken } = await attach(name, Buffer.from('text'));
      assert.deepEqual([refusal, taken.map(({ kind }) => kind)], [undefined, ['file']], name);
    }
  });

  const refusals: readonly (readonly [string, Buffer | undefined, RegExp])[] = [
    ['long.png', png(6_001, 1), /6001×1 pixels.*Paste it/],
    ['many.webp', png(3_201, 3_200), /3201×3200 pixels/],
    ['wide.gif', gif(6_001, 1), /6001×1 pixels, more than the model takes\. Attach a smaller/],
    ['heavy.png', png(10, 10, 20_000_001), /heavy\.png is larger than 20 MB/],
    ['text.png', Buffer.from('no image'), /text\.png is not a PNG/],
    ['missing.png', undefined, /missing\.png could not be read/],
  ];
  for (const [name, content, sentence] of refusals) {
    it(`refuses ${name} with a sentence`, async () => {
      const { refusal, taken } = await attach(name, content);
      assert.match(refusal ?? '', sentence);
      assert.deepEqual(taken, []);
    });
  }
});
