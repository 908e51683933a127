import { PbfReader } from 'pbf';
import { CamError } from '../errors.ts';
import type { Initializer, OnnxModel, OnnxNode, ValueInfo } from './model.ts';

/**
 * Reads the structure of an encoded ONNX ModelProto (onnx.proto3); views into `bytes`, nothing copied.
 * @throws CamError `notOnnx` or `truncatedOnnx`.
 */
export function readOnnxModel(bytes: Uint8Array, file: string): OnnxModel {
  try {
    return readModelProto(bytes);
  } catch (error) {
    if (error instanceof TruncatedMessage) throw truncated(file, error);
    throw notOnnx(file, error);
  }
}

class TruncatedMessage extends Error {}

function truncated(file: string, cause: unknown): CamError {
  return new CamError(
    {
      code: 'truncatedOnnx',
      message: `${file} ends in the middle of the model: the file is incomplete.`,
      nextAction: 'Copy, download or export the model again.',
      file,
    },
    { cause },
  );
}

function notOnnx(file: string, cause: unknown): CamError {
  return new CamError(
    {
      code: 'notOnnx',
      message: `${file} is not an ONNX model.`,
      nextAction: 'Choose a file written by torch.onnx.export or another ONNX exporter.',
      file,
    },
    { cause },
  );
}

type FieldReader<T> = (field: number, result: T, reader: PbfReader) => void;

function readMessage<T>(bytes: Uint8Array, readField: FieldReader<T>, result: T): T {
  const reader = new PbfReader(bytes);
  reader.readFields(readField, result);
  if (reader.pos > bytes.length) throw new TruncatedMessage('message ends early');
  return result;
}

/** Bytes of an embedded message; unlike `PbfReader.readBytes` it refuses to run past the end. */
function readBytes(reader: PbfReader): Uint8Array {
  const bytes = reader.readBytes();
  if (reader.pos > reader.length) throw new TruncatedMessage('message ends early');
  return bytes;
}

function readModelProto(bytes: Uint8Array): OnnxModel {
  const model: OnnxModel = {
    irVersion: 0,
    description: '',
    nodes: [],
    initializers: new Map(),
    inputs: [],
    outputs: [],
    metadata: new Map(),
    operatorSets: [],
    functions: [],
  };
  let hasGraph = false;
  readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1) result.irVersion = reader.readVarint();
      else if (field === 6) result.description = reader.readString();
      else if (field === 7) {
        hasGraph = true;
        readGraph(readBytes(reader), result);
      } else if (field === 8) result.operatorSets.push(readBytes(reader));
      else if (field === 14) readMetadataEntry(readBytes(reader), result.metadata);
      else if (field === 25) result.functions.push(readBytes(reader));
    },
    model,
  );
  if (!hasGraph || model.irVersion === 0 || model.nodes.length === 0) {
    throw new Error('no graph with nodes');
  }
  model.inputs = model.inputs.filter((input) => !model.initializers.has(input.name));
  return model;
}

function readGraph(bytes: Uint8Array, model: OnnxModel): void {
  readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1) result.nodes.push(readNode(readBytes(reader)));
      else if (field === 5) {
        const initializer = readInitializer(readBytes(reader));
        result.initializers.set(initializer.name, initializer);
      } else if (field === 11) result.inputs.push(readValueInfo(readBytes(reader)));
      else if (field === 12) result.outputs.push(readValueInfo(readBytes(reader)));
    },
    model,
  );
}

function readNode(bytes: Uint8Array): OnnxNode {
  const node: OnnxNode = { opType: '', name: '', inputs: [], outputs: [], bytes };
  const subgraphNames = new Set<string>();
  readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1) result.inputs.push(reader.readString());
      else if (field === 2) result.outputs.push(reader.readString());
      else if (field === 3) result.name = reader.readString();
      else if (field === 4) result.opType = reader.readString();
      else if (field === 5) readSubgraphInputs(readBytes(reader), subgraphNames);
    },
    node,
  );
  for (const name of subgraphNames) node.inputs.push(name);
  node.inputs = node.inputs.filter((name) => name !== '');
  node.outputs = node.outputs.filter((name) => name !== '');
  return node;
}

/** Names that the bodies of If, Loop and Scan take from outside; attribute fields 6 (g) and 11 (graphs). */
function readSubgraphInputs(attribute: Uint8Array, names: Set<string>): void {
  readMessage(
    attribute,
    (field, result, reader) => {
      if (field !== 6 && field !== 11) return;
      const body = readMessage(
        readBytes(reader),
        (graphField, nodes: OnnxNode[], graphReader) => {
          if (graphField === 1) nodes.push(readNode(readBytes(graphReader)));
        },
        [],
      );
      const made = new Set(body.flatMap((node) => node.outputs));
      for (const name of body.flatMap((node) => node.inputs)) {
        if (!made.has(name)) result.add(name);
      }
    },
    names,
  );
}

function readInitializer(bytes: Uint8Array): Initializer {
  const initializer: Initializer = {
    name: '',
    elementType: 0,
    dims: [],
    external: undefined,
    bytes,
  };
  const externalData = new Map<string, string>();
  readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1) reader.readPackedVarint(result.dims, true);
      else if (field === 2) result.elementType = reader.readVarint();
      else if (field === 8) result.name = reader.readString();
      else if (field === 13) {
        readMetadataEntry(readBytes(reader), externalData);
      }
    },
    initializer,
  );
  const location = externalData.get('location');
  if (location !== undefined) {
    initializer.external = { location, offset: Number(externalData.get('offset') ?? 0) };
  }
  return initializer;
}

function readMetadataEntry(bytes: Uint8Array, entries: Map<string, string>): Map<string, string> {
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

function readValueInfo(bytes: Uint8Array): ValueInfo {
  return readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1) result.name = reader.readString();
      else if (field === 2) readTensorType(readBytes(reader), result);
    },
    { name: '', elementType: 0, dims: [] } as ValueInfo,
  );
}

/** TypeProto: field 1 is the tensor type, with its element type (1) and shape (2). */
function readTensorType(bytes: Uint8Array, info: ValueInfo): void {
  const readDimension: FieldReader<ValueInfo['dims']> = (field, dims, reader) => {
    if (field === 1) dims[dims.length - 1] = reader.readVarint(true);
  };
  const readShape: FieldReader<ValueInfo['dims']> = (field, dims, reader) => {
    if (field !== 1) return;
    dims.push(undefined);
    readMessage(readBytes(reader), readDimension, dims);
  };
  readMessage(
    bytes,
    (field, result, reader) => {
      if (field !== 1) return;
      readMessage(
        readBytes(reader),
        (tensorField, tensor, tensorReader) => {
          if (tensorField === 1) tensor.elementType = tensorReader.readVarint();
          else if (tensorField === 2) readMessage(readBytes(tensorReader), readShape, tensor.dims);
        },
        result,
      );
    },
    info,
  );
}
