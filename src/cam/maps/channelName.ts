import type { Pooling } from './featureMap.ts';

/** Which channel of the tensor a channel of the map is, and how that one is pooled. */
export interface PooledChannel {
  channel: number;
  pooling: Pooling;
}

/**
 * @param poolings of the model
 * @param channels of the feature map; with two poolings twice those of the tensor
 * @param k channel of the feature map
 */
export function channelOf(
  poolings: readonly Pooling[],
  channels: number,
  k: number,
): PooledChannel {
  const each = channels / Math.max(1, poolings.length);
  return { channel: k % each, pooling: poolings[Math.floor(k / each)] ?? 'mean' };
}

/** A channel's name for a person: `17`, or `17 (max)` where channels are pooled in two ways. */
export function channelName(poolings: readonly Pooling[], channels: number, k: number): string {
  const { channel, pooling } = channelOf(poolings, channels, k);
  return poolings.length > 1 ? `${channel} (${pooling})` : String(channel);
}
