import type { Size } from '../base/geometry.ts';
import type { RgbaPicture } from '../drawing/picture.ts';
import { opacityByValue, signedColorIndex, signedColorTable } from '../maps/pixels/colormap.ts';
import type { FigureLegend } from '../results/figure.ts';

/** The colours of a scale from its first value to its limit, from left to right. */
export function barColours(
  { low, limit, colormap, byValue }: FigureLegend,
  { width, height }: Size,
): RgbaPicture {
  const table = signedColorTable(colormap);
  const opacity = byValue ? opacityByValue() : undefined;
  const row = new Uint8Array(width * 4);
  for (let x = 0; x < width; x++) {
    const value = low + ((limit - low) * (x + 0.5)) / width;
    const index = signedColorIndex(value, limit);
    row.set(table.subarray(index * 3, index * 3 + 3), x * 4);
    row[x * 4 + 3] = Math.round(255 * (opacity?.[index] ?? 1));
  }
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) pixels.set(row, y * width * 4);
  return { width, height, pixels };
}
