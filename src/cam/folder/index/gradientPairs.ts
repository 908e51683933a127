import type { GradientActivations, IndexedImage } from '../folderIndex.ts';
import type { BlockEntry } from './blockLayout.ts';
import { readRows, readValues } from './readBlock.ts';
import type { Segment } from './segments.ts';

const FILE = 'gradientActivations';

/** Where the pairs of each image with its classes begin in a block, and how many there are. */
export function pairPlaces(images: readonly IndexedImage[]): { starts: number[]; count: number } {
  const starts: number[] = [];
  let count = 0;
  for (const { gradientClasses = [] } of images) {
    starts.push(count);
    count += gradientClasses.length;
  }
  return { starts, count };
}

/** All channels for one class, of those of the images that have it. */
export function readGradientRows(
  segments: readonly Segment[],
  channels: number,
  classIndex: number,
  images: ReadonlySet<number>,
): GradientActivations {
  const found = segments.map((segment) => ({
    block: segment.block,
    pairs: pairsOf(segment).filter((pair) => pair.class === classIndex && images.has(pair.image)),
  }));
  const all = found.flatMap(({ pairs }) => pairs);
  const values = new Float32Array(all.length * channels);
  let first = 0;
  for (const { block, pairs } of found) {
    const [start, end] = [pairs[0]?.at ?? 0, (pairs.at(-1)?.at ?? -1) + 1];
    if (pairs.length === 0) continue;
    const column = { file: FILE, length: pairPlaces(block.images).count } as const;
    readRows(block, column, channels, { first: start, count: end - start }, (k, part) => {
      for (const [i, { at }] of pairs.entries()) {
        values[(first + i) * channels + k] = part[at - start] as number;
      }
    });
    first += pairs.length;
  }
  return { images: all.map(({ image }) => image), classes: all.map(() => classIndex), values };
}

/** All that is kept of one channel. */
export function readGradientColumn(
  segments: readonly Segment[],
  channel: number,
): GradientActivations {
  const columns = segments.map((segment) => {
    const pairs = pairsOf(segment);
    return { pairs, values: columnOf(segment.block, channel, pairs) };
  });
  const all = columns.flatMap(({ pairs }) => pairs);
  const values = new Float32Array(all.length);
  let first = 0;
  for (const column of columns) {
    values.set(column.values, first);
    first += column.values.length;
  }
  return {
    images: all.map(({ image }) => image),
    classes: all.map((pair) => pair.class),
    values,
  };
}

/** The pairs of a segment lie side by side. */
function columnOf(block: BlockEntry, channel: number, pairs: readonly Pair[]): Float32Array {
  if (pairs.length === 0) return new Float32Array();
  const first = channel * pairPlaces(block.images).count + (pairs[0]?.at ?? 0);
  return new Float32Array(readValues(block, FILE, first, pairs.length).buffer);
}

interface Pair {
  /** Row of the index. */
  image: number;
  class: number;
  /** Place among the pairs of the block. */
  at: number;
}

function pairsOf({ block, from, to, count }: Segment): Pair[] {
  const { starts } = pairPlaces(block.images);
  return block.images.slice(from, from + count).flatMap(({ gradientClasses = [] }, row) =>
    gradientClasses.map((classIndex, i) => ({
      image: to + row,
      class: classIndex,
      at: (starts[from + row] ?? 0) + i,
    })),
  );
}
