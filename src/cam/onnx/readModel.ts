import { CamError } from '../base/errors.ts';
import { liftConstant, readLargeConstant } from './constants.ts';
import { notOnnx, truncated } from './errors.ts';
import { requireDecodable } from './file/attributes.ts';
import { fileChanged } from './file/errors.ts';
import { MAX_HELD_BYTES, readInitializer } from './file/initializer.ts';
import {
  readBytes,
  readMessage,
  readNode,
  readOperatorSet,
  readStringEntry,
  readValueInfo,
  scanSparse,
} from './file/messages.ts';
import type { Initializer, OnnxModel } from './file/model.ts';
import { checkReadable, fileVersion, readRange } from './file/modelFile.ts';
import { inOrder } from './file/nodeOrder.ts';
import type { FieldRange } from './file/protobufFile.ts';
import { ProtobufFile, TruncatedMessage } from './file/protobufFile.ts';
import { inlineFunctions } from './functions.ts';
import { widenBfloat16 } from './numbers/bfloat16.ts';
import { hasZerosBeforePooling, zerosNotice } from './paddedPooling.ts';

/** Longer texts in a model are not read. */
const MAX_TEXT_BYTES = 2 ** 20;

/** Of the format and of operator sets; both are below 100 after ten years. */
const MAX_VERSION = 2 ** 31 - 1;

/**
 * Reads the structure of an ONNX file (ModelProto of onnx.proto3), stepping over its weights.
 * @param path absolute
 * @throws CamError `fileNotFound`, `emptyFile`, `lfsPointer`, `notOnnx`, `truncatedOnnx`, or
 * `modelRefused` for a file over 2 GB.
 */
export async function readOnnxModel(path: string): Promise<OnnxModel> {
  const { version, byteSize } = await checkReadable(path);
  const model: OnnxModel = {
    file: { path, byteSize, version },
    irVersion: 0,
    producerName: '',
    producerVersion: '',
    description: '',
    nodes: [],
    initializers: new Map(),
    inputs: [],
    outputs: [],
    valueInfos: new Map(),
    metadata: new Map(),
    operatorSets: [],
    functions: [],
    externalTensors: [],
    notices: [],
    isRewritten: false,
  };
  try {
    const file = new ProtobufFile(path);
    try {
      readModelProto(file, model);
    } finally {
      file.close();
    }
    if (await hasZerosBeforePooling(model)) {
      model.keepsPads = true;
      model.notices.push(zerosNotice());
    }
  } catch (error) {
    if (CamError.is(error)) throw error;
    if ((await fileVersion(path)) !== version) throw fileChanged(path, error);
    if (error instanceof TruncatedMessage) throw truncated(path, error);
    throw notOnnx(path, error);
  }
  if ((await fileVersion(path)) !== version) throw fileChanged(path);
  return model;
}

function readModelProto(file: ProtobufFile, model: OnnxModel): void {
  const small: Uint8Array[] = [];
  let hasGraph = false;
  for (const range of file.fields(0, file.size)) {
    const { field, tagStart, start, end } = range;
    if (field === 7) {
      hasGraph = true;
      readGraph(file, range, model);
    } else if (field === 25) model.functions.push(file.read(start, end));
    else if (end - tagStart <= MAX_TEXT_BYTES) small.push(file.read(tagStart, end));
  }
  readMessage(
    Buffer.concat(small),
    (field, result, reader) => {
      if (field === 1) result.irVersion = reader.readVarint();
      else if (field === 2) result.producerName = reader.readString();
      else if (field === 3) result.producerVersion = reader.readString();
      else if (field === 6) result.description = reader.readString();
      else if (field === 8) result.operatorSets.push(readOperatorSet(readBytes(reader)));
      else if (field === 14) readStringEntry(readBytes(reader), result.metadata);
    },
    model,
  );
  if (!hasGraph || model.nodes.length === 0) throw new Error('no graph with nodes');
  requireVersions(model);
  for (const fn of model.functions) scanFunction(fn, model);
  inlineFunctions(model);
  for (const node of model.nodes) requireDecodable(node);
  liftConstants(model);
  model.nodes = inOrder(model.nodes);
  widenBfloat16(model);
  model.inputs = model.inputs.filter((input) => !model.initializers.has(input.name));
}

/** In a damaged file a version can be a number with which no model can be written again. */
function requireVersions({ irVersion, operatorSets }: OnnxModel): void {
  if (irVersion === 0) throw new Error('no version of the format');
  for (const version of [irVersion, ...operatorSets.map((set) => set.version)]) {
    if (!(Math.abs(version) <= MAX_VERSION)) throw new Error(`version ${version}`);
  }
}

/** Fields of a GraphProto. */
const GraphField = {
  node: 1,
  initializer: 5,
  input: 11,
  output: 12,
  valueInfo: 13,
  sparseInitializer: 15,
} as const;

function readGraph(file: ProtobufFile, graph: FieldRange, model: OnnxModel): void {
  const { path, version } = model.file;
  const onDemand = (start: number, end: number, suffix: Uint8Array) =>
    readRange({ path, version }, start, end, suffix);
  for (const range of file.fields(graph.start, graph.end)) {
    const { field, start, end } = range;
    const bytes = () => file.read(start, end);
    if (field === GraphField.initializer) {
      addInitializer(model, readInitializer(file, range, onDemand));
    } else if (field === GraphField.node) {
      const constant =
        end - start > MAX_HELD_BYTES ? readLargeConstant(file, range, onDemand) : undefined;
      if (constant) addInitializer(model, constant);
      else model.nodes.push(readNode(bytes(), model.externalTensors));
    } else if (field === GraphField.input) model.inputs.push(readValueInfo(bytes()));
    else if (field === GraphField.output) model.outputs.push(readValueInfo(bytes()));
    else if (field === GraphField.valueInfo) {
      const info = readValueInfo(bytes());
      model.valueInfos.set(info.name, info);
    } else if (field === GraphField.sparseInitializer) {
      scanSparse(bytes(), model.externalTensors);
    }
  }
}

function addInitializer(model: OnnxModel, initializer: Initializer): void {
  model.initializers.set(initializer.name, initializer);
  const { name, elementType, elements, external } = initializer;
  if (external) model.externalTensors.push({ name, elementType, elements, ...external });
}

function liftConstants(model: OnnxModel): void {
  model.nodes = model.nodes.filter((node) => {
    const constant = liftConstant(node);
    if (constant) model.initializers.set(constant.name, constant);
    return constant === undefined;
  });
}

/** FunctionProto: its nodes are field 7. */
function scanFunction(fn: Uint8Array, model: OnnxModel): void {
  readMessage(
    fn,
    (field, result, reader) => {
      if (field === 7) readNode(readBytes(reader), result.externalTensors);
    },
    model,
  );
}
