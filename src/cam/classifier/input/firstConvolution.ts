import { attributesOf, positionalInputs } from '../../onnx/file/attributes.ts';
import type { Graph } from '../../onnx/file/graph.ts';
import { traceAxes } from './axesOrigin.ts';

/** Convolutions, and which of their inputs the weights are: [outputs, channels ÷ group, height, width]. */
const WEIGHT_INPUTS = new Map([
  ['Conv', 1],
  ['FusedConv', 1],
  ['ConvInteger', 1],
  ['QLinearConv', 3],
]);

/**
 * What the first convolution behind the picture says of the picture's axes: a convolution works on [N, C, H, W], and
 * its weights have as many channels as it takes.
 * @returns the axis of the input that holds the channels, and their number; undefined where that is not to be found out
 */
export function readFirstConvolution(
  graph: Graph,
  input: string,
): { axis: number; channels: number } | undefined {
  const carriesPicture = graph.dependents(input);
  const first = graph.model.nodes.find(
    (node) =>
      WEIGHT_INPUTS.has(node.opType) && node.inputs.some((name) => carriesPicture.has(name)),
  );
  if (!first) return undefined;
  const inputs = positionalInputs(first);
  const dims = weightDims(graph, inputs[WEIGHT_INPUTS.get(first.opType) ?? 1] ?? '');
  const origin = traceAxes(graph, inputs[0] ?? '', () => false);
  const axis = origin?.tensor === input ? origin.axes[1] : undefined;
  const group = attributesOf(first).get('group')?.int ?? 1;
  if (axis === undefined || dims?.length !== 4) return undefined;
  return { axis, channels: (dims[1] ?? 0) * group };
}

/** Weights may be computed of others, in fewer bits or of another scale, which have their shape. */
function weightDims(graph: Graph, tensor: string): number[] | undefined {
  let name = tensor;
  for (const node of graph.wayBack(tensor, ({ inputs }) => inputs[0])) {
    if (node.opType === 'Transpose') return undefined;
    name = node.inputs[0] ?? '';
  }
  return graph.model.initializers.get(name)?.dims;
}
