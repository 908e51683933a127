import type { FeatureMap, ScalarMap } from './featureMap.ts';

/** Maps that are made in one pass over the feature map: more need more registers than there are. */
const AT_ONCE = 4;

/**
 * Σ_k w_k f_k(x, y) for several weight vectors at once, in float64: five times as fast as one after the other.
 * @param weights of each map, one for each channel
 */
export function weightedMaps(feature: FeatureMap, weights: readonly Float32Array[]): ScalarMap[] {
  const { channels, width, height } = feature;
  const positions = width * height;
  const maps: ScalarMap[] = [];
  for (let first = 0; first < weights.length; first += AT_ONCE) {
    const group = weights.slice(first, first + AT_ONCE);
    const packed = new Float64Array(AT_ONCE * channels);
    for (const [j, of] of group.entries()) {
      for (let k = 0; k < channels; k++) packed[AT_ONCE * k + j] = of[k] as number;
    }
    const sums = sumsOfFour(feature, packed);
    for (let j = 0; j < group.length; j++) {
      maps.push({ width, height, values: sums.slice(j * positions, (j + 1) * positions) });
    }
  }
  return maps;
}

/** @param weights index = 4·k + j */
function sumsOfFour(
  { channels, width, height, values }: FeatureMap,
  weights: Float64Array,
): Float32Array {
  const positions = width * height;
  const sums = new Float32Array(AT_ONCE * positions);
  for (let i = 0; i < positions; i++) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let k = 0, at = i, j = 0; k < channels; k++, at += positions, j += AT_ONCE) {
      const value = values[at] as number;
      a += (weights[j] as number) * value;
      b += (weights[j + 1] as number) * value;
      c += (weights[j + 2] as number) * value;
      d += (weights[j + 3] as number) * value;
    }
    sums[i] = a;
    sums[positions + i] = b;
    sums[2 * positions + i] = c;
    sums[3 * positions + i] = d;
  }
  return sums;
}
