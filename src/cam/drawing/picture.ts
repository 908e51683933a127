import type { Rect, Size } from '../base/geometry.ts';
import type { RgbPicture } from '../image/prepareInput.ts';

/** RGBA bytes, not premultiplied, rows from the top. */
export interface RgbaPicture extends Size {
  pixels: Uint8Array;
}

/** A picture of one colour. */
export function blankPicture(size: Size, colour: Rgb): RgbPicture {
  const picture = { ...size, pixels: new Uint8Array(size.width * size.height * 3) };
  fillRect(picture, { x: 0, y: 0, ...size }, colour);
  return picture;
}

export type Rgb = readonly [red: number, green: number, blue: number];

/** Fills a rectangle of whole pixels, which must lie inside the picture. */
export function fillRect(picture: RgbPicture, rect: Rect, colour: Rgb): void {
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    const start = (y * picture.width + rect.x) * 3;
    for (let at = start; at < start + rect.width * 3; at += 3) picture.pixels.set(colour, at);
  }
}

/** Copies a picture into another at a place; it must fit. */
export function drawPicture(
  onto: RgbPicture,
  { width, height, pixels }: RgbPicture,
  x: number,
  y: number,
): void {
  for (let row = 0; row < height; row++) {
    const line = pixels.subarray(row * width * 3, (row + 1) * width * 3);
    onto.pixels.set(line, ((y + row) * onto.width + x) * 3);
  }
}

/** Draws a picture with transparency over another at a place; what does not fit is left out. */
export function drawOver(onto: RgbPicture, over: RgbaPicture, x: number, y: number): void {
  const width = Math.min(over.width, onto.width - x);
  const height = Math.min(over.height, onto.height - y);
  for (let row = 0; row < height; row++) {
    let from = row * over.width * 4;
    let to = ((y + row) * onto.width + x) * 3;
    for (let column = 0; column < width; column++, from += 4, to += 3) {
      const alpha = (over.pixels[from + 3] ?? 0) / 255;
      if (alpha === 0) continue;
      for (let i = 0; i < 3; i++) {
        const below = onto.pixels[to + i] ?? 0;
        onto.pixels[to + i] = Math.round(below + ((over.pixels[from + i] ?? 0) - below) * alpha);
      }
    }
  }
}
