import * as path from 'node:path';
import * as vscode from 'vscode';
import { imageInfo } from '../../core/tools/image-info.ts';
import { fitImage, imageLimits } from '../../shared/image-limits.ts';
import type { PendingAttachments } from './pending-attachments.ts';

const imageNames = /\.(?:png|jpe?g|webp|gif)$/i;

/**
 * Attaches a file the user chose: an image as one, everything else as text that is read when the
 * message is sent. Returns, as a sentence, why an image was not attached.
 */
export async function attachFile(
  uri: vscode.Uri,
  attachments: Pick<PendingAttachments, 'addFile' | 'addImage'>,
): Promise<string | undefined> {
  if (!imageNames.test(uri.path)) {
    attachments.addFile(uri);
    return undefined;
  }
  const label = path.posix.basename(uri.path);
  const bytes = await readImage(uri);
  if (bytes === 'unreadable') return `${label} could not be read.`;
  if (bytes === 'too large') return `${label} is larger than 20 MB. Attach a smaller copy.`;
  const info = imageInfo(bytes);
  if (!info) return `${label} is not a PNG, JPEG, WebP or GIF image.`;
  const { width, height, type } = info;
  if (fitImage(info).width !== width || fitImage(info).height !== height) {
    const advice =
      type === 'image/gif'
        ? 'Attach a smaller copy.'
        : 'Paste it into the message to have it scaled down, or attach a smaller copy.';
    return `${label} is ${width}×${height} pixels, more than the model takes. ${advice}`;
  }
  attachments.addImage(label, `data:${type};base64,${Buffer.from(bytes).toString('base64')}`);
  return undefined;
}

async function readImage(uri: vscode.Uri): Promise<Uint8Array | 'unreadable' | 'too large'> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > imageLimits.bytes) return 'too large';
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return 'unreadable';
    throw error;
  }
}
