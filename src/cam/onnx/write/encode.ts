import { PbfWriter } from 'pbf';
import type { Initializer, OnnxModel, OperatorSet, ValueInfo } from '../file/model.ts';
import { TensorElementType } from '../file/model.ts';

/** The parts of a new model; nodes, initializers and functions are encoded messages. */
export interface ModelParts {
  irVersion: number;
  operatorSets: OperatorSet[];
  functions: Uint8Array[];
  nodes: Uint8Array[];
  initializers: Uint8Array[];
  inputs: ValueInfo[];
  /** Names; the runtime infers the types. */
  outputs: string[];
}

/**
 * Encodes an ONNX ModelProto. Initializers need not be graph inputs, so the IR version is at least 4.
 * Weights are copied once.
 */
export function encodeModel(parts: ModelParts): Uint8Array {
  const head = new PbfWriter();
  head.writeVarintField(1, Math.max(4, parts.irVersion));
  for (const operatorSet of parts.operatorSets) {
    head.writeMessage(8, writeOperatorSet, operatorSet);
  }
  for (const fn of parts.functions) head.writeBytesField(25, fn);
  const structure = new PbfWriter();
  writeStructure(parts, structure);
  const graph = [structure.finish()];
  for (const initializer of parts.initializers) {
    graph.push(encodePrefix(5, initializer.length), initializer);
  }
  const length = graph.reduce((total, part) => total + part.length, 0);
  return Buffer.concat([head.finish(), encodePrefix(7, length), ...graph]);
}

/** Tag and length of a length-delimited field. */
export function encodePrefix(field: number, length: number): Uint8Array {
  const writer = new PbfWriter();
  writer.writeTag(field, 2);
  writer.writeVarint(length);
  return writer.finish();
}

/** Parts that a model cut out of `model` shares with it. */
export function sharedParts(
  model: OnnxModel,
): Pick<ModelParts, 'irVersion' | 'operatorSets' | 'functions'> {
  const { irVersion, operatorSets, functions } = model;
  return { irVersion, operatorSets, functions };
}

/** Initializers up to this many elements keep their values in the skeleton: shapes, axes, pads. */
const SMALL_INITIALIZER = 64;

/** Whether the skeleton of a model holds the values of an initializer. */
export function keepsValues({ elements, external }: Initializer): boolean {
  return elements <= SMALL_INITIALIZER && external === undefined;
}

/**
 * The model without its weights: large initializers become inputs of the same type, so that the runtime
 * infers every shape of a 500 MB model in milliseconds. `input` carries the concrete input shape.
 */
