import { PbfWriter } from 'pbf';

type AttributeValue = number | number[] | string | string[];

/** A node of a small model; if nothing else is said, it has one output, with the name of the node. */
export interface SmallNode {
  name: string;
  operator: string;
  inputs: string[];
  attributes?: Record<string, AttributeValue>;
  outputs?: string[];
  /** That of ONNX where it is left out. */
  domain?: string;
}

/** A classifier that is written out in a test: it takes `picture` and gives `scores`. */
export interface SmallModel {
  /** [N, C, H, W]; undefined is free. */
  picture: (number | undefined)[];
  nodes: SmallNode[];
  constants: Record<string, SmallConstant>;
  /** Whether the scores are whole numbers (int64). */
  givesIntegers?: boolean;
  /** Whether the scores are a list of maps from text to float, one for each picture. */
  givesMaps?: boolean;
  /** Name of the scores, if it is another. */
  output?: string;
}

/** A shape, and as many values. */
export interface SmallConstant {
  dims: number[];
  values: number[];
  /** `TensorProto.DataType` of whole numbers of up to 32 bits; if left out, int64 where the name begins with `axes`, else float. */
  type?: number;
}

/** `TensorProto.DataType`. */
const FLOAT = 1;
const INT64 = 7;
const TEXT = 8;

/** `AttributeProto.AttributeType`. */
const INT = 2;
const STRING = 3;
const INTS = 7;
const STRINGS = 8;

/** The model as an ONNX file (onnx.proto) of opset 18. */
export function encodeSmallModel(given: SmallModel): Uint8Array {
  const model = new PbfWriter();
  model.writeVarintField(1, 8);
  model.writeMessage(7, writeGraph, given);
  model.writeMessage(8, writeOperators, { domain: '', version: 18 });
  model.writeMessage(8, writeOperators, { domain: 'com.microsoft', version: 1 });
  model.writeMessage(8, writeOperators, { domain: 'ai.onnx.ml', version: 2 });
  return model.finish();
}

function writeOperators(
  { domain, version }: { domain: string; version: number },
  writer: PbfWriter,
): void {
  writer.writeStringField(1, domain);
  writer.writeVarintField(2, version);
}

function writeGraph(
  { picture, nodes, constants, givesIntegers, givesMaps, output = 'scores' }: SmallModel,
  writer: PbfWriter,
): void {
  for (const node of nodes) writer.writeMessage(1, writeNode, node);
  writer.writeStringField(2, 'small');
  for (const [name, constant] of Object.entries(constants)) {
    writer.writeMessage(5, writeTensor, { name, ...constant });
  }
  writer.writeMessage(11, writeValue, { name: 'picture', type: FLOAT, dims: picture });
  const type = givesIntegers ? INT64 : FLOAT;
  if (givesMaps) writer.writeMessage(12, writeMaps, output);
  else writer.writeMessage(12, writeValue, { name: output, type, dims: undefined });
}

function writeMaps(name: string, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeMessage(2, writeSequence, undefined);
}

function writeSequence(_: undefined, type: PbfWriter): void {
  type.writeMessage(4, (_, sequence) => sequence.writeMessage(1, writeMap, undefined), undefined);
}

function writeMap(_: undefined, type: PbfWriter): void {
  const value = { name: '', type: FLOAT, dims: undefined };
  const write = (_: undefined, map: PbfWriter) => {
    map.writeVarintField(1, TEXT);
    map.writeMessage(2, writeType, value);
  };
  type.writeMessage(5, write, undefined);
}

function writeNode(node: SmallNode, writer: PbfWriter): void {
  const { name, operator, inputs, attributes = {}, outputs = [name], domain = '' } = node;
  for (const input of inputs) writer.writeStringField(1, input);
  for (const output of outputs) writer.writeStringField(2, output);
  writer.writeStringField(4, operator);
  for (const attribute of Object.entries(attributes)) {
    writer.writeMessage(5, writeAttribute, attribute);
  }
  writer.writeStringField(7, domain);
}

function writeAttribute([name, value]: [string, AttributeValue], writer: PbfWriter): void {
  writer.writeStringField(1, name);
  if (typeof value === 'number') writer.writeVarintField(3, value);
  else if (typeof value === 'string') writer.writeBytesField(4, Buffer.from(value));
  else {
    for (const each of value) {
      if (typeof each === 'number') writer.writeVarintField(8, each);
      else writer.writeBytesField(9, Buffer.from(each));
    }
  }
  writer.writeVarintField(20, attributeType(value));
}

function attributeType(value: AttributeValue): number {
  if (typeof value === 'number') return INT;
  if (typeof value === 'string') return STRING;
  return typeof value[0] === 'string' ? STRINGS : INTS;
}

function writeTensor(
  { name, dims, values, type }: SmallConstant & { name: string },
  writer: PbfWriter,
): void {
  const isLong = name.startsWith('axes');
  for (const size of dims) writer.writeVarintField(1, size);
  writer.writeVarintField(2, type ?? (isLong ? INT64 : FLOAT));
  if (type !== undefined) writer.writePackedVarint(5, values);
  else if (isLong) writer.writePackedVarint(7, values);
  else writer.writePackedFloat(4, values);
  writer.writeStringField(8, name);
}

/** A value's name, element type and, if it is known, shape. */
interface Value {
  name: string;
  type: number;
  dims: (number | undefined)[] | undefined;
}

function writeValue(value: Value, writer: PbfWriter): void {
  writer.writeStringField(1, value.name);
  writer.writeMessage(2, writeType, value);
}

function writeType(value: Value, writer: PbfWriter): void {
  writer.writeMessage(1, writeTensorType, value);
}

function writeTensorType({ type, dims }: Value, writer: PbfWriter): void {
  writer.writeVarintField(1, type);
  if (dims) writer.writeMessage(2, writeShape, dims);
}

function writeShape(dims: (number | undefined)[], writer: PbfWriter): void {
  for (const [axis, size] of dims.entries()) {
    writer.writeMessage(1, writeDimension, { axis, size });
  }
}

function writeDimension(
  { axis, size }: { axis: number; size: number | undefined },
  writer: PbfWriter,
): void {
  if (size === undefined) writer.writeStringField(2, `size_${axis}`);
  else writer.writeVarintField(1, size);
}
