import { channelName, channelOf } from '../../../src/cam/maps/channelName.ts';
import type { ShownModel } from '../../../src/protocol/mapMethods.ts';
import type { ShownMap } from './mapSource.ts';
import { strings } from './strings.ts';

/** The title of the map on the stage. */
export function titleOf(shown: ShownMap, model: ShownModel): string {
  const labels = model.labels.value;
  const name = labelOf(shown.classIndex, labels);
  const against =
    shown.contrastIndex === undefined
      ? name
      : strings.contrastTitle(name, labelOf(shown.contrastIndex, labels));
  if (shown.channel === undefined) return against;
  return strings.channelTitle(channelTitle(shown.channel, shown.weights.channels, model), against);
}

/** The user's name for a channel of the feature map; for `classMapOnly` it is a class. */
export function channelTitle(channel: number, channels: number, model: ShownModel): string {
  return model.mapKind === 'classMapOnly'
    ? labelOf(channel, model.labels.value)
    : channelName(model.poolings, channels, channel, model.unitNames);
}

/** As {@link channelTitle}, for a place without a heading: `#17` if the channel has no name. */
export function numberedTitle(channel: number, channels: number, model: ShownModel): string {
  const title = channelTitle(channel, channels, model);
  const isNumber =
    model.mapKind !== 'classMapOnly' &&
    model.unitNames[channelOf(model.poolings, channels, channel).channel] === undefined;
  return isNumber ? `#${title}` : title;
}

export function labelOf(classIndex: number, labels: readonly string[]): string {
  return labels[classIndex] ?? strings.classNumber(classIndex);
}
