import type { FloatTensor } from '../runtime/session.ts';
import { transpose } from './transpose.ts';

/** A four-dimensional tensor of the graph with more than one position. */
export interface SpatialTensor {
  name: string;
  elementType: number;
  /** Shape at batch 1. */
  dims: [number, number, number, number];
}

/** A spatial tensor together with the axis that holds its channels. */
export interface FeatureLayout {
  channelAxis: 1 | 3;
  channels: number;
  height: number;
  width: number;
}

/** Both readings of a four-dimensional tensor; which one holds is decided by how the head behaves. */
export function possibleLayouts(dims: readonly number[]): FeatureLayout[] {
  const [, a = 0, b = 0, c = 0] = dims;
  return [
    { channelAxis: 1, channels: a, height: b, width: c },
    { channelAxis: 3, channels: c, height: a, width: b },
  ];
}

/** Shape of a batch in the tensor's own axis order. */
export function tensorDims(layout: FeatureLayout, batch: number): number[] {
  const { channels, height, width } = layout;
  return layout.channelAxis === 1
    ? [batch, channels, height, width]
    : [batch, height, width, channels];
}

/** Channel-first copy of one image of a tensor; the same array where it is channel-first already. */
export function toChannelFirst(values: Float32Array, layout: FeatureLayout): Float32Array {
  const { channelAxis, channels, height, width } = layout;
  return channelAxis === 1 ? values : transpose(values, height * width, channels);
}

/** Inverse of {@link toChannelFirst}. */
export function fromChannelFirst(values: Float32Array, layout: FeatureLayout): Float32Array {
  const { channelAxis, channels, height, width } = layout;
  return channelAxis === 1 ? values : transpose(values, channels, height * width);
}

/** Splits a batch tensor into its rows, each a view. */
export function batchRows(tensor: FloatTensor): Float32Array[] {
  const batch = tensor.dims[0] ?? 1;
  const size = tensor.values.length / batch;
  return Array.from({ length: batch }, (_, row) =>
    tensor.values.subarray(row * size, (row + 1) * size),
  );
}
