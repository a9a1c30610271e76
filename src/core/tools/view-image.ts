import { z } from 'zod';
import { defineFunctionTool } from './define-tool.ts';
import { imageInfo } from './image-info.ts';
import { unreadable } from './read-text.ts';
import { toolLimits } from './tool-limits.ts';

export const viewImage = defineFunctionTool({
  kind: 'function',
  name: 'view_image',
  effect: 'read',
  description: 'Look at an image file of the workspace (PNG, JPEG, WebP or GIF).',
  schema: z.object({ path: z.string().describe('Workspace path') }),
  title: ({ path }) => `View ${path}`,
  async run({ path }, context) {
    const { signal, files } = context;
    let bytes = await files.readBytes(path, toolLimits.imageBytes, signal);
    if (!(bytes instanceof Uint8Array) && bytes.kind === 'refused' && bytes.ask) {
      const { ask, reason } = bytes;
      const need = { kind: 'read', path: bytes.path, reason, concern: ask } as const;
      const answer = await context.approve(need);
      if (answer.kind === 'denied') {
        return { ok: false, output: `Not read: ${answer.reason}`, summary: 'Denied' };
      }
      bytes = await files.readBytes(path, toolLimits.imageBytes, signal, { granted: true });
    }
    if (!(bytes instanceof Uint8Array)) {
      if (bytes.kind !== 'text') return unreadable(bytes);
      return {
        ok: false,
        output: `${path} is a text file. Use read_file.`,
        summary: 'Not an image',
      };
    }
    const info = imageInfo(bytes);
    if (!info) {
      return {
        ok: false,
        output: `${path} is not a PNG, JPEG, WebP or GIF image. Convert it with exec_command if you have to see it.`,
        summary: 'Not an image',
      };
    }
    const size = `${info.width}×${info.height}`;
    if (
      Math.max(info.width, info.height) > toolLimits.imageSide ||
      info.width * info.height > toolLimits.imagePixels
    ) {
      return {
        ok: false,
        output: `${path} is ${size} pixels, more than the model takes (${toolLimits.imageSide} a side, ${toolLimits.imagePixels} in all). Make a smaller copy with exec_command and view that.`,
        summary: 'Too large',
      };
    }
    const dataUri = `data:${info.type};base64,${toBase64(bytes)}`;
    return {
      ok: true,
      output: [
        { type: 'input_text', text: `${path} (${info.type}, ${size})` },
        { type: 'input_image', image_url: dataUri, detail: 'auto' },
      ],
      summary: size,
      detail: { kind: 'image', label: path, dataUri },
    };
  },
});

function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  // A call takes a bounded number of arguments.
  for (let start = 0; start < bytes.length; start += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  }
  return btoa(parts.join(''));
}
