import type { FolderIndex } from '../../folder/folderIndex.ts';
import { evenlySpaced } from './evenlySpaced.ts';
import { firstOf } from './selection.ts';
import { sampleOfSums } from './separation.ts';
import { pooledChannels } from './unitIdentity.ts';

/** Largest number of images over which channels are compared. */
const LIMIT = 2048;

/** Pearson's r of one pooled channel with others. */
export interface Correlations {
  channels: { pooledChannel: number; correlation: number }[];
  /** Number of images used. */
  over: number;
}

/**
 * The pooled channels with the highest correlation to one channel: the largest Pearson correlation r = cov(F_j, F_k) /
 * (s_j s_k) of the pooled values, in descending order, over all images or 2,048 evenly spaced ones; ties by channel
 * number. Channels that never vary have none.
 */
export async function mostCorrelated(
  index: FolderIndex,
  pooledChannel: number,
  count: number,
): Promise<Correlations> {
  const rows = evenlySpaced([...index.images.keys()], LIMIT);
  const channels = pooledChannels(index.model);
  const values = await index.pooledRows(rows);
  const correlations = correlate(values, channels, pooledChannel);
  const varying = [...correlations.keys()].filter(
    (k) => k !== pooledChannel && !Number.isNaN(correlations[k]),
  );
  const of = (i: number): number => correlations[varying[i] as number] as number;
  const first = firstOf(varying.length, count, (a, b) => of(b) - of(a) || a - b);
  return {
    channels: first.map((i) => ({ pooledChannel: varying[i] as number, correlation: of(i) })),
    over: rows.length,
  };
}

/** r of each channel with one of them; NaN if a channel does not vary. */
function correlate(values: Float32Array, channels: number, chosen: number): Float64Array {
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  const products = new Float64Array(channels);
  for (let start = 0; start < values.length; start += channels) {
    const own = values[start + chosen] as number;
    for (let k = 0; k < channels; k++) {
      const value = values[start + k] as number;
      sums[k] = (sums[k] as number) + value;
      squares[k] = (squares[k] as number) + value * value;
      products[k] = (products[k] as number) + value * own;
    }
  }
  const count = values.length / channels;
  const sampleAt = (k: number) => sampleOfSums(count, sums[k] as number, squares[k] as number);
  const own = sampleAt(chosen);
  return products.map((product, k) => {
    const { mean, squaredDeviations } = sampleAt(k);
    const spread = Math.sqrt(squaredDeviations * own.squaredDeviations);
    return spread > 0 ? (product - count * mean * own.mean) / spread : Number.NaN;
  });
}
