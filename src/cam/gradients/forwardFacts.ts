import type { GraphShapes } from '../classifier/input/graphShapes.ts';
import { inferShapes, isUnknown } from '../classifier/input/graphShapes.ts';
import type { GraphTensor } from '../classifier/probe/graphFunction.ts';
import { encodeValues } from '../classifier/probe/pictureFeeds.ts';
import { attributesOf, positionalInputs } from '../onnx/file/attributes.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { SHAPE_OPERATORS } from '../onnx/file/graph.ts';
import { decodeInitializer } from '../onnx/file/initializerValues.ts';
import { readIntegerConstants } from '../onnx/file/integerConstants.ts';
import type { OnnxNode } from '../onnx/file/model.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import { encodeNode } from '../onnx/write/encodeNode.ts';
import { createSession } from '../runtime/session.ts';
import type { Path } from './differentiate.ts';
import type { ForwardFacts, TensorFacts } from './graph/backwardGraph.ts';
import { elementsOf } from './graph/backwardGraph.ts';
import { ForwardNode } from './graph/forwardNode.ts';
import { windowsOf } from './graph/windows.ts';
import { listValues } from './listValues.ts';
import { modelBytes } from './modelBytes.ts';

const { float, int32, int64 } = TensorElementType;

/** Longer lists are no axes, pads, shapes or scales. */
const MAX_ELEMENTS = 64;

/** All inputs of these operators after the first one are settings. */
const RESIZING: ReadonlySet<string> = new Set(['Resize', 'Upsample']);

/**
 * What the rules need to know about the tensors of a path, for a picture of one size. Shapes and numbers that
 * only a run can tell are measured in one.
 * @param of name of the tensor that is differentiated
 * @param input the graph's input, with the sizes that it is fed with
 * @throws CamError where the runtime refuses the model.
 */
export async function forwardFacts(
  graph: Graph,
  path: Path,
  of: string,
  input: GraphTensor,
): Promise<ForwardFacts> {
  const { model } = graph;
  const integers = await readIntegerConstants(model);
  const onPath = path.nodes.flatMap((node) => [...positionalInputs(node), ...node.outputs]);
  const named = new Set([...onPath, of]);
  named.delete('');
  const isComputed = (name: string) => !model.initializers.has(name);
  const computed = [...named].filter(isComputed);
  const pools = model.nodes.filter(takesPartialWindows);
  const ofPools = pools.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
  const asked = model.nodes.filter(({ opType }) => SHAPE_OPERATORS.has(opType));
  const ofAsked = asked.flatMap(({ inputs }) => inputs).filter(isComputed);
  const inferred = await inferShapes(graph, [...computed, ...ofPools, ...ofAsked], input);
  const settings = settingsOf(path);
  // Whole numbers that depend on the picture, e.g. where it is brightest, are no constants.
  const changing = graph.dependents(input.name);
  const isAsked = (name: string) =>
    isList(inferred.get(name), settings.has(name)) && !integers.has(name) && !changing.has(name);
  const lists = computed.filter(isAsked);
  const isWrong = pools.some((node) => hasWindowTooMany(node, inferred));
  const unknown = computed.filter((name) => isWrong || isMissing(inferred.get(name)));
  const known = isWrong ? undefined : await listValues(graph, lists, inferred);
  const measured = await measure(graph, unknown, known ? [] : lists, input);
  const realNumbers = await readRealNumbers(graph, named, settings);
  const tensors = new Map<string, TensorFacts>();
  for (const name of named) {
    const facts = model.initializers.get(name) ?? inferred.get(name);
    if (!facts) continue;
    tensors.set(name, { ...facts, dims: measured.dims.get(name) ?? facts.dims });
  }
  for (const [name, values] of known ?? measured.lists) {
    const isFloat = inferred.get(name)?.elementType === float;
    (isFloat ? realNumbers : integers).set(name, values);
  }
  return { opset: opsetOf(graph), tensors, integers, realNumbers };
}

