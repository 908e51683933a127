/** Numbers of thresholds that differ: a map of 8 bits above 0, 1 … 254. */
export const LEVELS = 255;

/**
 * A map in 8 bits as the evaluator of Choe et al. makes it: min-max to 0…1 in float32, then × 255, truncated.
 * @returns zeros for a constant map
 */
export function eightBits(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length);
  const { low, range } = rangeOf(values);
  if (range === 0) return bytes;
  for (let i = 0; i < values.length; i++) {
    bytes[i] = Math.fround(Math.fround((values[i] as number) - low) / range) * 255;
  }
  return bytes;
}

/**
 * Min-max to 0…1 as the evaluator of Choe et al. does it, in float32.
 * @returns zeros for a constant map
 */
export function normalised(values: Float32Array): Float32Array {
  const result = new Float32Array(values.length);
  const { low, range } = rangeOf(values);
  if (range === 0) return result;
  for (let i = 0; i < values.length; i++) {
    result[i] = Math.fround((values[i] as number) - low) / range;
  }
  return result;
}

function rangeOf(values: Float32Array): { low: number; range: number } {
  let low = values[0] as number;
  let high = low;
  for (let i = 1; i < values.length; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return { low, range: Math.fround(high - low) };
}
