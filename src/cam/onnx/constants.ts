import { PbfWriter } from 'pbf';
import { attributesOf } from './file/attributes.ts';
import type { ReadRange } from './file/initializer.ts';
import { heldInitializer, MAX_HELD_BYTES, readInitializer } from './file/initializer.ts';
import { readNode } from './file/messages.ts';
import type { Initializer, OnnxNode } from './file/model.ts';
import { TensorElementType } from './file/model.ts';
import type { FieldRange, ProtobufFile } from './file/protobufFile.ts';

function isConstant(node: OnnxNode): boolean {
  return node.opType === 'Constant' && node.domain === '' && node.outputs.length === 1;
}

/** Some exporters keep weights in Constant nodes. @returns the constant as an initializer */
export function liftConstant(node: OnnxNode): Initializer | undefined {
  const [name = ''] = node.outputs;
  if (!isConstant(node)) return undefined;
  const attributes = attributesOf(node);
  const tensor = attributes.get('value')?.tensor;
  if (tensor) return heldInitializer(Buffer.concat([tensor, encodeTensorName(name)]));
  const floats = attributes.get('value_floats')?.floats;
  return floats && heldInitializer(encodeVector(name, floats));
}

/**
 * A Constant node with a large tensor, of which only the header is read.
 * @returns undefined for any other node
 */
export function readLargeConstant(
  file: ProtobufFile,
  node: FieldRange,
  readRange: ReadRange,
): Initializer | undefined {
  const small: Uint8Array[] = [];
  let large: FieldRange | undefined;
  for (const range of file.fields(node.start, node.end)) {
    if (range.end - range.tagStart <= MAX_HELD_BYTES) {
      small.push(file.read(range.tagStart, range.end));
    } else if (range.field === 5 && large === undefined) large = range;
    else return undefined;
  }
  const rest = readNode(Buffer.concat(small));
  const [name = ''] = rest.outputs;
  if (!large || !isConstant(rest)) return undefined;
  for (const range of file.fields(large.start, large.end)) {
    if (range.field === 5) return readInitializer(file, range, readRange, encodeTensorName(name));
  }
  return undefined;
}

/** Field 8 of a TensorProto; appended to one, it replaces its name. */
function encodeTensorName(name: string): Uint8Array {
  const writer = new PbfWriter();
  writer.writeStringField(8, name);
  return writer.finish();
}

function encodeVector(name: string, values: number[]): Uint8Array {
  const writer = new PbfWriter();
  writer.writePackedVarint(1, [values.length]);
  writer.writeVarintField(2, TensorElementType.float);
  writer.writePackedFloat(4, values);
  writer.writeStringField(8, name);
  return writer.finish();
}
