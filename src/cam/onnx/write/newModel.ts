import { PbfWriter } from 'pbf';
import type { Initializer, OperatorSet, ValueInfo } from '../file/model.ts';
import { encodePrefix, writeOperatorSet, writeStringEntry, writeValueInfo } from './encode.ts';

/** A model for others to read: typed outputs, a producer, metadata. Nodes and functions are encoded. */
export interface NewModel {
  irVersion: number;
  operatorSets: readonly OperatorSet[];
  functions: readonly Uint8Array[];
  nodes: readonly Uint8Array[];
  initializers: readonly Initializer[];
  inputs: readonly ValueInfo[];
  outputs: readonly ValueInfo[];
  graphName: string;
  metadata: ReadonlyMap<string, string>;
}

/** An encoded TensorProto that is read when it is written. */
export interface StoredTensor {
  byteLength: number;
  read: () => Promise<Uint8Array>;
}

/**
 * The pieces of an encoded ONNX ModelProto, one after the other; of the tensors, one at a time is in memory. The same
 * model gives the same bytes.
 * @param tensors the model's initializers as they are written
 */
export async function* encodeNewModel(
  model: NewModel,
  tensors: readonly StoredTensor[],
): AsyncGenerator<Uint8Array> {
  const head = new PbfWriter();
  head.writeVarintField(1, Math.max(4, model.irVersion));
  head.writeStringField(2, 'CAM Lens');
  for (const operatorSet of model.operatorSets) head.writeMessage(8, writeOperatorSet, operatorSet);
  for (const [key, value] of model.metadata) head.writeMessage(14, writeStringEntry, [key, value]);
  for (const fn of model.functions) head.writeBytesField(25, fn);
  const structure = encodeStructure(model);
  const prefixes = tensors.map(({ byteLength }) => encodePrefix(5, byteLength));
  const lengths = [structure, ...prefixes, ...tensors].map(({ byteLength }) => byteLength);
  yield head.finish();
  yield encodePrefix(
    7,
    lengths.reduce((total, length) => total + length, 0),
  );
  yield structure;
  for (const [index, tensor] of tensors.entries()) {
    const bytes = await tensor.read();
    if (bytes.length !== tensor.byteLength) throw new Error('a tensor has changed');
    yield prefixes[index] as Uint8Array;
    yield bytes;
  }
}

/** The graph without its initializers. */
function encodeStructure({ nodes, graphName, inputs, outputs }: NewModel): Uint8Array {
  const structure = new PbfWriter();
  for (const node of nodes) structure.writeBytesField(1, node);
  structure.writeStringField(2, graphName);
  for (const input of inputs) structure.writeMessage(11, writeValueInfo, input);
  for (const output of outputs) structure.writeMessage(12, writeValueInfo, output);
  return structure.finish();
}
