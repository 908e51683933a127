import { PbfWriter } from 'pbf';
import type { OperatorSet, ValueInfo } from '../file/model.ts';
import { encodePrefix, writeOperatorSet, writeValueInfo } from './encode.ts';

/** A model for others to read: typed outputs, a producer, metadata. Nodes, initializers and functions are encoded. */
export interface NewModel {
  irVersion: number;
  operatorSets: readonly OperatorSet[];
  functions: readonly Uint8Array[];
  nodes: readonly Uint8Array[];
  initializers: readonly Uint8Array[];
  inputs: readonly ValueInfo[];
  outputs: readonly ValueInfo[];
  graphName: string;
  metadata: ReadonlyMap<string, string>;
}

/**
 * The pieces of an encoded ONNX ModelProto, one after the other; weights are not copied. The same model gives the same
 * bytes.
 */
export function encodeNewModel(model: NewModel): Uint8Array[] {
  const head = new PbfWriter();
  head.writeVarintField(1, Math.max(4, model.irVersion));
  head.writeStringField(2, 'CAM Lens');
  for (const operatorSet of model.operatorSets) head.writeMessage(8, writeOperatorSet, operatorSet);
  for (const [key, value] of model.metadata) head.writeMessage(14, writeEntry, { key, value });
  for (const fn of model.functions) head.writeBytesField(25, fn);
  const structure = new PbfWriter();
  for (const node of model.nodes) structure.writeBytesField(1, node);
  structure.writeStringField(2, model.graphName);
  for (const input of model.inputs) structure.writeMessage(11, writeValueInfo, input);
  for (const output of model.outputs) structure.writeMessage(12, writeValueInfo, output);
  const graph = [
    structure.finish(),
    ...model.initializers.flatMap((tensor) => [encodePrefix(5, tensor.length), tensor]),
  ];
  const length = graph.reduce((total, part) => total + part.length, 0);
  return [head.finish(), encodePrefix(7, length), ...graph];
}

/** StringStringEntryProto. */
function writeEntry({ key, value }: { key: string; value: string }, writer: PbfWriter): void {
  writer.writeStringField(1, key);
  writer.writeStringField(2, value);
}
