import { channelMap } from '../../../src/cam/maps/cam.ts';
import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import type { TensorMaps } from '../../../src/cam/results/inspection.ts';
import type { ViewState } from '../state/viewState.ts';
import type { RankedChannels } from './channelStatistics.ts';
import { largestMagnitude, rankChannels } from './channelStatistics.ts';

/** The channels of one tensor for one image, ranked and ready to draw. */
export class ChannelSource {
  readonly maps: TensorMaps;
  readonly ranked: RankedChannels;

  constructor(maps: TensorMaps) {
    this.maps = maps;
    this.ranked = rankChannels(maps.featureMap);
  }

  /** How many channels there are. */
  get count(): number {
    return this.ranked.order.length;
  }

  map(channel: number): ScalarMap {
    return channelMap(this.maps.featureMap, channel);
  }

  /** The colours run from −limit to +limit. */
  limit(channel: number, scale: ViewState['scale']): number {
    return scale === 'shared' ? this.ranked.limit : largestMagnitude(this.map(channel).values);
  }
}
