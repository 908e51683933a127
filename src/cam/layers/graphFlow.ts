import { attributesOf, positionalInputs } from '../onnx/file/attributes.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { OnnxModel, OnnxNode, ValueInfo } from '../onnx/file/model.ts';
import type { Flow } from './flow.ts';
import { channelDimension, positionDimension, unknownFlow, withSizes } from './flow.ts';
import type { Use } from './operators.ts';
import { flowThrough } from './operators.ts';
import { PIXELS } from './reach.ts';
import { WholeNumberFolder } from './wholeNumbers.ts';

/** Known sizes of tensors by name. */
export type TensorSizes = ReadonlyMap<string, readonly (number | undefined)[]>;

/** Sizes of tensors that the file itself states. */
export function statedSizes(model: OnnxModel): Map<string, (number | undefined)[]> {
  const stated = [...model.valueInfos.values(), ...model.outputs];
  return new Map(stated.map(({ name, dims }): [string, (number | undefined)[]] => [name, dims]));
}

/**
 * How every tensor that the picture flows through carries it.
 * @param input the picture's input, channel axis 1 (`NCHW`) or 3
 * @param integers values of the small constants of whole numbers, by name
 */
export function followPicture(
  graph: Graph,
  input: Pick<ValueInfo, 'name' | 'dims'>,
  layout: 'NCHW' | 'NHWC',
  sizes: TensorSizes,
  integers: ReadonlyMap<string, number[]>,
): Map<string, Flow> {
  const { model } = graph;
  const carrying = graph.dependents(input.name);
  const flows = new Map<string, Flow>([[input.name, pictureFlow(input, layout)]]);
  const numbers = new WholeNumberFolder(integers);
  const shapeOf = constantShapes(model, integers);
  const sizesOf = (name: string) => flows.get(name)?.dims?.map(({ size }) => size);
  for (const node of model.nodes) {
    if (!node.outputs.some((name) => carrying.has(name))) {
      numbers.add(node, sizesOf);
      continue;
    }
    for (const name of node.outputs) {
      flows.set(name, flowOf(node, name, { shapeOf, flows, sizes, numbers }));
    }
  }
  return flows;
}

function pictureFlow({ dims }: Pick<ValueInfo, 'dims'>, layout: 'NCHW' | 'NHWC'): Flow {
  const [batch, a, b, c] = dims;
  const flow = (positions: Flow['dims']): Flow => ({ dims: positions, x: PIXELS, y: PIXELS });
  return layout === 'NCHW'
    ? flow([
        channelDimension(batch),
        channelDimension(a),
        positionDimension('y', b),
        positionDimension('x', c),
      ])
    : flow([
        channelDimension(batch),
        positionDimension('y', a),
        positionDimension('x', b),
        channelDimension(c),
      ]);
}

/** Operators between stored weights and their use that leave the shape of the first input. */
const KEEP_SHAPE = new Set(['DequantizeLinear', 'Cast', 'Identity']);

/** Shapes of stored weights, also of weights that are stored in fewer bits or as one repeated number. */
function constantShapes(
  model: OnnxModel,
  integers: ReadonlyMap<string, number[]>,
): (name: string) => readonly number[] | undefined {
  const shapes = new Map([...model.initializers].map(([name, { dims }]) => [name, dims] as const));
  for (const { opType, inputs, outputs } of model.nodes) {
    const [source = ''] = inputs;
    const shape = opType === 'ConstantOfShape' ? integers.get(source) : shapes.get(source);
    const isKnown = opType === 'ConstantOfShape' || KEEP_SHAPE.has(opType);
    if (isKnown && shape && outputs[0] !== undefined) shapes.set(outputs[0], shape);
  }
  return (name) => shapes.get(name);
}

interface Known {
  /** Shape of a constant. */
  shapeOf(name: string): readonly number[] | undefined;
  flows: ReadonlyMap<string, Flow>;
  sizes: TensorSizes;
  numbers: WholeNumberFolder;
}

function flowOf(node: OnnxNode, output: string, { shapeOf, flows, sizes, numbers }: Known): Flow {
  const entering = [...node.inputs.entries()].flatMap(([position, name]) => {
    const flow = flows.get(name);
    return flow ? [{ position, flow }] : [];
  });
  const inputs = positionalInputs(node);
  const use: Use = {
    opType: node.opType,
    attributes: attributesOf(node),
    flows: entering.map(({ flow }) => flow),
    positions: entering.map(({ position }) => position),
    sizes: sizes.get(output),
    has: (at) => Boolean(inputs[at]),
    constantShape: (at) => shapeOf(inputs[at] ?? ''),
    integers: (at) => numbers.get(inputs[at] ?? ''),
  };
  // A tensor that only gives shapes has no positions.
  return entering.length === 0 ? unknownFlow(use.sizes) : withSizes(flowThrough(use), use.sizes);
}
