import type { FeatureMap } from '../maps/featureMap.ts';

/** Channels that are above zero at no position of any of some images. */
export interface DeadChannels {
  count: number;
  /** Number of all channels. */
  channels: number;
  images: number;
}

/** The channels of a feature map that are above zero somewhere: one character each, `1` or `0`. */
export function activeChannels({ channels, width, height, values }: FeatureMap): string {
  const size = width * height;
  return Array.from({ length: channels }, (_, channel) =>
    values.subarray(channel * size, (channel + 1) * size).some((value) => value > 0) ? '1' : '0',
  ).join('');
}

/** The channels that fire in none of the images; undefined if there are no images, or it is not known of them. */
export function deadChannels(firing: readonly string[]): DeadChannels | undefined {
  const [first] = firing;
  if (!first || firing.some(({ length }) => length !== first.length)) return undefined;
  const dead = [...first].filter((_, i) => firing.every((letters) => letters[i] === '0'));
  return { count: dead.length, channels: first.length, images: firing.length };
}