export async function encodeSkeleton(
  model: OnnxModel,
  input: ValueInfo,
  outputs: string[],
): Promise<Uint8Array> {
  const inputs: ValueInfo[] = model.inputs.map((info) => (info.name === input.name ? input : info));
  const initializers: Uint8Array[] = [];
  for (const initializer of model.initializers.values()) {
    if (keepsValues(initializer)) {
      initializers.push(await initializer.read());
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

export function writeOperatorSet({ domain, version }: OperatorSet, writer: PbfWriter): void {
  writer.writeStringField(1, domain);
  writer.writeVarintField(2, version);
}

/** As a StringStringEntryProto: key (1), value (2). */
export function writeStringEntry([key, value]: [string, string], writer: PbfWriter): void {
  writer.writeStringField(1, key);
  writer.writeStringField(2, value);
}

/** The graph without its initializers. */
function writeStructure(parts: ModelParts, writer: PbfWriter): void {
  for (const node of parts.nodes) writer.writeBytesField(1, node);
  writer.writeStringField(2, 'cut');
  for (const input of parts.inputs) writer.writeMessage(11, writeValueInfo, input);
  for (const output of parts.outputs) writer.writeMessage(12, writeName, output);
}

function writeName(name: string, writer: PbfWriter): void {
  writer.writeStringField(1, name);
}

/** As a ValueInfoProto: its name and the type of the tensor. */
export function writeValueInfo(info: ValueInfo, writer: PbfWriter): void {
  writer.writeStringField(1, info.name);
  writer.writeMessage(2, writeType, info);
}

function writeType(info: ValueInfo, writer: PbfWriter): void {
  writer.writeMessage(1, writeTensorType, info);
}

function writeTensorType(info: ValueInfo, writer: PbfWriter): void {
  writer.writeVarintField(1, info.elementType);
  writer.writeMessage(2, writeShape, info);
}

function writeShape({ dims, dimNames }: ValueInfo, writer: PbfWriter): void {
  for (const [axis, size] of dims.entries()) {
    const name = dimNames?.[axis] ?? `cam_lens_axis_${axis}`;
    writer.writeMessage(1, writeDimension, { size, name });
  }
}

function writeDimension(
  { size, name }: { size: number | undefined; name: string },
  writer: PbfWriter,
): void {
  if (size === undefined) writer.writeStringField(2, name);
  else writer.writeVarintField(1, size);
}

/** An encoded Cast node. `elementType` is a TensorProto.DataType. */
export function encodeCast(input: string, output: string, elementType: number): Uint8Array {
  const writer = new PbfWriter();
  writer.writeStringField(1, input);
  writer.writeStringField(2, output);
  writer.writeStringField(4, 'Cast');
  const attribute = new PbfWriter();
  attribute.writeStringField(1, 'to');
  attribute.writeVarintField(3, elementType);
  attribute.writeVarintField(20, 2);
  writer.writeBytesField(5, attribute.finish());
  return writer.finish();
}

/** A tensor to expose, and the name under which its float32 values come out. */
export interface ExposedTensor {
  name: string;
  outputName: string;
  castNode: Uint8Array | undefined;
}

/**
 * How to read `name` as float32: directly, or through a Cast where it has another element type
 * (half precision would otherwise round what the runtime computed in single precision).
 */
export function exposeAsFloat(name: string, elementType: number): ExposedTensor {
  // The runtime keeps results in a plain object, in which this name is no key.
  if (elementType === TensorElementType.float && name !== '__proto__') {
    return { name, outputName: name, castNode: undefined };
  }
  const outputName = `${name}/cam_lens_float`;
  return { name, outputName, castNode: encodeCast(name, outputName, TensorElementType.float) };
}

/** What is added to a graph. Its new nodes come after all others. */
export interface Additions {
  /** Encoded. */
  nodes: Uint8Array[];
  initializers: Initializer[];
  inputs: ValueInfo[];
  /** Names; those that are outputs already stay so. */
  outputs: string[];
}

/** The additions that make tensors outputs. */
export function exposing(tensors: readonly ExposedTensor[]): Additions {
  return {
    nodes: tensors.flatMap(({ castNode }) => castNode ?? []),
    initializers: [],
    inputs: [],
    outputs: tensors.map(({ outputName }) => outputName),
  };
}

/**
 * Bytes which, appended to an encoded ModelProto, add to its graph. Protobuf merges a repeated embedded message, so the
 * file itself is never re-encoded and its results stay bit-identical.
 * @param existing names of the model's own outputs
 */
export async function encodeAdditions(
  { nodes, initializers, inputs, outputs }: Additions,
  existing: readonly string[],
): Promise<Uint8Array> {
  const tensors = await Promise.all(initializers.map((initializer) => initializer.read()));
  const writer = new PbfWriter();
  writer.writeMessage(
    7,
    (_: undefined, graph) => {
      for (const node of nodes) graph.writeBytesField(1, node);
      for (const tensor of tensors) graph.writeBytesField(5, tensor);
      for (const input of inputs) graph.writeMessage(11, writeValueInfo, input);
      for (const output of outputs) {
        if (!existing.includes(output)) graph.writeMessage(12, writeName, output);
      }
    },
    undefined,
  );
  return writer.finish();
}
