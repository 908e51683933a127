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

/**
 * A channel's name for the user: `17`, `17 (max)` if channels are pooled in two ways, `17 · sofa` if it has a name.
 * @param names by channel of the tensor
 */
export function channelName(
  poolings: readonly Pooling[],
  channels: number,
  k: number,
  names: Readonly<Record<number, string>> = {},
): string {
  const { channel, pooling } = channelOf(poolings, channels, k);
  const number = poolings.length > 1 ? `${channel} (${pooling})` : String(channel);
  const name = names[channel];
  return name === undefined ? number : `${number} · ${name}`;
}