function takesPartialWindows({ opType, bytes }: OnnxNode): boolean {
  return opType.endsWith('Pool') && attributesOf({ bytes }).get('ceil_mode')?.int === 1;
}

/**
 * Whether inference counts a last window that begins after the map. The runtime leaves it out, so that this and the
 * later shapes are wrong.
 */
function hasWindowTooMany(node: OnnxNode, inferred: GraphShapes): boolean {
  const pool = new ForwardNode(node, () => false);
  const [from, to] = [pool.input(0), pool.output].map((name) => inferred.get(name)?.dims ?? []);
  const kernel = pool.ints('kernel_shape') ?? [];
  const windows = windowsOf(pool, kernel, from?.slice(2) ?? [], to?.slice(2) ?? []);
  return windows.some(
    ({ input, output, stride, before }) => (output - 1) * stride - before >= input,
  );
}

/** Names of the tensors whose real numbers the rules read. */
function settingsOf({ nodes }: Path): ReadonlySet<string> {
  const resizing = nodes.filter(({ opType }) => RESIZING.has(opType));
  return new Set(resizing.flatMap((node) => positionalInputs(node).slice(1)));
}

/** Of constants of one number, and of those that are settings. */
async function readRealNumbers(
  { model }: Graph,
  names: ReadonlySet<string>,
  settings: ReadonlySet<string>,
): Promise<Map<string, readonly number[]>> {
  const found = new Map<string, readonly number[]>();
  for (const name of names) {
    const initializer = model.initializers.get(name);
    const most = settings.has(name) ? MAX_ELEMENTS : 1;
    if (!initializer || initializer.elements > most) continue;
    const values = await decodeInitializer(initializer, model.file.path);
    if (values) found.set(name, Array.from(values));
  }
  return found;
}

function opsetOf({ model }: Graph): number {
  return model.operatorSets.find(({ domain }) => domain === '')?.version ?? 1;
}

function isMissing(tensor: GraphTensor | undefined): boolean {
  return !tensor || isUnknown(tensor) || tensor.dims.includes(0);
}

/** Whether a tensor is a short list of whole numbers, or, as a setting, of real ones. */
function isList(tensor: GraphTensor | undefined, isSetting: boolean): boolean {
  if (!tensor) return false;
  const { dims, elementType } = tensor;
  const isInteger = elementType === int64 || elementType === int32;
  if (!isInteger && !(isSetting && elementType === float)) return false;
  return elementsOf(dims) <= MAX_ELEMENTS;
}

interface Measured {
  dims: Map<string, number[]>;
  lists: Map<string, number[]>;
}

/** Runs the model once, on zeros. */
async function measure(
  graph: Graph,
  unknown: readonly string[],
  lists: readonly string[],
  input: GraphTensor,
): Promise<Measured> {
  const found: Measured = { dims: new Map(), lists: new Map() };
  if (unknown.length === 0 && lists.length === 0) return found;
  const shapes = new Map(unknown.map((name, i) => [name, `cam_lens_shape/${i}`]));
  const nodes = [...shapes].map(([name, output]) =>
    encodeNode({ opType: 'Shape', inputs: [name], outputs: [output] }),
  );
  const outputs = [...shapes.values(), ...lists];
  const bytes = await modelBytes(graph, { nodes, initializers: [], inputs: [], outputs });
  // If it optimises, the runtime replaces Shape by the shape that it infers.
  const session = await createSession(bytes, graph.file, {
    ...graph.sessionNeeds,
    optimization: 'none',
  });
  try {
    const size = elementsOf(input.dims);
    const zeros = { ...encodeValues(new Float32Array(size), input.elementType), dims: input.dims };
    const results = await session.run({ [input.name]: zeros }, outputs);
    const valuesOf = (name: string) => Array.from(results.get(name)?.data ?? [], Number);
    for (const [name, output] of shapes) found.dims.set(name, valuesOf(output));
    for (const name of lists) found.lists.set(name, valuesOf(name));
    return found;
  } finally {
    await session.release();
  }
}
