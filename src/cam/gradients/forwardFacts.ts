import { inferShapes, isUnknown } from '../classifier/input/graphShapes.ts';
import type { GraphTensor } from '../classifier/probe/graphFunction.ts';
import { encodeValues } from '../classifier/probe/pictureFeeds.ts';
import { readIntegerConstants } from '../layers/integerConstants.ts';
import { positionalInputs } from '../onnx/file/attributes.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import { encodeNode } from '../onnx/write/encodeNode.ts';
import { createSession } from '../runtime/session.ts';
import type { Path } from './differentiate.ts';
import type { ForwardFacts, TensorFacts } from './graph/backwardGraph.ts';
import { modelBytes } from './modelBytes.ts';

const { int32, int64 } = TensorElementType;

/** Longer lists of whole numbers are no axes, pads or shapes. */
const MAX_INTEGERS = 64;

/**
 * What the rules need to know about the tensors of a path, for a picture of one size. Shapes and whole numbers that
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
  const computed = [...named].filter((name) => !model.initializers.has(name));
  const inferred = await inferShapes(graph, computed, input);
  // Whole numbers that depend on the picture, e.g. where it is brightest, are no constants.
  const changing = graph.dependents(input.name);
  const lists = computed.filter(
    (name) => isIntegers(inferred.get(name)) && !integers.has(name) && !changing.has(name),
  );
  const unknown = computed.filter((name) => isMissing(inferred.get(name)));
  const measured = await measure(graph, unknown, lists, input);
  const tensors = new Map<string, TensorFacts>();
  for (const name of named) {
    const known = model.initializers.get(name) ?? inferred.get(name);
    if (!known) continue;
    tensors.set(name, { ...known, dims: measured.dims.get(name) ?? known.dims });
  }
  for (const [name, values] of measured.integers) integers.set(name, values);
  return { opset: opsetOf(graph), tensors, integers };
}

function opsetOf({ model }: Graph): number {
  return model.operatorSets.find(({ domain }) => domain === '')?.version ?? 1;
}

function isMissing(tensor: GraphTensor | undefined): boolean {
  return !tensor || isUnknown(tensor) || tensor.dims.includes(0);
}

function isIntegers(tensor: GraphTensor | undefined): boolean {
  if (!tensor || (tensor.elementType !== int64 && tensor.elementType !== int32)) return false;
  return tensor.dims.reduce((product, size) => product * size, 1) <= MAX_INTEGERS;
}

interface Measured {
  dims: Map<string, number[]>;
  integers: Map<string, number[]>;
}

/** Runs the model once, on zeros. */
async function measure(
  graph: Graph,
  unknown: readonly string[],
  lists: readonly string[],
  input: GraphTensor,
): Promise<Measured> {
  const found: Measured = { dims: new Map(), integers: new Map() };
  if (unknown.length === 0 && lists.length === 0) return found;
  const shapes = new Map(unknown.map((name, i) => [name, `cam_lens_shape/${i}`]));
  const nodes = [...shapes].map(([name, output]) =>
    encodeNode({ opType: 'Shape', inputs: [name], outputs: [output] }),
  );
  const outputs = [...shapes.values(), ...lists];
  const bytes = await modelBytes(graph, { nodes, initializers: [], inputs: [], outputs });
  const session = await createSession(bytes, graph.file, {
    ...graph.weightsPlace,
    optimization: 'basic',
  });
  try {
    const size = input.dims.reduce((product, length) => product * length, 1);
    const zeros = { ...encodeValues(new Float32Array(size), input.elementType), dims: input.dims };
    const results = await session.run({ [input.name]: zeros }, outputs);
    const integersOf = (name: string) => Array.from(results.get(name)?.data ?? [], Number);
    for (const [name, output] of shapes) found.dims.set(name, integersOf(output));
    for (const name of lists) found.integers.set(name, integersOf(name));
    return found;
  } finally {
    await session.release();
  }
}
