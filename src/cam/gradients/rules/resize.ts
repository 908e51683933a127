import { mapAxes, transposed } from '../graph/axisMatrix.ts';
import type { BackwardGraph } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import type { Interpolation, ResizedAxis } from '../graph/interpolation.ts';
import { COORDINATES, interpolationMatrix, MODES, ROUNDINGS } from '../graph/interpolation.ts';
import type { Rules } from './rule.ts';
import { NoRule, ofOne } from './rule.ts';

/** Maps made larger or smaller. */
export const resizeRules: Rules = {
  Resize: ofOne((node, d, graph) => [ofResized(node, d, graph)]),
  Upsample: ofOne((node, d, graph) => [ofResized(node, d, graph)]),
};

/** Along each axis the interpolation is a matrix; the transposed one takes the gradient back. */
function ofResized(node: ForwardNode, d: string, graph: BackwardGraph): string {
  const settings = interpolationOf(node, graph);
  const matrices = resizedAxes(node, graph)
    .filter((axis) => isChanged(axis, settings))
    .map((axis) => transposed(interpolationMatrix(axis, settings)));
  return mapAxes(graph, d, graph.dims(node.output), matrices);
}

function isChanged({ input, output, scale }: ResizedAxis, { coordinates }: Interpolation): boolean {
  return input !== output || scale !== 1 || coordinates === 'tf_crop_and_resize';
}

/** Those for which it is known how the runtime widens its kernel. */
const SMOOTHED: ReadonlySet<string> = new Set(['half_pixel', 'pytorch_half_pixel']);

/** Before version 11, and in Upsample, there was only one kind of coordinates. */
function hasChoice(node: ForwardNode, graph: BackwardGraph): boolean {
  return node.opType === 'Resize' && graph.opset >= 11;
}

function interpolationOf(node: ForwardNode, graph: BackwardGraph): Interpolation {
  const chosen = hasChoice(node, graph);
  const coordinates = oneOf(
    node,
    'coordinate_transformation_mode',
    chosen ? 'half_pixel' : 'asymmetric',
    COORDINATES,
  );
  const antialias = node.int('antialias', 0) === 1;
  if (antialias && !SMOOTHED.has(coordinates)) throw new NoRule(`antialias=1 and ${coordinates}`);
  return {
    mode: oneOf(node, 'mode', 'nearest', MODES),
    coordinates,
    antialias,
    nearest: oneOf(node, 'nearest_mode', chosen ? 'round_prefer_floor' : 'simple', ROUNDINGS),
    cubic: node.float('cubic_coeff_a', -0.75),
    excludeOutside: node.int('exclude_outside', 0) === 1,
  };
}

function oneOf<T extends string>(
  node: ForwardNode,
  attribute: string,
  otherwise: T,
  known: readonly T[],
): T {
  const given = node.string(attribute, otherwise);
  const found = known.find((value) => value === given);
  if (found === undefined) throw new NoRule(`${attribute}=${given}`);
  return found;
}

function resizedAxes(node: ForwardNode, graph: BackwardGraph): ResizedAxis[] {
  const from = graph.dims(node.input(0));
  const to = graph.dims(node.output);
  const axes = (node.ints('axes') ?? [...from.keys()]).map((axis) =>
    axis < 0 ? axis + from.length : axis,
  );
  const region = graph.realNumbers(node.input(1)) ?? [];
  const scales = scalesOf(node, graph, axes);
  return axes.map((axis, i) => ({
    axis,
    input: from[axis] ?? 1,
    output: to[axis] ?? 1,
    scale: scales[i] ?? 1,
    region: [region[i] ?? 0, region[axes.length + i] ?? 1],
  }));
}

function scalesOf(
  node: ForwardNode,
  graph: BackwardGraph,
  axes: readonly number[],
): readonly number[] {
  const attribute = node.floats('scales');
  if (attribute !== undefined) return attribute;
  const input = node.input(hasChoice(node, graph) ? 2 : 1);
  const scales = graph.realNumbers(input) ?? [];
  if (scales.length > 0) return scales;
  const sizes = graph.integers(node.input(3));
  if (sizes === undefined) throw new NoRule('scales that vary');
  const from = graph.dims(node.input(0));
  const ratios = sizes.map((size, i) => Math.fround(size / (from[axes[i] ?? 0] ?? 1)));
  switch (node.string('keep_aspect_ratio_policy', 'stretch')) {
    case 'not_larger':
      return ratios.map(() => Math.min(...ratios));
    case 'not_smaller':
      return ratios.map(() => Math.max(...ratios));
    default:
      return ratios;
  }
}
