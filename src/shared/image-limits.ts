/** What the endpoint takes of one image as it is: bytes, pixels along a side, pixels in all. */
export const imageLimits = { bytes: 20_000_000, side: 6_000, pixels: 10_240_000 } as const;

/** In pixels. */
export interface ImageDimensions {
  readonly width: number;
  readonly height: number;
}

/** The largest size of the same shape that the endpoint takes: the given one when it fits. */
export function fitImage({ width, height }: ImageDimensions): ImageDimensions {
  const factor = Math.min(
    1,
    imageLimits.side / Math.max(width, height),
    Math.sqrt(imageLimits.pixels / (width * height)),
  );
  const side = (length: number): number => Math.max(1, Math.floor(length * factor));
  return factor === 1 ? { width, height } : { width: side(width), height: side(height) };
}
