/** Element types of `TensorProto.DataType` that the library handles by name. */
export const TensorElementType = { float: 1, uint8: 2, int8: 3, float16: 10 } as const;

/** Names that the runtime gives to element types. */
const ELEMENT_TYPE_NAMES = new Map([
  ['float32', TensorElementType.float],
  ['uint8', TensorElementType.uint8],
  ['int8', TensorElementType.int8],
  ['uint16', 4],
  ['int16', 5],
  ['int32', 6],
  ['int64', 7],
  ['bool', 9],
  ['float16', TensorElementType.float16],
  ['float64', 11],
]);

/** `TensorProto.DataType` of a type named by the runtime; 0 (undefined) for one that has no number. */
export function elementTypeNamed(name: string | undefined): number {
  return ELEMENT_TYPE_NAMES.get(name ?? '') ?? 0;
}

/** A tensor's declared type: a dimension is a number, or undefined where it is symbolic or unknown. */
export interface ValueInfo {
  name: string;
  elementType: number;
  dims: (number | undefined)[];
}

/** A weight or constant of the graph; its values stay encoded in `bytes`. */
export interface Initializer {
  name: string;
  elementType: number;
  dims: number[];
  /** Where the values are, if not in the model file; `location` is relative to the model's folder. */
  external: { location: string; offset: number } | undefined;
  /** The encoded TensorProto, a view into the file. */
  bytes: Uint8Array;
}

export interface OnnxNode {
  opType: string;
  name: string;
  /** Inputs, and the outer names that the node's subgraphs use; empty names (left-out inputs) removed. */
  inputs: string[];
  outputs: string[];
  /** The encoded NodeProto, a view into the file. */
  bytes: Uint8Array;
}

/** An ONNX file, read without decoding any weight. Nodes are in topological order, as the format demands. */
export interface OnnxModel {
  irVersion: number;
  /** What the model's author wrote into the file. */
  description: string;
  nodes: OnnxNode[];
  initializers: Map<string, Initializer>;
  /** Graph inputs that are not initializers. */
  inputs: ValueInfo[];
  outputs: ValueInfo[];
  metadata: Map<string, string>;
  /** Encoded OperatorSetIdProto messages. */
  operatorSets: Uint8Array[];
  /** Encoded FunctionProto messages. */
  functions: Uint8Array[];
}
