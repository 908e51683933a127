import type { ScalarMap } from '../featureMap.ts';

// Of maps with a value for each pixel of the model's input.

/** The mean of each cell and its neighbours, 3×3; at the border of those that there are. Sums run in float64. */
export function meanOfNeighbours({ width, height, values }: ScalarMap): ScalarMap {
  const means = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(y - 1, 0), Math.min(y + 1, height - 1)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(x - 1, 0), Math.min(x + 1, width - 1)];
      let sum = 0;
      for (let j = top; j <= bottom; j++) {
        for (let i = left; i <= right; i++) sum += values[j * width + i] as number;
      }
      means[y * width + x] = sum / ((bottom - top + 1) * (right - left + 1));
    }
  }
  return { width, height, values: means };
}

/**
 * The magnitude below which so many per cent of a map's values lie, linearly between two of them, as
 * `numpy.percentile(abs(map), percent)`.
 * @param percent 0 … 100
 */
export function magnitudePercentile({ values }: ScalarMap, percent: number): number {
  const sorted = values.map(Math.abs).sort();
  const position = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (position - below);
}
