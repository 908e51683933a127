import type { ImageMaps, IndexedImage } from '../folderIndex.ts';
import { mapValues } from './block.ts';
import type { BlockEntry } from './blockLayout.ts';
import { readValues } from './readBlock.ts';

/** Where the maps of each image of a block begin; one more for their end. */
export function mapStarts(images: readonly IndexedImage[]): Float64Array {
  const starts = new Float64Array(images.length + 1);
  for (const [i, image] of images.entries())
    starts[i + 1] = (starts[i] as number) + mapValues(image);
  return starts;
}

/** All maps of an image of a block, one after the other. */
export function readMapsOf(block: BlockEntry, starts: Float64Array, row: number): Float32Array {
  const [first, end] = [starts[row] as number, starts[row + 1] as number];
  return first === end
    ? new Float32Array()
    : new Float32Array(readValues(block, 'maps', first, end - first).buffer);
}

/** @param values all maps of the image */
export function imageMaps(
  { grid, mapClasses }: IndexedImage,
  values: Float32Array,
): ImageMaps | undefined {
  if (mapClasses === undefined) return undefined;
  const cells = grid.width * grid.height;
  const at = (i: number) => values.subarray(i * cells, (i + 1) * cells);
  return {
    ...grid,
    meanActivation: at(0),
    ofClasses: new Map(mapClasses.map((c, i) => [c, at(1 + i)])),
  };
}
