import { open } from 'node:fs/promises';
import { PbfWriter } from 'pbf';

/** Weights, row-major. */
export interface Initializer {
  name: string;
  dims: number[];
  values: Float32Array | Int8Array;
}

/** One operator; only attributes that are integers or lists of integers are needed. */
export interface Node {
  operator: string;
  inputs: string[];
  output: string;
  attributes?: Record<string, number | number[]>;
}

/** A float32 graph input or output. */
export interface Port {
  name: string;
  /** A name stands for any size. */
  dims: (number | string)[];
}

export interface Graph {
  nodes: Node[];
  initializers: Initializer[];
  input: Port;
  output: Port;
}

const FLOAT = 1;
const INT8 = 3;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

const GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const TENSOR_RAW_DATA = 9;

/**
 * Writes an ONNX model of opset 17 to a file. Field numbers are those of onnx.proto. The weights are written directly
 * from memory, without a second copy.
 */
export async function writeModel(file: string, graph: Graph): Promise<void> {
  const content = graphChunks(graph);
  const header = new PbfWriter();
  header.writeVarintField(1, 8); // ir_version
  header.writeMessage(8, writeOpset, 17);
  const chunks = [header.finish(), prefix(GRAPH, lengthOf(content)), ...content];
  const handle = await open(file, 'w');
  try {
    for (const chunk of chunks) await handle.writeFile(chunk);
  } finally {
    await handle.close();
  }
}

function graphChunks(graph: Graph): Uint8Array[] {
  const writer = new PbfWriter();
  for (const node of graph.nodes) writer.writeMessage(1, writeNode, node);
  writer.writeStringField(2, 'benchmark');
  writer.writeMessage(11, writePort, graph.input);
  writer.writeMessage(12, writePort, graph.output);
  const tensors = graph.initializers.flatMap((initializer) => {
    const content = tensorChunks(initializer);
    return [prefix(GRAPH_INITIALIZER, lengthOf(content)), ...content];
  });
  return [writer.finish(), ...tensors];
}

function tensorChunks({ name, dims, values }: Initializer): Uint8Array[] {
  const writer = new PbfWriter();
  for (const size of dims) writer.writeVarintField(1, size);
  writer.writeVarintField(2, values instanceof Int8Array ? INT8 : FLOAT);
  writer.writeStringField(8, name);
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [writer.finish(), prefix(TENSOR_RAW_DATA, raw.length), raw];
}

function lengthOf(chunks: Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

/** Tag and length of a field whose bytes follow. */
function prefix(field: number, length: number): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarint(field * 8 + 2);
  writer.writeVarint(length);
  return writer.finish();
}

function writeOpset(version: number, writer: PbfWriter): void {
  writer.writeVarintField(2, version);
}

function writeNode(node: Node, writer: PbfWriter): void {
  for (const input of node.inputs) writer.writeStringField(1, input);
  writer.writeStringField(2, node.output);
  writer.writeStringField(4, node.operator);
  for (const attribute of Object.entries(node.attributes ?? {})) {
    writer.writeMessage(5, writeAttribute, attribute);
  }
}

function writeAttribute([name, value]: [string, number | number[]], writer: PbfWriter): void {
  writer.writeStringField(1, name);
  if (typeof value === 'number') writer.writeVarintField(3, value);
  else for (const item of value) writer.writeVarintField(8, item);
  writer.writeVarintField(20, typeof value === 'number' ? ATTRIBUTE_INT : ATTRIBUTE_INTS);
}

function writePort({ name, dims }: Port, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeMessage(2, writeType, dims);
}

function writeType(dims: Port['dims'], writer: PbfWriter): void {
  writer.writeMessage(1, writeTensorType, dims);
}

function writeTensorType(dims: Port['dims'], writer: PbfWriter): void {
  writer.writeVarintField(1, FLOAT);
  writer.writeMessage(2, writeShape, dims);
}

function writeShape(dims: Port['dims'], writer: PbfWriter): void {
  for (const size of dims) writer.writeMessage(1, writeDimension, size);
}

function writeDimension(size: number | string, writer: PbfWriter): void {
  if (typeof size === 'number') writer.writeVarintField(1, size);
  else writer.writeStringField(2, size);
}
