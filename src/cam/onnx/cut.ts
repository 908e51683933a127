import type { ExposedTensor } from './encode.ts';
import { encodeCast, encodeModel, sharedParts } from './encode.ts';
import type { Initializer, OnnxModel, OnnxNode, ValueInfo } from './model.ts';
import { TensorElementType } from './model.ts';

/** Operators whose output depends on the shape of the input alone. */
const SHAPE_OPERATORS = new Set(['Shape', 'Size']);

/**
 * Names of the tensors through which everything flows from `input` to `output`: cutting the graph at
 * one of them leaves a head that is a function of that tensor alone. Ordered from `output` backwards,
 * `output` first. What depends only on a tensor's shape does not count as flow.
 */
export function findCutPoints(model: OnnxModel, input: string, output: string): string[] {
  const carriesImage = findTensorsCarrying(model, input);
  const live = new Set([output]);
  const cuts = [output];
  for (const node of model.nodes.toReversed()) {
    if (!node.outputs.some((name) => live.has(name))) continue;
    for (const name of node.outputs) live.delete(name);
    for (const name of node.inputs) if (carriesImage.has(name)) live.add(name);
    const [only] = live;
    if (live.size === 1 && only !== undefined && only !== input) cuts.push(only);
  }
  return cuts;
}

function findTensorsCarrying(model: OnnxModel, input: string): Set<string> {
  const carrying = new Set([input]);
  for (const node of model.nodes) {
    if (SHAPE_OPERATORS.has(node.opType)) continue;
    if (node.inputs.some((name) => carrying.has(name))) {
      for (const name of node.outputs) carrying.add(name);
    }
  }
  return carrying;
}

/**
 * A part of `model` as a model of its own: from the tensor `from` (fed as float32) to `to`. The first
 * dimension of the input is symbolic. Where the part needs the shape of a graph input, that input
 * stays an input of the result, see `shapeInputs`.
 */
export interface CutModel {
  bytes: Uint8Array;
  inputName: string;
  /** Graph inputs of which only the shape matters. */
  shapeInputs: ValueInfo[];
  initializers: Initializer[];
}

export function cutModel(model: OnnxModel, from: ValueInfo, to: ExposedTensor[]): CutModel {
  const part = collectPart(
    model,
    from.name,
    to.map((tensor) => tensor.name),
  );
  const isFloat = from.elementType === TensorElementType.float;
  const inputName = isFloat ? from.name : `${from.name}/cam_lens_float_in`;
  const nodes = part.nodes.map((node) => node.bytes);
  if (!isFloat) nodes.unshift(encodeCast(inputName, from.name, from.elementType));
  for (const tensor of to) if (tensor.castNode) nodes.push(tensor.castNode);
  const bytes = encodeModel({
    ...sharedParts(model),
    nodes,
    initializers: part.initializers.map((initializer) => initializer.bytes),
    inputs: [
      { name: inputName, elementType: TensorElementType.float, dims: withFreeBatch(from.dims) },
      ...part.shapeInputs,
    ],
    outputs: to.map((tensor) => tensor.outputName),
  });
  return { bytes, inputName, shapeInputs: part.shapeInputs, initializers: part.initializers };
}

function withFreeBatch(dims: ValueInfo['dims']): ValueInfo['dims'] {
  return [undefined, ...dims.slice(1)];
}

interface Part {
  nodes: OnnxNode[];
  initializers: Initializer[];
  shapeInputs: ValueInfo[];
}

function collectPart(model: OnnxModel, from: string, to: string[]): Part {
  const needed = new Set(to);
  const nodes: OnnxNode[] = [];
  for (const node of model.nodes.toReversed()) {
    if (node.outputs.includes(from)) continue;
    if (!node.outputs.some((name) => needed.has(name))) continue;
    nodes.push(node);
    for (const name of node.inputs) needed.add(name);
  }
  const initializers = [...model.initializers.values()].filter(({ name }) => needed.has(name));
  return {
    nodes: nodes.reverse(),
    initializers,
    shapeInputs: model.inputs.filter(({ name }) => needed.has(name) && name !== from),
  };
}

/** Initializers up to this many elements keep their values in the skeleton: shapes, axes, pads. */
const SMALL_INITIALIZER = 64;

/**
 * The model without its weights: large initializers become inputs of the same type, so that the runtime
 * infers every shape of a 500 MB model in milliseconds. `input` carries the concrete input shape.
 */
export function encodeSkeleton(model: OnnxModel, input: ValueInfo, outputs: string[]): Uint8Array {
  const inputs: ValueInfo[] = model.inputs.map((info) => (info.name === input.name ? input : info));
  const initializers: Uint8Array[] = [];
  for (const initializer of model.initializers.values()) {
    const elements = initializer.dims.reduce((product, size) => product * size, 1);
    if (elements <= SMALL_INITIALIZER && initializer.external === undefined) {
      initializers.push(initializer.bytes);
    } else {
      inputs.push(initializer);
    }
  }
  return encodeModel({
    ...sharedParts(model),
    nodes: model.nodes.map((node) => node.bytes),
    initializers,
    inputs,
    outputs,
  });
}
