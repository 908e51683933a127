import type { FeatureMap, Pooling, PowerPooling } from './featureMap.ts';

/**
 * The part of a map that the head's pooling used, as a map: the mean of each channel over the n positions is the pooled
 * value of that channel, so that mean(M) + b is the logit for every kind of pooling.
 * - `mean`: f_k itself;
 * - `max`: n·f_k at the position of the maximum, 0 elsewhere;
 * - `power`: each position's share of g_k. Two poolings side by side give twice the channels: first all means, then all
 * maxima.
 * @param power for `power` pooling
 */
export function pooledMap(
  map: FeatureMap,
  poolings: readonly Pooling[],
  power: PowerPooling | undefined,
): FeatureMap {
  const parts = poolings.map((pooling) => {
    if (pooling === 'mean') return map;
    if (pooling === 'max') return keepWinners(map);
    if (!power) throw new RangeError('power pooling needs its exponents');
    return keepShares(map, power);
  });
  const [first, ...others] = parts;
  if (!first) throw new RangeError('a head pools in at least one way');
  if (others.length === 0) return first;
  const values = new Float32Array(parts.length * map.values.length);
  for (const [i, part] of parts.entries()) values.set(part.values, i * map.values.length);
  return { ...map, channels: parts.length * map.channels, values };
}

/**
 * The part of a map that global max pooling used: n·f_k at the position of the maximum, 0 elsewhere, so that the mean
 * of the result over the n positions is the maximum. Equal maxima share the weight.
 */
function keepWinners(map: FeatureMap): FeatureMap {
  const positions = map.width * map.height;
  const values = new Float32Array(map.values.length);
  for (let k = 0; k < map.channels; k++) {
    const channel = map.values.subarray(k * positions, (k + 1) * positions);
    const max = channel.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    let winners = 0;
    for (const value of channel) if (value === max) winners++;
    for (const [position, value] of channel.entries()) {
      if (value === max) values[k * positions + position] = (max * positions) / winners;
    }
  }
  return { ...map, values };
}

/**
 * What a generalised mean (GeM) g_k = (mean f_k^q)^r used of a map: n·g_k·f_k^q / Σ f_k^q, each
 * position's share. Negative values count as 0, as GeM clamps them.
 */
function keepShares(map: FeatureMap, { inner, outer }: PowerPooling): FeatureMap {
  const positions = map.width * map.height;
  const values = new Float32Array(map.values.length);
  const powers = new Float64Array(positions);
  for (let k = 0; k < map.channels; k++) {
    const start = k * positions;
    let sum = 0;
    for (let i = 0; i < positions; i++) {
      powers[i] = Math.max(0, map.values[start + i] as number) ** (inner[k] as number);
      sum += powers[i] as number;
    }
    if (sum === 0) continue;
    const mean = sum / positions;
    const scale = mean ** (outer[k] as number) / mean;
    for (let i = 0; i < positions; i++) values[start + i] = (powers[i] as number) * scale;
  }
  return { ...map, values };
}
