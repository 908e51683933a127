import path from 'node:path';
import type { ImageLabels } from '../../config/labels/folderLabels.ts';
import type { FolderIndex } from '../../folder/folderIndex.ts';
import { imageGeometry } from '../../folder/imageGeometry.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import type { Patch, UnitIdentity } from '../../results/units.ts';
import { firstOf } from './selection.ts';

/** Mean and maximum of one channel of the feature map, for each image. */
export interface ChannelColumns {
  channel: number;
  means: Float32Array;
  maxima: Float32Array;
}

export async function readColumns(index: FolderIndex, channel: number): Promise<ChannelColumns> {
  return { channel, means: await index.means(channel), maxima: await index.maxima(channel) };
}

/** The channel as the head pools it, for each image; read again only where it is neither column. */
export async function pooledColumn(
  index: FolderIndex,
  { pooledChannel, pooling }: UnitIdentity,
  { means, maxima }: ChannelColumns,
): Promise<Float32Array> {
  if (pooling === 'power') return index.pooled(pooledChannel);
  return pooling === 'max' ? maxima : means;
}

/**
 * Rows of the `count` images in which the channel is largest: by its maximum, equal ones (ReLU6 ties at
 * 6) by its mean, then by path.
 */
export function strongestImages(
  index: FolderIndex,
  columns: ChannelColumns,
  count: number,
): number[] {
  return extremeImages(index, columns, count, -1);
}

/** As {@link strongestImages}, the smallest maximum first, of equal ones the smallest mean. */
export function weakestImages(
  index: FolderIndex,
  columns: ChannelColumns,
  count: number,
): number[] {
  return extremeImages(index, columns, count, 1);
}

function extremeImages(
  { images }: FolderIndex,
  { means, maxima }: ChannelColumns,
  count: number,
  sign: 1 | -1,
): number[] {
  const pathOf = (row: number) => images[row]?.path ?? '';
  return firstOf(
    images.length,
    count,
    (a, b) =>
      sign * ((maxima[a] ?? 0) - (maxima[b] ?? 0)) ||
      sign * ((means[a] ?? 0) - (means[b] ?? 0)) ||
      (pathOf(a) < pathOf(b) ? -1 : 1),
  );
}

/** Where the channel is high in some images, in their order. */
export async function patchesOf(
  index: FolderIndex,
  { channel, means, maxima }: ChannelColumns,
  rows: readonly number[],
  imageLabels: ImageLabels,
): Promise<Patch[]> {
  if (rows.length === 0) return [];
  const maps = await Promise.all(rows.map((row) => index.activation(row, channel)));
  // The whole column is read only for activations that are not kept.
  const positions = maps.includes(undefined) ? await index.positions(channel) : undefined;
  const patches: Patch[] = [];
  for (const [i, row] of rows.entries()) {
    const map = maps[i];
    const image = index.images[row];
    if (!image) throw new RangeError(`there is no image ${row}`);
    const position = map ? largestCell(map) : (positions?.[row] ?? 0);
    const x = position % image.grid.width;
    patches.push({
      channel,
      image: row,
      path: path.join(index.folder, image.path),
      maximum: maxima[row] ?? 0,
      mean: means[row] ?? 0,
      cell: { x, y: (position - x) / image.grid.width },
      grid: image.grid,
      geometry: imageGeometry(index.model, image),
      map,
      predicted: image.predicted,
      label: imageLabels[row],
    });
  }
  return patches;
}

/** The first of equals, as the index keeps it. */
function largestCell({ values }: ScalarMap): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
  }
  return best;
}
