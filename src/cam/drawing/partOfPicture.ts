import type { Rect, Size } from '../base/geometry.ts';
import { loadSharp } from '../image/loadSharp.ts';
import type { RgbPicture } from '../image/prepareInput.ts';

/**
 * A part of a photo, as large as fits into a square.
 * @param shown in photo pixels, inside the photo
 * @param side of the square, in pixels
 * @returns the tile, and the part in whole pixels of the photo
 */
export async function partOfPicture(
  photo: RgbPicture,
  shown: Rect,
  side: number,
): Promise<{ part: Rect; tile: RgbPicture }> {
  const part = wholePixels(shown, photo);
  const scale = side / Math.max(part.width, part.height);
  const size = {
    width: Math.max(1, Math.round(part.width * scale)),
    height: Math.max(1, Math.round(part.height * scale)),
  };
  return { part, tile: { ...size, pixels: await resizePart(photo, part, size) } };
}

/** The rectangle in whole pixels of the photo, at least one. */
function wholePixels(rect: Rect, photo: Size): Rect {
  const x = Math.min(Math.max(Math.round(rect.x), 0), photo.width - 1);
  const y = Math.min(Math.max(Math.round(rect.y), 0), photo.height - 1);
  const right = Math.min(Math.max(Math.round(rect.x + rect.width), x + 1), photo.width);
  const bottom = Math.min(Math.max(Math.round(rect.y + rect.height), y + 1), photo.height);
  return { x, y, width: right - x, height: bottom - y };
}

async function resizePart(
  { width, height, pixels }: RgbPicture,
  part: Rect,
  size: Size,
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .extract({ left: part.x, top: part.y, width: part.width, height: part.height })
    .resize({ ...size, fit: 'fill' })
    .raw()
    .toBuffer();
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
