import { PbfReader } from 'pbf';
import { CamError } from '../../base/errors.ts';
import type { ExternalData, ExternalTensor, OnnxNode, OperatorSet, ValueInfo } from './model.ts';
import { DamagedMessage, TruncatedMessage } from './protobufFile.ts';

/** No tensor has more dimensions; a file that claims more is damaged. */
const MAX_DIMENSIONS = 256;

/** Subgraphs within subgraphs; the runtime gives up long before. */
const MAX_NESTING = 64;

/** Varint, eight bytes, length-delimited, four bytes; ONNX does not use protobuf's groups. */
const WIRE_TYPES: readonly number[] = [0, 1, 2, 5];

export type FieldReader<T> = (field: number, result: T, reader: PbfReader) => void;

/** Reads an encoded message that is in memory. @throws DamagedMessage */
export function readMessage<T>(bytes: Uint8Array, readField: FieldReader<T>, result: T): T {
  const reader = new PbfReader(bytes);
  try {
    reader.readFields((field, into: T, fields) => {
      // pbf does not look at the type of a field that it is asked to read, only of one that it skips.
      if (!WIRE_TYPES.includes(fields.type)) throw new Error(`wire type ${fields.type}`);
      readField(field, into, fields);
    }, result);
  } catch (error) {
    if (CamError.is(error) || error instanceof DamagedMessage) throw error;
    throw new DamagedMessage(String(error), { cause: error });
  }
  if (reader.pos > bytes.length) throw new TruncatedMessage('message ends early');
  return result;
}

/** Bytes of an embedded message; unlike `PbfReader.readBytes` it refuses to run past the end. */
export function readBytes(reader: PbfReader): Uint8Array {
  const bytes = reader.readBytes();
  if (reader.pos > reader.length) throw new TruncatedMessage('message ends early');
  return bytes;
}

/** The part of a TensorProto that is not payload. */
export interface TensorHeader {
  name: string;
  elementType: number;
  storedElementType: number;
  dims: number[];
  elements: number;
  external: ExternalData | undefined;
}

/** `TensorProto.data_location` of values outside the file. */
const EXTERNAL = 1;

export function readTensorHeader(bytes: Uint8Array): TensorHeader {
  const header = { name: '', elementType: 0, dims: [] as number[], dataLocation: 0 };
  const entries = new Map<string, string>();
  readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1) {
        reader.readPackedVarint(result.dims, true);
        if (result.dims.length > MAX_DIMENSIONS) throw new Error('too many dimensions');
      } else if (field === 2) result.elementType = readInt32(reader);
      else if (field === 8) result.name = reader.readString();
      else if (field === 13) readStringEntry(readBytes(reader), entries);
      else if (field === 14) result.dataLocation = reader.readVarint();
    },
    header,
  );
  const { name, elementType, dims, dataLocation } = header;
  const isExternal = dataLocation === EXTERNAL || entries.has('location');
  const elements = dims.reduce((product, size) => product * size, 1);
  const external = isExternal ? place(entries) : undefined;
  return { name, elementType, storedElementType: elementType, dims, elements, external };
}

/** What is not a number becomes NaN, which `findExternalFiles` refuses. */
function place(entries: ReadonlyMap<string, string>): ExternalData {
  const length = entries.get('length');
  return {
    location: entries.get('location') ?? '',
    offset: toByteCount(entries.get('offset') ?? '0'),
    length: length === undefined ? undefined : toByteCount(length),
  };
}

function toByteCount(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

/** What is gathered from the attributes of a node. */
interface AttributeFindings {
  /** Names that subgraphs take from outside. */
  outerNames: Set<string>;
  externalTensors: ExternalTensor[];
}

/** Reads a NodeProto; tensors with values outside the file are added to `externalTensors`. */
export function readNode(
  bytes: Uint8Array,
  externalTensors: ExternalTensor[] = [],
  nesting = 0,
): OnnxNode {
  const node: OnnxNode = { opType: '', domain: '', name: '', inputs: [], outputs: [], bytes };
  const findings: AttributeFindings = { outerNames: new Set(), externalTensors };
  readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1) result.inputs.push(reader.readString());
      else if (field === 2) result.outputs.push(reader.readString());
      else if (field === 3) result.name = reader.readString();
      else if (field === 4) result.opType = reader.readString();
      else if (field === 5) scanAttribute(readBytes(reader), findings, nesting);
      else if (field === 7) result.domain = standardDomain(reader.readString());
    },
    node,
  );
  for (const name of findings.outerNames) node.inputs.push(name);
  node.inputs = node.inputs.filter((name) => name !== '');
  node.outputs = node.outputs.filter((name) => name !== '');
  return node;
}

/** An int32 as protobuf defines it: of a longer number, the lower 32 bits. */
function readInt32(reader: PbfReader): number {
  return reader.readVarint(true) | 0;
}

