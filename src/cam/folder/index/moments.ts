import type { Pooling } from '../../maps/featureMap.ts';
import type { BlockShape } from './block.ts';
import { pooledCount } from './block.ts';

/**
 * Sum and sum of squares of each pooled channel over the images of a block.
 * @param rows its images
 * @param valuesOf the values of all channels of one pooling: index = k·rows + i
 * @returns sums of all pooled channels, then their sums of squares
 */
export function momentsOf(
  shape: BlockShape,
  rows: number,
  valuesOf: (pooling: Pooling) => Float32Array,
): Float64Array {
  const moments = new Float64Array(2 * pooledCount(shape));
  for (const [p, pooling] of shape.poolings.entries()) {
    addMoments(valuesOf(pooling), { rows, from: 0, to: rows }, moments, p * shape.channels);
  }
  return moments;
}

/**
 * Writes sums and sums of squares of the images [from, to) of `rows`.
 * @param values of all channels of one pooling: index = k·rows + i
 * @param first pooled channel of the first of them
 */
export function addMoments(
  values: Float32Array,
  { rows, from, to }: { rows: number; from: number; to: number },
  moments: Float64Array,
  first: number,
): void {
  const channels = rows === 0 ? 0 : values.length / rows;
  const squaresAt = moments.length / 2;
  for (let k = 0; k < channels; k++) {
    let sum = 0;
    let squares = 0;
    for (let i = k * rows + from; i < k * rows + to; i++) {
      const value = values[i] as number;
      sum += value;
      squares += value * value;
    }
    moments[first + k] = sum;
    moments[squaresAt + first + k] = squares;
  }
}
