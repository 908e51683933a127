import { attributesOf, positionalInputs } from '../../onnx/file/attributes.ts';
import type { Graph } from '../../onnx/file/graph.ts';
import { readIntegers } from '../../onnx/file/integerConstants.ts';
import type { OnnxNode } from '../../onnx/file/model.ts';
import type { FeatureLayout, SpatialTensor } from '../probe/spatialTensor.ts';

/** Convolutions, and which input holds their weights: [outputs, channels ÷ group, height, width]. */
const WEIGHT_INPUTS = new Map([
  ['Conv', 1],
  ['FusedConv', 1],
  ['ConvInteger', 1],
  ['QLinearConv', 3],
]);

/**
 * What the first convolution after the picture says about the picture's axes: a convolution works on [N, C, H, W], and
 * its weights have as many channels as it takes.
 * @returns the axis of the input that holds the channels, and their number; undefined where they cannot be found
 */
export async function readFirstConvolution(
  graph: Graph,
  input: string,
): Promise<{ axis: number; channels: number } | undefined> {
  const carriesPicture = graph.dependents(input);
  const first = graph.model.nodes.find(
    (node) =>
      WEIGHT_INPUTS.has(node.opType) && node.inputs.some((name) => carriesPicture.has(name)),
  );
  if (!first) return undefined;
  const inputs = positionalInputs(first);
  const origin = traceAxes(graph, inputs[0] ?? '', () => false);
  const axis = origin?.tensor === input ? origin.axes[1] : undefined;
  const dims = await weightDims(graph, inputs[WEIGHT_INPUTS.get(first.opType) ?? 1] ?? '');
  const group = attributesOf(first).get('group')?.int ?? 1;
  if (axis === undefined || dims?.length !== 4) return undefined;
  return { axis, channels: (dims[1] ?? 0) * group };
}

/** Weights may be computed from others of the same shape: with fewer bits, another scale, or standardised. */
async function weightDims(graph: Graph, tensor: string): Promise<number[] | undefined> {
  let name = tensor;
  for (const node of graph.wayBack(tensor, ({ inputs }) => inputs[0])) {
    if (node.opType === 'Transpose') return undefined;
    if (node.opType === 'Reshape') {
      const shape = graph.model.initializers.get(node.inputs[1] ?? '');
      return shape && (await readIntegers(shape));
    }
    name = node.inputs[0] ?? '';
  }
  return graph.model.initializers.get(name)?.dims;
}

/**
 * Operators that by the ONNX specification work on [N, C, H, W]. A list, because the behaviour of a head
 * that weighs every value says nothing about what its axes mean.
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
 * The axis of a four-dimensional tensor that holds its channels, according to how it was made: traced
 * back from the tensor, through `Transpose` and whatever keeps the axes, to an operator whose axes are
 * specified, or to the picture.
 * @returns undefined where the trace is lost (a reshape), or an axis other than 1 or 3 holds them
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

/** Whether the axes of a tensor are known from how it was made; rows of tokens have only one order. */
export function hasKnownAxes(
  graph: Graph,
  { name, dims }: Pick<SpatialTensor, 'name' | 'dims'>,
): boolean {
  return dims.length !== 4 || channelAxisOf(graph, name) !== undefined;
}

function asChannelAxis(axis: number): FeatureLayout['channelAxis'] | undefined {
  return axis === 1 || axis === 3 ? axis : undefined;
}

/** Where the axes of a four-dimensional tensor come from. */
interface AxesOrigin {
  /** The tensor at which the way back ends: an input of the graph, or what `node` makes. */
  tensor: string;
  node: OnnxNode | undefined;
  /** For each axis of the requested tensor: which axis of this one it is. */
  axes: number[];
}

/**
 * The way back from a four-dimensional tensor, through `Transpose` and whatever keeps the order of axes, to the first
 * node that `isEnd` accepts, or to an input.
 * @returns undefined where the trace is lost, e.g. in a reshape
 */
function traceAxes(
  graph: Graph,
  tensor: string,
  isEnd: (node: OnnxNode) => boolean,
): AxesOrigin | undefined {
  let axes = [0, 1, 2, 3];
  let name = tensor;
  const { initializers } = graph.model;
  const firstComputed = ({ inputs }: OnnxNode) => inputs.find((input) => !initializers.has(input));
  for (const node of graph.wayBack(tensor, firstComputed)) {
    if (isEnd(node)) return { tensor: name, node, axes };
    if (node.opType === 'Transpose') {
      const order = attributesOf(node).get('perm')?.ints ?? [];
      axes = axes.map((axis) => order[axis] ?? -1);
    } else if (changesAxes(node)) {
      return undefined;
    }
    const first = firstComputed(node);
    if (first === undefined) return undefined;
    name = first;
  }
  return { tensor: name, node: undefined, axes };
}

/** Whether the order or number of axes may change. */
function changesAxes({ opType }: OnnxNode): boolean {
  return /^(Reshape|Flatten|Squeeze|Unsqueeze|Gather|Einsum|MatMul|DepthToSpace|SpaceToDepth)/.test(
    opType,
  );
}
