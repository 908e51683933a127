/** Element types of `TensorProto.DataType` that the library handles by name. */
export const TensorElementType = {
  float: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  double: 11,
  bfloat16: 16,
} as const;

/** Names that the runtime gives to element types. */
const ELEMENT_TYPE_NAMES = new Map<string, number>([
  ['float32', TensorElementType.float],
  ['uint8', TensorElementType.uint8],
  ['int8', TensorElementType.int8],
  ['uint16', 4],
  ['int16', 5],
  ['int32', TensorElementType.int32],
  ['int64', TensorElementType.int64],
  ['string', 8],
  ['bool', 9],
  ['float16', TensorElementType.float16],
  ['float64', TensorElementType.double],
  ['uint32', 12],
  ['uint64', 13],
  ['bfloat16', TensorElementType.bfloat16],
  ['uint4', 21],
  ['int4', 22],
]);

/** `TensorProto.DataType` of a type named by the runtime; 0 (undefined) for one that has no number. */
export function elementTypeNamed(name: string | undefined): number {
  return ELEMENT_TYPE_NAMES.get(name ?? '') ?? 0;
}

/** Name of a `TensorProto.DataType`, e.g. `float32`; `type 17` for one that is not known. */
export function elementTypeName(elementType: number): string {
  for (const [name, number] of ELEMENT_TYPE_NAMES) if (number === elementType) return name;
  return `type ${elementType}`;
}

/** A tensor's declared type: a dimension is a number, or undefined where it is symbolic or unknown. */
export interface ValueInfo {
  name: string;
  elementType: number;
  dims: (number | undefined)[];
  /** Names of the symbolic dimensions, axis by axis, where the file gives any. */
  dimNames?: (string | undefined)[];
}

/** Where the values of a tensor are outside the model file. `location` is relative to the model's folder. */
export interface ExternalData {
  location: string;
  /** Bytes from the beginning of the file. */
  offset: number;
  /** Bytes; undefined where the model does not say. */
  length: number | undefined;
}

/** A weight or constant of the graph; its values stay encoded, those of a large one in the file. */
export interface Initializer {
  name: string;
  elementType: number;
  /** Element type in the file, where reading changes it. */
  storedElementType: number;
  dims: number[];
  /** Number of elements that `dims` claim. */
  elements: number;
  /** Where the values are, if not in the model file. */
  external: ExternalData | undefined;
  /**
   * The encoded TensorProto.
   * @throws CamError where the file is gone or has changed meanwhile.
   */
  read(): Promise<Uint8Array>;
}

export interface OnnxNode {
  opType: string;
  /** Empty for the standard operators. */
  domain: string;
  name: string;
  /** Inputs, and the outer names that the node's subgraphs use; empty names (left-out inputs) removed. */
  inputs: string[];
  outputs: string[];
  /** The encoded NodeProto; `attributes.ts` reads the rest of it. */
  bytes: Uint8Array;
}

export interface OperatorSet {
  /** Empty for the standard operators. */
  domain: string;
  version: number;
}

/**
 * An ONNX file, read without its weights. Nodes are in topological order, as the format demands;
 * constants are initializers, however the file holds them.
 */
export interface OnnxModel {
  /** Absolute path, size and version (see `fileVersion`) of the file that was read. */
  file: { path: string; byteSize: number; version: string };
  irVersion: number;
  /** The exporter, e.g. `pytorch`, and its version; empty where the file does not say. */
  producerName: string;
  producerVersion: string;
  /** What the model's author wrote into the file. */
  description: string;
  nodes: OnnxNode[];
  initializers: Map<string, Initializer>;
  /** Graph inputs that are not initializers. */
  inputs: ValueInfo[];
  outputs: ValueInfo[];
  /** Types of the tensors in between, by name, where the exporter gave them. */
  valueInfos: Map<string, ValueInfo>;
  metadata: Map<string, string>;
  operatorSets: OperatorSet[];
  /** Encoded FunctionProto messages. */
  functions: Uint8Array[];
  /** Every tensor anywhere in the file whose values are outside it. */
  externalTensors: ExternalTensor[];
  /** What a user must know about how the model was read. */
  notices: string[];
  /** Whether the runtime must keep the paddings before poolings, see `hasZerosBeforePooling`. */
  keepsPads?: boolean;
  /** Whether reading has changed the graph, so that it is no longer the one that the file holds. */
  isRewritten: boolean;
}

/** A tensor with values outside the model file, in the graph, a subgraph or a function. */
export interface ExternalTensor extends ExternalData {
  name: string;
  elementType: number;
  elements: number;
}
