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

/** The user's names for channels, by channel of the tensor. */
export type ChannelNames = Readonly<Record<number, string>>;

/** The user's name for a channel of the tensor: `sofa`; `tv · 17` where several channels have the name. */
export function shownName(names: ChannelNames, channel: number): string | undefined {
  const name = names[channel];
  if (name === undefined) return undefined;
  const sameName = Object.values(names).filter((other) => other === name);
  return sameName.length > 1 ? `${name} · ${channel}` : name;
}

/**
 * A channel in words: its {@link shownName}, else its number; with the pooling (`sofa (max)`, `17 (max)`) if channels
 * are pooled in two ways.
 */
export function channelName(
  poolings: readonly Pooling[],
  channels: number,
  k: number,
  names: ChannelNames = {},
): string {
  const { channel, pooling } = channelOf(poolings, channels, k);
  const name = shownName(names, channel) ?? String(channel);
  return poolings.length > 1 ? `${name} (${pooling})` : name;
}
