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
 * A map at a smaller size: each value is the mean of the area that it takes, cells at its border by their share of it.
 * So values that add up keep their mean, and signs cancel as they do for the eye. Sums run in float64.
 * @param longestSide in cells; a map that fits is returned as it is
 */
export function reduceByMean(map: ScalarMap, longestSide: number): ScalarMap {
  const factor = Math.max(map.width, map.height) / longestSide;
  if (factor <= 1) return map;
  const columns = areasOf(map.width, Math.max(Math.round(map.width / factor), 1));
  const rows = areasOf(map.height, Math.max(Math.round(map.height / factor), 1));
  const values = new Float32Array(columns.length * rows.length);
  let i = 0;
  for (const row of rows) {
    for (const column of columns) values[i++] = meanOfArea(map, row, column);
  }
  return { width: columns.length, height: rows.length, values };
}

/** Cells of an axis, from `first` on, with their shares, which add up to 1. */
interface AxisArea {
  first: number;
  shares: number[];
}

/** An axis of so many cells in equal areas. */
function areasOf(cells: number, count: number): AxisArea[] {
  const length = cells / count;
  return Array.from({ length: count }, (_, i) => {
    const [start, end] = [i * length, Math.min((i + 1) * length, cells)];
    const first = Math.floor(start);
    const shares = Array.from(
      { length: Math.ceil(end) - first },
      (_, j) => (Math.min(first + j + 1, end) - Math.max(first + j, start)) / length,
    );
    return { first, shares };
  });
}

function meanOfArea({ width, values }: ScalarMap, rows: AxisArea, columns: AxisArea): number {
  let mean = 0;
  for (const [j, down] of rows.shares.entries()) {
    const start = (rows.first + j) * width + columns.first;
    for (const [i, across] of columns.shares.entries()) {
      mean += down * across * (values[start + i] as number);
    }
  }
  return mean;
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
