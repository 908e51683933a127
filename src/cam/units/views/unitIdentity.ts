import type { IndexedModel } from '../../folder/folderIndex.ts';
import type { ChannelNames } from '../../maps/channelName.ts';
import { channelOf } from '../../maps/channelName.ts';
import type { UnitIdentity } from '../../results/units.ts';

/** Number of values with a weight in the head: the channels, once for each pooling. */
export function pooledChannels({ channels, poolings }: IndexedModel): number {
  return channels * poolings.length;
}

/** @throws RangeError if there is no such pooled channel. */
export function unitIdentity(
  model: IndexedModel,
  pooledChannel: number,
  names: ChannelNames,
): UnitIdentity {
  const count = pooledChannels(model);
  if (!(Number.isInteger(pooledChannel) && pooledChannel >= 0 && pooledChannel < count)) {
    throw new RangeError(`there is no pooled channel ${pooledChannel}: there are ${count}`);
  }
  const { channel, pooling } = channelOf(model.poolings, count, pooledChannel);
  return { pooledChannel, channel, pooling, name: names[channel] };
}
