/** Deterministic random numbers, so that a model is always read with the same probes (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `length` values, uniform in [low, high). */
export function randomValues(
  random: () => number,
  length: number,
  low: number,
  high: number,
): Float32Array {
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = low + (high - low) * random();
  return values;
}

/** A channel-first map with each channel replaced by one value computed from it. */
export function flattenChannels(
  values: Float32Array,
  channels: number,
  summarize: (channel: Float32Array) => number,
): Float32Array {
  const positions = values.length / channels;
  const result = new Float32Array(values.length);
  for (let k = 0; k < channels; k++) {
    const channel = values.subarray(k * positions, (k + 1) * positions);
    result.fill(summarize(channel), k * positions, (k + 1) * positions);
  }
  return result;
}

/** A channel-first map that has the value `levels[k]` at every position of channel k. */
export function constantChannels(
  levels: Float32Array,
  { height, width }: { height: number; width: number },
): Float32Array {
  const positions = height * width;
  const map = new Float32Array(levels.length * positions);
  for (const [k, level] of levels.entries()) map.fill(level, k * positions, (k + 1) * positions);
  return map;
}

/** A tensor of these sizes, without a batch, that has the value `levels[k]` everywhere in channel k, channels first or last. */
export function constantTensor(
  levels: ArrayLike<number>,
  dims: readonly number[],
  channels: 'first' | 'last',
): Float32Array {
  const size = dims.reduce((product, length) => product * length, 1);
  const area = size / levels.length;
  return new Float32Array(size).map(
    (_, i) => levels[channels === 'first' ? Math.floor(i / area) : i % levels.length] ?? 0,
  );
}

/** 1 at `index`, else 0. */
export function unitVector(length: number, index: number): Float32Array {
  const unit = new Float32Array(length);
  unit[index] = 1;
  return unit;
}

export function meanOfValues(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

export function maxOfValues(values: ArrayLike<number>): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) max = Math.max(max, values[i] ?? max);
  return max;
}

/** Largest |a − b| relative to the largest |a|, against a tolerance. NaN is never close. */
export function isClose(
  expected: ArrayLike<number>,
  found: ArrayLike<number>,
  tolerance: number,
): boolean {
  if (expected.length !== found.length) return false;
  let scale = 1e-6;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const a = expected[i] ?? Number.NaN;
    const distance = Math.abs(a - (found[i] ?? Number.NaN));
    if (!(distance <= Number.MAX_VALUE)) return false;
    scale = Math.max(scale, Math.abs(a));
    difference = Math.max(difference, distance);
  }
  return difference <= tolerance * scale;
}

/** a − b */
export function difference(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value - (b[i] as number));
}
