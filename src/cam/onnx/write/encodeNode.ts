import { PbfWriter } from 'pbf';
import { heldInitializer } from '../file/initializer.ts';
import { readNode } from '../file/messages.ts';
import type { Initializer, OnnxNode } from '../file/model.ts';
import { TensorElementType } from '../file/model.ts';

/** A node to encode; the name of an input that is left out is empty. */
export interface NewNode {
  opType: string;
  domain?: string;
  inputs: string[];
  outputs: string[];
  /** Encoded AttributeProto messages. */
  attributes?: Uint8Array[];
}

/** The bytes of a NodeProto. */
export function encodeNode({
  opType,
  domain = '',
  inputs,
  outputs,
  attributes = [],
}: NewNode): Uint8Array {
  const writer = new PbfWriter();
  for (const name of inputs) writer.writeStringField(1, name);
  for (const name of outputs) writer.writeStringField(2, name);
  writer.writeStringField(4, opType);
  for (const attribute of attributes) writer.writeBytesField(5, attribute);
  if (domain !== '') writer.writeStringField(7, domain);
  return writer.finish();
}

export function newNode(node: NewNode): OnnxNode {
  return readNode(encodeNode(node));
}

/** The value of an attribute; numbers are whole if nothing else is said. */
export type AttributeValue =
  | number
  | readonly number[]
  | string
  | { float: number }
  | { floats: readonly number[] };

/** An encoded AttributeProto. */
export function encodeAttribute(name: string, value: AttributeValue): Uint8Array {
  const writer = new PbfWriter();
  writer.writeStringField(1, name);
  writer.writeVarintField(20, writeValue(value, writer));
  return writer.finish();
}

/** @returns the `AttributeProto.AttributeType` of the value */
function writeValue(value: AttributeValue, writer: PbfWriter): number {
  if (typeof value === 'number') {
    writer.writeVarintField(3, value);
    return 2;
  }
  if (typeof value === 'string') {
    writer.writeStringField(4, value);
    return 3;
  }
  if ('float' in value) {
    writer.writeFloatField(2, value.float);
    return 1;
  }
  if ('floats' in value) {
    for (const each of value.floats) writer.writeFloatField(7, each);
    return 6;
  }
  for (const each of value) writer.writeVarintField(8, each);
  return 7;
}

/** A list of whole numbers as an initializer, e.g. a shape. */
export function newIntegers(name: string, values: number[]): Initializer {
  return newTensor(name, TensorElementType.int64, [values.length], (writer) =>
    writer.writePackedVarint(7, values),
  );
}

/** One whole number as an initializer without dimensions. */
export function newInteger(name: string, value: number): Initializer {
  return newTensor(name, TensorElementType.int64, [], (writer) =>
    writer.writePackedVarint(7, [value]),
  );
}

/** One number, float32 if nothing else is said, as an initializer without dimensions. */
export function newNumber(
  name: string,
  value: number,
  elementType: number = TensorElementType.float,
): Initializer {
  return newTensor(name, elementType, [], (writer) => {
    if (elementType === TensorElementType.double) writer.writePackedDouble(10, [value]);
    else writer.writePackedFloat(4, [value]);
  });
}

/** A zero of an integer type of up to 32 bits as an initializer without dimensions. */
export function newZero(name: string, elementType: number): Initializer {
  return newTensor(name, elementType, [], (writer) => writer.writePackedVarint(5, [0]));
}

/** float32 values as an initializer. */
export function newFloats(name: string, dims: number[], values: Float32Array): Initializer {
  return heldInitializer(encodeFloats(name, dims, values));
}

/** An encoded TensorProto of float32 values. */
export function encodeFloats(name: string, dims: number[], values: Float32Array): Uint8Array {
  const writer = new PbfWriter();
  writer.writePackedVarint(1, dims);
  writer.writeVarintField(2, TensorElementType.float);
  writer.writeStringField(8, name);
  writer.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return writer.finish();
}

function newTensor(
  name: string,
  elementType: number,
  dims: number[],
  writeValues: (writer: PbfWriter) => void,
): Initializer {
  const writer = new PbfWriter();
  writer.writePackedVarint(1, dims);
  writer.writeVarintField(2, elementType);
  writeValues(writer);
  writer.writeStringField(8, name);
  return heldInitializer(writer.finish());
}
