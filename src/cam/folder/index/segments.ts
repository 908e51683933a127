import type { IndexedImage } from '../folderIndex.ts';
import type { BlockEntry } from './blockLayout.ts';
import { indexChanged } from './files/errors.ts';

/** A run of an index's rows that is in one block. */
export interface Segment {
  block: BlockEntry;
  /** Row of the block and of the index where the run begins. */
  from: number;
  to: number;
  count: number;
}

/** The rows of an index that was opened when it had exactly these blocks. */
export function wholeBlocks(blocks: readonly BlockEntry[]): Segment[] {
  let to = 0;
  return blocks.map((block) => {
    const segment = { block, from: 0, to, count: block.images.length };
    to += segment.count;
    return segment;
  });
}

/**
 * Where images lie after blocks were merged or rewritten.
 * @throws CamError `indexChanged` if one is no longer in the index, or was indexed again.
 */
export function locate(
  images: readonly IndexedImage[],
  blocks: readonly BlockEntry[],
  folder: string,
): Segment[] {
  const places = new Map<string, { block: BlockEntry; row: number }>();
  for (const block of blocks) {
    for (const [row, { path }] of block.images.entries()) places.set(path, { block, row });
  }
  const segments: Segment[] = [];
  for (const [to, image] of images.entries()) {
    const place = places.get(image.path);
    const found = place?.block.images[place.row];
    if (!place || found?.size !== image.size || found.modified !== image.modified) {
      throw indexChanged(folder, image.path);
    }
    const last = segments.at(-1);
    if (last?.block === place.block && last.from + last.count === place.row) last.count++;
    else segments.push({ block: place.block, from: place.row, to, count: 1 });
  }
  return segments;
}
