import type { FeatureLayout } from '../../classifier/probe/spatialTensor.ts';
import { toChannelFirst } from '../../classifier/probe/spatialTensor.ts';
import type { FeatureMap } from '../../maps/featureMap.ts';
import type { Placement } from '../../places/placement.ts';

/** A tensor of the model, and how it reads as a map of the picture. */
export interface LayerReading {
  tensor: string;
  elementType: number;
  /** Its shape, without the batch. */
  rowDims: readonly number[];
  /** Of the part that has positions. */
  layout: FeatureLayout;
  /** How many positions the tensor has: more than the layout where there are tokens without a place (class token). */
  positions: number;
  /** The first of them that is a cell of the map. */
  firstPosition: number;
}

/** A layer of which maps are made, with the places of its cells. */
export interface LayerTarget extends LayerReading {
  placement: Placement;
}

/**
 * One picture's values of a layer as a map, channel-first; tokens without a place are left out.
 * @param values of one row of the tensor, in its own order
 */
export function featureMapOf(values: Float32Array, reading: LayerReading): FeatureMap {
  const { layout, positions, firstPosition } = reading;
  const { channels, width, height } = layout;
  const cells = width * height;
  const map = { channels, width, height };
  if (positions === cells) return { ...map, values: toChannelFirst(values, layout) };
  if (layout.channelAxis === 3) {
    const kept = values.subarray(firstPosition * channels, (firstPosition + cells) * channels);
    return { ...map, values: toChannelFirst(kept, layout) };
  }
  const kept = new Float32Array(channels * cells);
  for (let k = 0; k < channels; k++) {
    const start = k * positions + firstPosition;
    kept.set(values.subarray(start, start + cells), k * cells);
  }
  return { ...map, values: kept };
}

/** Where a channel's value in a cell of the map is among those of one row of the tensor. */
export function indexInLayer(
  { layout, positions, firstPosition }: LayerReading,
  channel: number,
  cell: number,
): number {
  const position = firstPosition + cell;
  return layout.channelAxis === 1
    ? channel * positions + position
    : position * layout.channels + channel;
}
