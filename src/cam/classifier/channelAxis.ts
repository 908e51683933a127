import { attributesOf } from '../onnx/attributes.ts';
import type { OnnxModel, OnnxNode } from '../onnx/model.ts';
import type { FeatureLayout } from './spatialTensor.ts';

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
  model: OnnxModel,
  tensor: string,
): FeatureLayout['channelAxis'] | undefined {
  const makers = new Map<string, OnnxNode>();
  for (const node of model.nodes) for (const name of node.outputs) makers.set(name, node);
  let axes = [0, 1, 2, 3];
  let name = tensor;
  for (let node = makers.get(name); node; node = makers.get(name)) {
    if (CHANNEL_FIRST.has(node.opType)) return asChannelAxis(axes.indexOf(1));
    if (node.opType === 'Transpose') {
      const order = attributesOf(node).get('perm')?.ints ?? [];
      axes = axes.map((axis) => order[axis] ?? -1);
    } else if (changesAxes(node)) {
      return undefined;
    }
    const [first] = node.inputs.filter((input) => !model.initializers.has(input));
    if (first === undefined) return undefined;
    name = first;
  }
  const picture = model.inputs.find((input) => input.name === name);
  const channels = picture?.dims.findIndex((size, i) => i > 0 && (size === 1 || size === 3));
  return channels === undefined ? undefined : asChannelAxis(axes.indexOf(channels));
}

/** Whether another order or number of axes may come out than went in. */
function changesAxes({ opType }: OnnxNode): boolean {
  return /^(Reshape|Flatten|Squeeze|Unsqueeze|Gather|Einsum|MatMul|DepthToSpace|SpaceToDepth)/.test(
    opType,
  );
}

function asChannelAxis(axis: number): FeatureLayout['channelAxis'] | undefined {
  return axis === 1 || axis === 3 ? axis : undefined;
}
