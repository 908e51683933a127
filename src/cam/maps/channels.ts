import { channelMeans, weightsOf } from './cam.ts';
import type { ClassWeights, FeatureMap } from './featureMap.ts';

/** The contribution of one channel to one class's logit for one image. */
export interface ChannelContribution {
  channel: number;
  /** w_k^c; undefined if every position has a weight of its own, so that the channel has none. */
  weight: number | undefined;
  /** F_k = mean of f_k over the positions. */
  mean: number;
  /** w_k^c F_k, in logit units; over all channels they add up to mean(M_c). */
  contribution: number;
}

/** The contribution of one channel to the map of one class at one position. */
export interface ChannelAtPosition {
  channel: number;
  /** w_k^c, or the weight of this position if each has its own. */
  weight: number;
  /** f_k(x, y) */
  activation: number;
  /** w_k^c f_k(x, y), in logit units; over all channels they add up to M_c(x, y). */
  contribution: number;
}

/**
 * The `count` channels with the largest w_k^c F_k, in descending order; ties by channel number.
 * @throws RangeError if `classIndex` is not a class.
 */
export function rankChannelsByContribution(
  featureMap: FeatureMap,
  classWeights: ClassWeights,
  classIndex: number,
  count: number,
): ChannelContribution[] {
  return largest(
    contributions(featureMap, classWeights, classIndex),
    count,
    (row) => row.contribution,
  );
}

/**
 * The `count` channels with the largest w_k^c f_k(x, y) at cell (x, y) of the map, in descending order; ties by channel
 * number.
 * @throws RangeError if the class or the cell does not exist.
 */
export function topChannelsAt(
  featureMap: FeatureMap,
  classWeights: ClassWeights,
  classIndex: number,
  x: number,
  y: number,
  count: number,
): ChannelAtPosition[] {
  const { width, height, values } = featureMap;
  if (!isCell(x, width) || !isCell(y, height)) {
    throw new RangeError(`cell (${x}, ${y}) is outside the ${width}×${height} map`);
  }
  const positions = width * height;
  const at = y * width + x;
  const weights = weightsOf(featureMap, classWeights, classIndex);
  const rows = Array.from({ length: featureMap.channels }, (_, channel) => {
    const index = classWeights.positions > 1 ? channel * positions + at : channel;
    const weight = weights[index] as number;
    const activation = values[channel * positions + at] as number;
    return { channel, weight, activation, contribution: weight * activation };
  });
  return largest(rows, count, (row) => row.contribution);
}

function contributions(
  featureMap: FeatureMap,
  classWeights: ClassWeights,
  classIndex: number,
): ChannelContribution[] {
  const means = channelMeans(featureMap);
  const weights = weightsOf(featureMap, classWeights, classIndex);
  return Array.from(means, (mean, channel) => {
    if (classWeights.positions > 1) {
      const contribution = meanProduct(featureMap, weights, channel);
      return { channel, weight: undefined, mean, contribution };
    }
    const weight = weights[channel] as number;
    return { channel, weight, mean, contribution: weight * mean };
  });
}

/** Mean over the positions of w_k(x, y) f_k(x, y). */
function meanProduct({ width, height, values }: FeatureMap, weights: Float32Array, k: number) {
  const positions = width * height;
  let sum = 0;
  for (let i = k * positions; i < (k + 1) * positions; i++) {
    sum += (weights[i] as number) * (values[i] as number);
  }
  return sum / positions;
}

function largest<Row extends { channel: number }>(
  rows: Row[],
  count: number,
  key: (row: Row) => number,
): Row[] {
  return rows.sort((a, b) => key(b) - key(a) || a.channel - b.channel).slice(0, count);
}

function isCell(index: number, count: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < count;
}
