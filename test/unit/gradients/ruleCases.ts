import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PbfWriter } from 'pbf';
import { GradientSession } from '../../../src/cam/gradients/gradientSession.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { TensorElementType } from '../../../src/cam/onnx/file/model.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { encodeModel } from '../../../src/cam/onnx/write/encode.ts';
import type { AttributeValue } from '../../../src/cam/onnx/write/encodeNode.ts';
import { encodeAttribute, encodeNode } from '../../../src/cam/onnx/write/encodeNode.ts';
import type { RawTensor } from '../../../src/cam/runtime/session.ts';
import { makeMemoryFolder } from '../memoryFolder.ts';

interface CaseTensor {
  type: 'float' | 'int64' | 'bool';
  dims: number[];
  values: number[];
}

/** A few nodes and their gradients in float64, as `test/fixtures/gradients/cases.py` writes them. */
export interface RuleCase {
  operator: string;
  title: string;
  opset: number;
  nodes: {
    name?: string;
    operator: string;
    domain: string;
    inputs: string[];
    outputs: string[];
    attributes: Record<string, AttributeValue>;
  }[];
  inputs: Record<string, CaseTensor>;
  constants: Record<string, CaseTensor>;
  seed: CaseTensor;
  y: CaseTensor;
  gradients: Record<string, CaseTensor>;
}

const FOLDER = path.join(import.meta.dirname, '../../fixtures/gradients/rules');

/** The cases of every family of operators, by its name. */
export function ruleCases(): [family: string, cases: RuleCase[]][] {
  return readdirSync(FOLDER)
    .sort()
    .map((name) => {
      const lines = readFileSync(path.join(FOLDER, name), 'utf8').trim().split('\n');
      return [path.basename(name, '.jsonl'), lines.map((line) => JSON.parse(line))];
    });
}

/** Names and largest error ÷ largest value of `y` and of each gradient. */
export type Errors = Record<string, number>;

/** Differentiates the nodes of a case, runs them forward and backward, and compares. */
export async function errorsOf(given: RuleCase): Promise<Errors> {
  const folder = makeMemoryFolder('cam-lens-rule-');
  try {
    const file = path.join(folder, 'case.onnx');
    writeFileSync(file, encodeCase(given));
    return await compare(given, new Graph(await readOnnxModel(file)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(given: RuleCase, graph: Graph): Promise<Errors> {
  const wanted = Object.keys(given.inputs);
  const [first = ''] = wanted;
  const { dims = [] } = given.inputs[first] ?? {};
  const input = { name: first, elementType: TensorElementType.float, dims };
  const session = await GradientSession.create(graph, 'y', wanted, input);
  try {
    const feeds = Object.entries(given.inputs).map(([name, tensor]) => [name, rawOf(tensor)]);
    const run = await session.run(Object.fromEntries(feeds), Float32Array.from(given.seed.values));
    const errors: Errors = { y: error(run.result.values, given.y.values) };
    for (const [name, expected] of Object.entries(given.gradients)) {
      const found = run.at.get(name)?.gradient;
      const isShaped = String(found?.dims) === String(expected.dims);
      errors[name] = isShaped ? error(found?.values ?? [], expected.values) : Number.NaN;
    }
    return errors;
  } finally {
    await session.release();
  }
}

/** Largest |found − expected| ÷ largest |expected|; absolute where nothing is expected. */
function error(found: ArrayLike<number>, expected: number[]): number {
  if (found.length !== expected.length) return Number.NaN;
  const scale = Math.max(...expected.map(Math.abs)) || 1;
  return Math.max(...expected.map((value, i) => Math.abs((found[i] as number) - value))) / scale;
}

function rawOf({ dims, values }: CaseTensor): RawTensor {
  return { type: 'float32', dims, data: Float32Array.from(values) };
}

const TYPES = { float: TensorElementType.float, int64: TensorElementType.int64, bool: 9 };

function encodeCase({ opset, nodes, inputs, constants }: RuleCase): Uint8Array {
  const microsoft = nodes.some(({ domain }) => domain === 'com.microsoft');
  return encodeModel({
    irVersion: 8,
    operatorSets: [
      { domain: '', version: opset },
      ...(microsoft ? [{ domain: 'com.microsoft', version: 1 }] : []),
    ],
    functions: [],
    nodes: nodes.map(encodeCaseNode),
    initializers: Object.entries(constants).map(([name, tensor]) => encodeTensor(name, tensor)),
    inputs: Object.entries(inputs).map(([name, { dims }]) => ({
      name,
      elementType: TensorElementType.float,
      dims,
    })),
    outputs: ['y'],
  });
}

function encodeCaseNode(node: RuleCase['nodes'][number]): Uint8Array {
  const attributes = Object.entries(node.attributes);
  const encoded = encodeNode({
    opType: node.operator,
    domain: node.domain,
    inputs: node.inputs,
    outputs: node.outputs,
    attributes: attributes.map(([name, value]) => encodeAttribute(name, value)),
  });
  const named = new PbfWriter();
  if (node.name !== undefined) named.writeStringField(3, node.name);
  return Buffer.concat([encoded, named.finish()]);
}

function encodeTensor(name: string, { type, dims, values }: CaseTensor): Uint8Array {
  const writer = new PbfWriter();
  writer.writePackedVarint(1, dims);
  writer.writeVarintField(2, TYPES[type]);
  if (type === 'float') writer.writePackedFloat(4, values);
  else if (type === 'bool') writer.writePackedVarint(5, values);
  else writer.writeBytesField(9, new Uint8Array(BigInt64Array.from(values, toInt64).buffer));
  writer.writeStringField(8, name);
  return writer.finish();
}

/** JSON rounds 2^63 − 1, which stands for the end of an axis, up to 2^63. */
function toInt64(value: number): bigint {
  return value >= 2 ** 63 ? 2n ** 63n - 1n : BigInt(value);
}
