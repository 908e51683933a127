import type { Graph } from '../../onnx/file/graph.ts';
import { traceAxes } from '../input/axesOrigin.ts';
import type { FeatureLayout } from '../probe/spatialTensor.ts';

/**
 * Operators that by the ONNX specification work on [N, C, H, W]. A list, because how a head that weighs
 * every value behaves says nothing of what its axes mean.
 */
const CHANNEL_FIRST = new Set([
  'AveragePool',
  'BatchNormalization',
  'Conv',
  'ConvTranspose',
  'GlobalAveragePool',
  'GlobalMaxPool',
  'InstanceNormalization',
  'LRN',
  'LpPool',
  'MaxPool',
]);

/**
 * The axis of a four-dimensional tensor that holds its channels, by the way it was made: back from the
 * tensor, through `Transpose` and whatever keeps the axes, to an operator whose axes are specified, or to
 * the picture.
 * @returns undefined where the way is lost (a reshape), or another axis than 1 or 3 holds them
 */
export function channelAxisOf(
  graph: Graph,
  tensor: string,
): FeatureLayout['channelAxis'] | undefined {
  const origin = traceAxes(graph, tensor, ({ opType }) => CHANNEL_FIRST.has(opType));
  if (!origin) return undefined;
  const { axes, node } = origin;
  if (node) return asChannelAxis(axes.indexOf(1));
  const picture = graph.model.inputs.find((input) => input.name === origin.tensor);
  const channels = picture?.dims.findIndex((size, i) => i > 0 && (size === 1 || size === 3));
  return channels === undefined ? undefined : asChannelAxis(axes.indexOf(channels));
}

function asChannelAxis(axis: number): FeatureLayout['channelAxis'] | undefined {
  return axis === 1 || axis === 3 ? axis : undefined;
}
