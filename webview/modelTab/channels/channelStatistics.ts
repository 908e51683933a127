import { channelMap, channelMeans } from '../../../src/cam/maps/cam.ts';
import type { FeatureMap } from '../../../src/cam/maps/featureMap.ts';

/** The channels of a tensor in display order, and their common values. */
export interface RankedChannels {
  /** Channel numbers by descending mean; those with NaN come last. */
  order: Uint32Array;
  /** By channel number. */
  means: Float64Array;
  /** Smallest and largest value of all channels. */
  min: number;
  max: number;
  /** End of the colour scale that all channels share. */
  limit: number;
  /** Channels that are zero everywhere. */
  dead: number;
  /** Channels with NaN or infinity. */
  notFinite: number;
}

/** Ranks the channels by their mean over all positions. */
export function rankChannels(featureMap: FeatureMap): RankedChannels {
  const means = channelMeans(featureMap);
  const key = (channel: number): number => {
    const mean = means[channel] ?? Number.NaN;
    return Number.isFinite(mean) ? mean : Number.NEGATIVE_INFINITY;
  };
  const order = Uint32Array.from(means, (_, channel) => channel);
  order.sort((a, b) => (key(a) === key(b) ? a - b : key(b) - key(a)));
  const { min, max } = extentOf(featureMap.values);
  return {
    order,
    means,
    min,
    max,
    limit: largestMagnitude(featureMap.values),
    dead: countDeadChannels(featureMap),
    notFinite: means.filter((mean) => !Number.isFinite(mean)).length,
  };
}

/** Channels whose every value is zero. */
export function countDeadChannels(featureMap: FeatureMap): number {
  let dead = 0;
  for (let channel = 0; channel < featureMap.channels; channel++) {
    if (channelMap(featureMap, channel).values.every((value) => value === 0)) dead++;
  }
  return dead;
}

/** Smallest and largest finite value; zeros if there is none. */
export function extentOf(values: Float32Array): { min: number; max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min > max ? { min: 0, max: 0 } : { min, max };
}

/** Largest |value|, the end of a colour scale that clips nothing; 1 if all values are zero. */
export function largestMagnitude(values: Float32Array): number {
  const { min, max } = extentOf(values);
  return Math.max(-min, max) || 1;
}
