import type { ScalarMap } from '../../maps/featureMap.ts';
import { GRID } from './regions.ts';

/** Mean of maps on the common grid. */
export function mean(maps: readonly Float32Array[]): Float32Array {
  return weightedMean(maps, () => 1);
}

/** Mean of maps that are each divided by their maximum. */
export function meanOfMaximum(maps: readonly Float32Array[]): ScalarMap {
  const values = weightedMean(maps, (map) => {
    let largest = 0;
    for (let i = 0; i < map.length; i++) largest = Math.max(largest, map[i] as number);
    return largest === 0 ? 0 : 1 / largest;
  });
  return { width: GRID, height: GRID, values };
}

function weightedMean(
  maps: readonly Float32Array[],
  weightOf: (map: Float32Array) => number,
): Float32Array {
  const sums = new Float64Array(GRID * GRID);
  for (const map of maps) {
    const weight = weightOf(map);
    for (let i = 0; i < sums.length; i++)
      sums[i] = (sums[i] as number) + weight * (map[i] as number);
  }
  return Float32Array.from(sums, (sum) => sum / maps.length);
}