/** The standard operators' domain has two spellings. */
export function standardDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

/** AttributeProto: t (5), g (6), tensors (10), graphs (11), sparse_tensor (22), sparse_tensors (23). */
function scanAttribute(attribute: Uint8Array, findings: AttributeFindings, nesting: number): void {
  readMessage(
    attribute,
    (field, result, reader) => {
      if (field === 6 || field === 11) scanSubgraph(readBytes(reader), result, nesting + 1);
      else if (field === 5 || field === 10) scanTensor(readBytes(reader), result.externalTensors);
      else if (field === 22 || field === 23) scanSparse(readBytes(reader), result.externalTensors);
    },
    findings,
  );
}

function scanTensor(bytes: Uint8Array, externalTensors: ExternalTensor[]): void {
  const { name, elementType, elements, external } = readTensorHeader(bytes);
  if (external) externalTensors.push({ name, elementType, elements, ...external });
}

/** SparseTensorProto: values (1) and indices (2). */
export function scanSparse(bytes: Uint8Array, externalTensors: ExternalTensor[]): void {
  readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1 || field === 2) scanTensor(readBytes(reader), result);
    },
    externalTensors,
  );
}

/** Finds the names that the body of If, Loop or Scan takes from outside. */
function scanSubgraph(graph: Uint8Array, findings: AttributeFindings, nesting: number): void {
  if (nesting > MAX_NESTING) throw new Error('subgraphs are nested too deep');
  const made = new Set<string>();
  const used: string[] = [];
  readMessage(
    graph,
    (field, result, reader) => {
      if (field === 1) {
        const node = readNode(readBytes(reader), result.externalTensors, nesting);
        for (const name of node.outputs) made.add(name);
        used.push(...node.inputs);
      } else if (field === 5) {
        const bytes = readBytes(reader);
        made.add(readTensorHeader(bytes).name);
        scanTensor(bytes, result.externalTensors);
      } else if (field === 11) made.add(readValueInfo(readBytes(reader)).name);
      else if (field === 12) used.push(readValueInfo(readBytes(reader)).name);
      else if (field === 15) scanSparse(readBytes(reader), result.externalTensors);
    },
    findings,
  );
  for (const name of used) if (!made.has(name)) findings.outerNames.add(name);
}

/** StringStringEntryProto: key (1), value (2). */
export function readStringEntry(
  bytes: Uint8Array,
  entries: Map<string, string>,
): Map<string, string> {
  const entry = readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1) result.key = reader.readString();
      else if (field === 2) result.value = reader.readString();
    },
    { key: '', value: '' },
  );
  return entries.set(entry.key, entry.value);
}

export function readOperatorSet(bytes: Uint8Array): OperatorSet {
  return readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1) result.domain = standardDomain(reader.readString());
      else if (field === 2) result.version = reader.readVarint(true);
    },
    { domain: '', version: 0 },
  );
}

type NamedDims = Required<ValueInfo>;

/** Reads a ValueInfoProto of a tensor; other types have the element type 0 and no dimensions. */
export function readValueInfo(bytes: Uint8Array): ValueInfo {
  const empty: NamedDims = { name: '', elementType: 0, dims: [], dimNames: [] };
  const { dimNames, ...info } = readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1) result.name = reader.readString();
      else if (field === 2) readTensorType(readBytes(reader), result);
    },
    empty,
  );
  return dimNames.some((name) => name !== undefined) ? { ...info, dimNames } : info;
}

/** TypeProto: field 1 is the tensor type, with its element type (1) and shape (2). */
function readTensorType(bytes: Uint8Array, info: NamedDims): void {
  const readDimension: FieldReader<NamedDims> = (field, { dims, dimNames }, reader) => {
    if (field === 1) {
      const size = reader.readVarint(true);
      dims[dims.length - 1] = size >= 0 && Number.isSafeInteger(size) ? size : undefined;
    } else if (field === 2) dimNames[dims.length - 1] = reader.readString();
  };
  const readShape: FieldReader<NamedDims> = (field, result, reader) => {
    if (field !== 1) return;
    result.dims.push(undefined);
    result.dimNames.push(undefined);
    if (result.dims.length > MAX_DIMENSIONS) throw new Error('too many dimensions');
    readMessage(readBytes(reader), readDimension, result);
  };
  readMessage(
    bytes,
    (field, result, reader) => {
      if (field !== 1) return;
      readMessage(
        readBytes(reader),
        (tensorField, tensor, tensorReader) => {
          if (tensorField === 1) tensor.elementType = readInt32(tensorReader);
          else if (tensorField === 2) readMessage(readBytes(tensorReader), readShape, tensor);
        },
        result,
      );
    },
    info,
  );
}
