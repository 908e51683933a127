import type { Size } from '../base/geometry.ts';
import { loadSharp } from './loadSharp.ts';

interface PngOptions {
  /** 3 for RGB, 4 for RGBA that is not premultiplied. */
  channels?: 3 | 4;
  /** Of zlib, 0 … 9. */
  compressionLevel?: number;
}

/**
 * A picture as PNG.
 * @param picture bytes, channels interleaved, rows from the top
 */
export async function encodePng(
  { width, height, pixels }: Size & { pixels: Uint8Array },
  { channels = 3, compressionLevel = 6 }: PngOptions = {},
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const png = await sharp(pixels, { raw: { width, height, channels } })
    .png({ compressionLevel })
    .toBuffer();
  return new Uint8Array(png.buffer, png.byteOffset, png.length);
}
