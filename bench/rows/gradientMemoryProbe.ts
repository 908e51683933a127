// Run by gradientMemory.ts: loads a model, runs it once and prints the memory that the run took.
import { readFileSync, writeFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { inferShapes } from '../../src/cam/classifier/input/graphShapes.ts';
import { differentiate, findPath } from '../../src/cam/gradients/differentiate.ts';
import { forwardFacts } from '../../src/cam/gradients/forwardFacts.ts';
import { modelBytes } from '../../src/cam/gradients/modelBytes.ts';
import { Graph } from '../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../src/cam/onnx/readModel.ts';
import { sessionOptions } from '../../src/cam/runtime/session.ts';
import type { RunMemory } from './gradientMemory.ts';

const INPUT = { name: 'image', elementType: 1, dims: [1, 3, 224, 224] };
const BYTES = 4;

const [file = '', what = 'forward'] = process.argv.slice(2);
const graph = new Graph(await readOnnxModel(file));
const activations = await activationBytes();
const run = await prepared();
globalThis.gc?.();
const before = kilobytes('VmRSS');
resetPeak();
await run();
const memory: RunMemory = {
  run: ((kilobytes('VmHWM') - before) * 1024) / 1e6,
  activations: activations / 1e6,
};
console.log(JSON.stringify(memory));

/** Without the runtime's own pool, which keeps what loading has freed and would hide what a run needs. */
async function prepared(): Promise<() => Promise<unknown>> {
  const options = { ...sessionOptions({ optimization: 'all' }), enableCpuMemArena: false };
  const image = new Tensor('float32', new Float32Array(3 * 224 * 224).fill(0.5), INPUT.dims);
  if (what === 'forward') {
    const session = await InferenceSession.create(file, options);
    return () => session.run({ image });
  }
  const path = findPath(graph, 'logits', ['image']);
  const facts = await forwardFacts(graph, path, 'logits', INPUT);
  const { nodes, initializers, seed, gradients } = differentiate(graph, 'logits', ['image'], facts);
  const outputs = [...gradients.values()];
  const bytes = await modelBytes(graph, { nodes, initializers, inputs: [seed], outputs });
  const session = await InferenceSession.create(bytes, options);
  const ones = new Tensor('float32', new Float32Array(1000).fill(1), [1, 1000]);
  return () => session.run({ image, [seed.name]: ones });
}

/** Of what the runtime keeps between its joined operators: a convolution, a sum and an activation are one. */
async function activationBytes(): Promise<number> {
  const { nodes } = graph.model;
  const kept = nodes.filter(({ opType }) => ['Relu', 'MaxPool'].includes(opType));
  const names = kept.flatMap(({ outputs }) => outputs);
  const shapes = await inferShapes(graph, names, INPUT);
  const sizes = [...shapes.values()].map(({ dims }) => dims.reduce((a, b) => a * b, BYTES));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Linux alone tells the largest memory since a moment. */
function resetPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}

function kilobytes(field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]);
}
