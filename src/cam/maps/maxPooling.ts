import type { FeatureMap } from './featureMap.ts';

/**
 * What global max pooling used of a map: n·f_k at the position of the maximum, 0 elsewhere, so that the
 * mean of the result over the n positions is the maximum. Equal maxima share the weight.
 */
export function keepWinners(map: FeatureMap): FeatureMap {
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
