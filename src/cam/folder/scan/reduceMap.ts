import type { FeatureMap, PowerPooling } from '../../maps/featureMap.ts';

/** A few numbers for each channel of a map. */
export interface ReducedMap {
  means: Float32Array;
  maxima: Float32Array;
  /** Cell of the maximum, y·width + x; the first of equals. */
  positions: Uint32Array;
  /** (mean of f_k^inner)^outer, negative values counted as 0; undefined if no exponents are given. */
  powers: Float32Array | undefined;
}

/** Mean, maximum and its cell of each channel, and, with exponents, its generalised mean. */
export function reduceMap(
  { channels, width, height, values }: FeatureMap,
  power: PowerPooling | undefined,
): ReducedMap {
  const size = width * height;
  const means = new Float32Array(channels);
  const maxima = new Float32Array(channels);
  const positions = new Uint32Array(channels);
  for (let k = 0, start = 0; k < channels; k++, start += size) {
    const end = start + size;
    let sum = 0;
    let largest = values[start] as number;
    let at = start;
    for (let i = start; i < end; i++) {
      const value = values[i] as number;
      sum += value;
      if (value > largest) {
        largest = value;
        at = i;
      }
    }
    means[k] = sum / size;
    maxima[k] = largest;
    positions[k] = at - start;
  }
  return { means, maxima, positions, powers: power && reducePowers(values, size, power) };
}

function reducePowers(
  values: Float32Array,
  size: number,
  { inner, outer }: PowerPooling,
): Float32Array {
  const powers = new Float32Array(values.length / size);
  for (let k = 0; k < powers.length; k++) {
    const exponent = inner[k] ?? 1;
    let sum = 0;
    for (let i = k * size; i < (k + 1) * size; i++) {
      const value = values[i] as number;
      // Most models use the cube, and it is thirty times as fast.
      if (value > 0) sum += exponent === 3 ? value * value * value : value ** exponent;
    }
    powers[k] = (sum / size) ** (outer[k] ?? 1);
  }
  return powers;
}
