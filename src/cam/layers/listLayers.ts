import type { FeatureLayout } from '../classifier/probe/spatialTensor.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { OnnxModel, ValueInfo } from '../onnx/file/model.ts';
import type { Layer } from '../results/inspection.ts';
import type { Dimension, Flow } from './flow.ts';
import { axisOf } from './flow.ts';
import type { TensorSizes } from './graphFlow.ts';
import { followPicture } from './graphFlow.ts';
import { modulePath } from './modulePath.ts';
import { countParameters } from './parameters.ts';
import type { Reach } from './reach.ts';
import { fieldSize } from './reach.ts';

/** Start and end of the followed part of a model. */
export interface LayerSpan {
  input: Pick<ValueInfo, 'name' | 'dims'>;
  layout: 'NCHW' | 'NHWC';
  /** Graph output that holds the class scores. */
  output: string;
}

/** A layer with the layout of its tensor (undefined if its shape is) and the receptive field of its cells. */
export interface SpatialLayer {
  layer: Layer;
  layout: FeatureLayout | undefined;
  reach: { x: Reach; y: Reach };
}

/**
 * The spatial tensors from the picture to the output, in the order of the graph.
 * @param sizes the known sizes of the tensors
 * @param integers values of the small constants of whole numbers, by name
 */
export function listLayers(
  graph: Graph,
  span: LayerSpan,
  sizes: TensorSizes,
  integers: ReadonlyMap<string, number[]>,
): SpatialLayer[] {
  const { input, layout, output } = span;
  const flows = followPicture(graph, input, layout, sizes, integers);
  const needed = tensorsBefore(graph.model, output);
  const parameters = countParameters(graph, graph.dependents(input.name), integers);
  const cutPoints = new Set(graph.cutPoints(input.name, output));
  return graph.model.nodes.flatMap((node) => {
    return node.outputs.flatMap((tensor) => {
      const flow = needed.has(tensor) ? flows.get(tensor) : undefined;
      const grid = flow && gridOf(flow, input.dims[0] ?? 1);
      if (!grid) return [];
      const layer: Layer = {
        tensor,
        operator: node.opType,
        node: node.name,
        module: modulePath(node),
        shape: grid.layout && shapeOf(grid.layout),
        parameters: parameters.get(node) ?? 0,
        stride: strideOf(flow),
        receptiveField: receptiveFieldOf(flow),
        isCutPoint: cutPoints.has(tensor),
      };
      return { layer, layout: grid.layout, reach: { x: flow.x, y: flow.y } };
    });
  });
}

function tensorsBefore(model: OnnxModel, output: string): Set<string> {
  const names = new Set([output]);
  for (const node of model.nodes.toReversed()) {
    if (!node.outputs.some((name) => names.has(name))) continue;
    for (const name of node.inputs) names.add(name);
  }
  return names;
}

function shapeOf({ channels, height, width }: FeatureLayout): NonNullable<Layer['shape']> {
  return { channels, height, width };
}

interface Grid {
  /** Undefined if sizes are. */
  layout: FeatureLayout | undefined;
}

/** @returns undefined for a tensor that is not spatial */
function gridOf({ dims }: Flow, batch: number): Grid | undefined {
  const [rows, ...rest] = dims ?? [];
  if ((rows?.size ?? batch) !== batch) return undefined;
  if (rest.length === 2) return tokenGrid(rest);
  if (rest.length !== 3) return undefined;
  const sizes = rest.map(({ size }) => size);
  const axes = rest.map(axisOf);
  const [y, x] = [axes.indexOf('y'), axes.indexOf('x')];
  const isOrdered = y >= 0 && x === y + 1;
  if (sizes.includes(undefined)) return isOrdered ? { layout: undefined } : undefined;
  if (sizes.filter((size) => (size ?? 0) > 1).length < 2 || sizes.includes(0)) return undefined;
  if (!isOrdered) return axes.some((axis) => axis !== undefined) ? undefined : squareGrid(sizes);
  const [height = 0, width = 0] = [sizes[y], sizes[x]];
  if (height * width === 1) return undefined;
  const channelAxis = y === 0 ? 3 : 1;
  return { layout: { channelAxis, channels: sizes[3 - y - x] ?? 0, height, width } };
}

/** Positions in a row, each row of the picture after the other: [N, T, C] or [N, C, T]. */
function tokenGrid(dims: Dimension[]): Grid | undefined {
  const isRow = ({ runs }: Dimension) => {
    const axes = runs.filter(({ size }) => size !== 1).map(({ axis }) => axis);
    return axes.length === 2 && axes[0] === 'y' && axes[1] === 'x';
  };
  const at = dims.findIndex(isRow);
  const [height, width] = dims[at]?.runs.filter(({ size }) => size !== 1) ?? [];
  const channels = dims[1 - at]?.size;
  if (at < 0 || !channels || !height?.size || !width?.size) return undefined;
  const channelAxis = at === 0 ? 3 : 1;
  return { layout: { channelAxis, channels, height: height.size, width: width.size } };
}

/**
 * After an operator without a rule, two equal neighbouring sizes count as rows and columns; a tensor without them is
 * left out.
 */
function squareGrid(sizes: (number | undefined)[]): Grid | undefined {
  const [a = 0, b = 0, c = 0] = sizes;
  if (b === c && b > 1 && a !== b) {
    return { layout: { channelAxis: 1, channels: a, height: b, width: c } };
  }
  if (a === b && a > 1 && c !== b) {
    return { layout: { channelAxis: 3, channels: c, height: a, width: b } };
  }
  return undefined;
}

function strideOf({ x, y }: Flow): Layer['stride'] {
  return x.stride === undefined || y.stride === undefined
    ? undefined
    : { x: x.stride, y: y.stride };
}

function receptiveFieldOf({ x, y }: Flow): Layer['receptiveField'] {
  if (x.fields === 'global' && y.fields === 'global') return 'global';
  const [width, height] = [sizeOf(x), sizeOf(y)];
  return width === undefined || height === undefined ? undefined : { width, height };
}

/** If only one axis is seen whole, the size is that of the input, which may be any. */
function sizeOf({ fields }: Reach): number | undefined {
  return fields === undefined || fields === 'global' ? undefined : fieldSize(fields);
}
