import type { Size } from '../../base/geometry.ts';

/**
 * COCO's run lengths as a mask: runs go down the columns, the background's first.
 * @returns 1 inside, row-major; undefined if the runs do not fill the picture exactly
 */
export function runLengthMask(
  counts: readonly number[],
  { width, height }: Size,
): Uint8Array | undefined {
  const mask = new Uint8Array(width * height);
  let at = 0;
  for (const [index, count] of counts.entries()) {
    if (!Number.isInteger(count) || count < 0 || at + count > mask.length) return undefined;
    if (index % 2 === 1) {
      for (let i = at; i < at + count; i++) {
        mask[(i % height) * width + Math.floor(i / height)] = 1;
      }
    }
    at += count;
  }
  return at === mask.length ? mask : undefined;
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
