import { attributesOf } from '../file/attributes.ts';
import type { Graph } from '../file/graph.ts';
import { SHAPE_OPERATORS } from '../file/graph.ts';
import type { Initializer, OnnxModel, OnnxNode, ValueInfo } from '../file/model.ts';
import { TensorElementType } from '../file/model.ts';
import type { ExposedTensor } from './encode.ts';
import { encodeCast, encodeModel, keepsValues, sharedParts } from './encode.ts';
import { newInteger, newIntegers } from './encodeNode.ts';

/**
 * A part of a graph as a model of its own: from the tensor `from` (fed as float32) to `to`. Every
 * dimension of the input is free: a run shows what the part accepts. What the part asks about the shape of a
 * tensor before `from` is a constant where it is known; otherwise the graph input from which the tensor is
 * made stays an input of the result, see `shapeInputs`.
 */
export interface CutModel {
  bytes: Uint8Array;
  inputName: string;
  /** Graph inputs of which only the shape matters. */
  shapeInputs: ValueInfo[];
  initializers: Initializer[];
  /** What the part computes from weights alone, e.g. from their 8-bit numbers. */
  constants: ConstantNodes;
}

/** Nodes that the picture does not reach. */
export interface ConstantNodes {
  nodes: OnnxNode[];
  initializers: Initializer[];
  /** Those of their results that other nodes use. */
  outputs: string[];
}

export async function cutModel(
  graph: Graph,
  from: ValueInfo,
  to: ExposedTensor[],
): Promise<CutModel> {
  const part = collectPart(
    graph,
    from.name,
    to.map((tensor) => tensor.name),
  );
  const { shapeInputs, initializers } = part;
  const constants = findConstants(part, [from, ...shapeInputs]);
  const isFloat = from.elementType === TensorElementType.float;
  const inputName = isFloat ? from.name : `${from.name}/cam_lens_float_in`;
  const nodes = part.nodes.map((node) => node.bytes);
  if (!isFloat) nodes.unshift(encodeCast(inputName, from.name, from.elementType));
  for (const tensor of to) if (tensor.castNode) nodes.push(tensor.castNode);
  const bytes = encodeModel({
    ...sharedParts(graph.model),
    nodes,
    initializers: await Promise.all(initializers.map((initializer) => initializer.read())),
    inputs: [
      {
        name: inputName,
        elementType: TensorElementType.float,
        dims: from.dims.map(() => undefined),
      },
      ...shapeInputs,
    ],
    outputs: to.map((tensor) => tensor.outputName),
  });
  return { bytes, inputName, shapeInputs, initializers, constants };
}

/** Number of weights and constants of the part between two tensors, see {@link cutModel}; none is read. */
export function countWeights(graph: Graph, from: string, to: string): number {
  const { initializers } = collectPart(graph, from, [to]);
  return initializers.reduce((sum, { elements }) => sum + elements, 0);
}

function findConstants({ nodes, initializers }: Part, inputs: ValueInfo[]): ConstantNodes {
  const reached = new Set(inputs.map(({ name }) => name));
  const constant: OnnxNode[] = [];
  const taken = new Set<string>();
  for (const node of nodes) {
    if (!node.inputs.some((name) => reached.has(name))) constant.push(node);
    else {
      for (const name of node.inputs) taken.add(name);
      for (const name of node.outputs) reached.add(name);
    }
  }
  const used = new Set(constant.flatMap((node) => node.inputs));
  return {
    nodes: constant,
    initializers: initializers.filter(({ name }) => used.has(name)),
    outputs: constant.flatMap((node) => node.outputs.filter((name) => taken.has(name))),
  };
}

/** The nodes as a model; with `asInputs` the skeleton of one, see {@link encodeSkeleton}. */
export async function encodeConstants(
  model: OnnxModel,
  { nodes, initializers }: ConstantNodes,
  outputs: ExposedTensor[],
  weights: 'held' | 'asInputs',
): Promise<Uint8Array> {
  const held = weights === 'held' ? initializers : initializers.filter((each) => keepsValues(each));
  return encodeModel({
    ...sharedParts(model),
    nodes: [
      ...nodes.map(({ bytes }) => bytes),
      ...outputs.flatMap(({ castNode }) => castNode ?? []),
    ],
    initializers: await Promise.all(held.map((initializer) => initializer.read())),
    inputs: initializers.filter((initializer) => !held.includes(initializer)),
    outputs: outputs.map(({ outputName }) => outputName),
  });
}

/** What a part of a graph is made of. */
export interface Part {
  nodes: OnnxNode[];
  initializers: Initializer[];
  /** Graph inputs that it takes besides the tensor with which it begins. */
  shapeInputs: ValueInfo[];
}

/** The nodes and weights between a tensor and others that are made from it. */
export function collectPart(graph: Graph, from: string, to: string[]): Part {
  const { model } = graph;
  const needed = new Set(to);
  const nodes: OnnxNode[] = [];
  const shapes: Initializer[] = [];
  const behind = findBehind(model, from);
  for (const node of model.nodes.toReversed()) {
    if (node.outputs.includes(from)) continue;
    if (!node.outputs.some((name) => needed.has(name))) continue;
    const shape = behind.has(node.outputs[0] ?? '') ? undefined : knownShape(graph, node);
    if (shape) {
      shapes.push(shape);
      continue;
    }
    nodes.push(node);
    for (const name of node.inputs) needed.add(name);
  }
  const initializers = [...model.initializers.values()].filter(({ name }) => needed.has(name));
  return {
    nodes: nodes.reverse(),
    initializers: [...initializers, ...shapes],
    shapeInputs: model.inputs.filter(({ name }) => needed.has(name) && name !== from),
  };
}

/** Names of the tensors that depend on `from` in any way, even only on its shape. */
function findBehind(model: OnnxModel, from: string): Set<string> {
  const behind = new Set([from]);
  for (const { inputs, outputs } of model.nodes) {
    if (inputs.some((name) => behind.has(name))) for (const name of outputs) behind.add(name);
  }
  return behind;
}

/** The result of a node that asks for a known shape: without it, the whole network before it would be needed. */
function knownShape({ askedShapes }: Graph, node: OnnxNode): Initializer | undefined {
  const shape = SHAPE_OPERATORS.has(node.opType) && askedShapes.get(node.inputs[0] ?? '');
  return shape && node.outputs.length > 0 ? shapeConstant(node, shape) : undefined;
}

/** What a `Shape` or `Size` node gives for a tensor of this shape. */
export function shapeConstant(node: OnnxNode, shape: readonly number[]): Initializer {
  const [name = ''] = node.outputs;
  const size = shape.reduce((product, length) => product * length, 1);
  if (node.opType === 'Size') return newInteger(name, size);
  const attributes = attributesOf(node);
  const end = attributes.get('end')?.int;
  return newIntegers(name, shape.slice(attributes.get('start')?.int ?? 0, end));
}
