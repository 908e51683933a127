import { channelMeans, weightsOf } from './cam.ts';
import type { ClassWeights, FeatureMap } from './featureMap.ts';

/** What one channel adds to one class's logit for one image. */
export interface ChannelContribution {
  channel: number;
  /** w_k^c */
  weight: number;
  /** F_k = mean of f_k over the positions. */
  mean: number;
  /** w_k^c F_k, in logit units; over all channels they add up to mean(M_c). */
  contribution: number;
}

/** What one channel adds to the map of one class at one position. */
export interface ChannelAtPosition {
  channel: number;
  /** w_k^c */
  weight: number;
  /** f_k(x, y) */
  activation: number;
  /** w_k^c f_k(x, y), in logit units; over all channels they add up to M_c(x, y). */
  contribution: number;
}

/**
 * The `count` channels with the largest w_k^c F_k, falling; ties by channel number.
 * @throws RangeError where `classIndex` is not a class.
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
 * The `count` channels with the largest weight w_k^c, falling; ties by channel number. This order is
 * the class's own and does not depend on the image.
 * @throws RangeError where `classIndex` is not a class.
 */
export function rankChannelsByWeight(
  featureMap: FeatureMap,
  classWeights: ClassWeights,
  classIndex: number,
  count: number,
): ChannelContribution[] {
  return largest(contributions(featureMap, classWeights, classIndex), count, (row) => row.weight);
}

/**
 * The `count` channels with the largest w_k^c f_k(x, y) at cell (x, y) of the map, falling; ties by
 * channel number.
 * @throws RangeError where the class or the cell does not exist.
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
  const rows = Array.from(weightsOf(featureMap, classWeights, classIndex), (weight, channel) => {
    const activation = values[channel * positions + at] ?? 0;
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
  return Array.from(weightsOf(featureMap, classWeights, classIndex), (weight, channel) => {
    const mean = means[channel] ?? 0;
    return { channel, weight, mean, contribution: weight * mean };
  });
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
