import type { Size } from '../base/geometry.ts';
import { loadSharp } from '../image/loadSharp.ts';
import type { RgbPicture } from '../image/prepareInput.ts';

/** A small picture as the bytes of a file. */
export interface JpegTile extends Size {
  jpeg: Uint8Array;
}

/** @param quality 1 … 100 */
export async function jpegTile(picture: RgbPicture, quality: number): Promise<JpegTile> {
  const { width, height, pixels } = picture;
  const sharp = await loadSharp();
  const jpeg = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  return { jpeg, width, height };
}
