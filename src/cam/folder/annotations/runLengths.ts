import type { Size } from '../../base/geometry.ts';
import type { AskedPixels } from './annotation.ts';
import { countUntil } from './rasterise.ts';

/**
 * Which pixels COCO's run lengths mark: runs go down the columns, the background's first.
 * @returns 1 inside; undefined if the runs do not fill the picture exactly
 */
export function runLengthsCover(
  counts: readonly number[],
  { width, height }: Size,
  { pixels }: AskedPixels,
): Uint8Array | undefined {
  const ends = new Float64Array(counts.length);
  let end = 0;
  for (const [index, count] of counts.entries()) {
    end += count;
    if (!Number.isInteger(count) || count < 0 || end > width * height) return undefined;
    ends[index] = end;
  }
  if (end !== width * height) return undefined;
  return new Uint8Array(pixels.length).map((_, i) => {
    const pixel = pixels[i] as number;
    const at = (pixel % width) * height + Math.floor(pixel / width);
    return pixel >= 0 ? countUntil(ends, at) % 2 : 0;
  });
}

/** More bits than any run has; a longer number is damaged. */
const MAX_GROUPS = 7;

/**
 * The run lengths of COCO's compressed form (`rleToString` of its `maskApi.c`): groups of five bits, lowest first, in
 * characters from `0` on, the sixth bit says that more follow; from the fourth number on the difference to the one
 * before the last.
 * @returns undefined if the text is none
 */
export function decompressCounts(text: string): number[] | undefined {
  const counts: number[] = [];
  for (let at = 0; at < text.length; ) {
    let value = 0;
    let scale = 1;
    let group = 0x20;
    for (let groups = 0; group & 0x20; groups++) {
      group = text.charCodeAt(at++) - 48;
      if (!(group >= 0 && group < 64) || groups === MAX_GROUPS) return undefined;
      value += (group & 0x1f) * scale;
      scale *= 32;
    }
    if (group & 0x10) value -= scale;
    counts.push(counts.length > 2 ? value + (counts.at(-2) ?? 0) : value);
  }
  return counts;
}
