import type { FolderIndex } from '../../folder/folderIndex.ts';

/** Largest number of columns in memory; for more channels, the rows of each block are read. */
const HELD_COLUMNS = 64;

/** Pooled values of some channels in consecutive images: index = i·channels + j. */
export type ValuesOf = (first: number, count: number) => Promise<Float32Array>;

/** How the pooled values of some channels are read block by block, with little memory. */
export async function pooledValues(
  index: FolderIndex,
  channels: readonly number[],
): Promise<ValuesOf> {
  if (channels.length > HELD_COLUMNS)
    return (first, count) => fromRows(index, channels, first, count);
  const columns: Float32Array[] = [];
  for (const k of channels) columns.push(await index.pooled(k));
  return async (first, count) => {
    const values = new Float32Array(count * columns.length);
    for (const [j, column] of columns.entries()) {
      for (let i = 0; i < count; i++) values[i * columns.length + j] = column[first + i] as number;
    }
    return values;
  };
}

async function fromRows(
  index: FolderIndex,
  channels: readonly number[],
  first: number,
  count: number,
): Promise<Float32Array> {
  const rows = await index.pooledRows(Array.from({ length: count }, (_, i) => first + i));
  const width = rows.length / count;
  return Float32Array.from({ length: count * channels.length }, (_, at) => {
    const j = at % channels.length;
    return rows[((at - j) / channels.length) * width + (channels[j] as number)] as number;
  });
}
