import { PbfWriter } from 'pbf';

/** A float32 weight tensor. */
export interface Initializer {
  name: string;
  dims: number[];
  values: Float32Array;
}

/** One operator; integers and lists of integers are the only attributes that the benchmark needs. */
export interface Node {
  operator: string;
  inputs: string[];
  output: string;
  attributes?: Record<string, number | number[]>;
}

/** A float32 graph input or output. */
export interface Port {
  name: string;
  dims: number[];
}

export interface Graph {
  nodes: Node[];
  initializers: Initializer[];
  input: Port;
  output: Port;
}

const FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

/** An ONNX ModelProto of opset 17. Field numbers are those of onnx.proto. */
export function encodeModel(graph: Graph): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(1, 8); // ir_version
  writer.writeMessage(8, writeOpset, 17);
  writer.writeMessage(7, writeGraph, graph);
  return writer.finish();
}

function writeOpset(version: number, writer: PbfWriter): void {
  writer.writeVarintField(2, version);
}

function writeGraph(graph: Graph, writer: PbfWriter): void {
  for (const node of graph.nodes) writer.writeMessage(1, writeNode, node);
  writer.writeStringField(2, 'benchmark');
  for (const initializer of graph.initializers) writer.writeMessage(5, writeTensor, initializer);
  writer.writeMessage(11, writePort, graph.input);
  writer.writeMessage(12, writePort, graph.output);
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

function writeTensor({ name, dims, values }: Initializer, writer: PbfWriter): void {
  for (const size of dims) writer.writeVarintField(1, size);
  writer.writeVarintField(2, FLOAT);
  writer.writeStringField(8, name);
  writer.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function writePort({ name, dims }: Port, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeMessage(2, writeType, dims);
}

function writeType(dims: number[], writer: PbfWriter): void {
  writer.writeMessage(1, writeTensorType, dims);
}

function writeTensorType(dims: number[], writer: PbfWriter): void {
  writer.writeVarintField(1, FLOAT);
  writer.writeMessage(2, writeShape, dims);
}

function writeShape(dims: number[], writer: PbfWriter): void {
  for (const size of dims) writer.writeMessage(1, writeDimension, size);
}

function writeDimension(size: number, writer: PbfWriter): void {
  writer.writeVarintField(1, size);
}
