import { fitImage, imageLimits, type ImageDimensions } from '../../shared/image-limits.ts';

/** An image the endpoint takes, or a sentence that says why there is none. */
export type PreparedImage =
  | { readonly kind: 'image'; readonly blob: Blob }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Bytes of a file that is decoded at all. */
const readableBytes = 100_000_000;
/** Above 0.9 what is lost is hard to see even in small print. */
const quality = 0.92;

/**
 * The file itself when the endpoint takes it as it is, otherwise a smaller drawing of it: a PNG
 * stays one unless it comes out too large, and transparency is kept. GIFs are never redrawn, as
 * that would leave one frame.
 */
export async function prepareImage(file: Blob): Promise<PreparedImage> {
  if (file.size > readableBytes) {
    return refused('This image is larger than 100 MB. Attach a smaller one.');
  }
  const bitmap = await decode(file);
  if (!bitmap) return refused('This image could not be read. It may be damaged.');
  const fit = fitImage(bitmap);
  const isWhole = fit.width === bitmap.width && fit.height === bitmap.height;
  try {
    if (isWhole && file.size <= imageLimits.bytes) return { kind: 'image', blob: file };
    if (file.type === 'image/gif') {
      return refused(
        `This GIF is too large (${bitmap.width}×${bitmap.height} pixels), and GIFs are not scaled down. Attach a smaller one.`,
      );
    }
    for (const type of file.type === 'image/png' ? [file.type, 'image/webp'] : [file.type]) {
      const blob = await redraw(bitmap, fit, type);
      if (blob.size <= imageLimits.bytes) return { kind: 'image', blob };
    }
    return refused('This image is too large even when scaled down. Attach a smaller one.');
  } finally {
    bitmap.close();
  }
}

async function decode(file: Blob): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file);
  } catch (error) {
    // The browser's answer to anything that is no image.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

async function redraw(
  bitmap: ImageBitmap,
  { width, height }: ImageDimensions,
  type: string,
): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('A new canvas has no 2D context.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas.convertToBlob({ type, quality });
}

function refused(sentence: string): PreparedImage {
  return { kind: 'refused', sentence };
}
