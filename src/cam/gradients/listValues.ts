import type { GraphShapes } from '../classifier/input/graphShapes.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { SHAPE_OPERATORS } from '../onnx/file/graph.ts';
import type { Initializer, OnnxNode } from '../onnx/file/model.ts';
import { shapeConstant } from '../onnx/write/cut.ts';
import { encodeModel, sharedParts } from '../onnx/write/encode.ts';
import { createSession } from '../runtime/session.ts';

/**
 * Values of lists that a model computes from constants and from shapes alone: only the nodes that make them are run.
 * @param shapes of the tensors whose shapes the model asks for
 * @returns undefined if some shape is not known
 * @throws CamError where the runtime refuses the part.
 */
export async function listValues(
  { model, file, sessionNeeds }: Graph,
  lists: readonly string[],
  shapes: GraphShapes,
): Promise<Map<string, number[]> | undefined> {
  if (lists.length === 0) return new Map();
  const live = new Set(lists);
  const nodes: Uint8Array[] = [];
  const constants: Initializer[] = [];
  for (const node of model.nodes.toReversed()) {
    if (!node.outputs.some((name) => live.has(name))) continue;
    if (SHAPE_OPERATORS.has(node.opType)) {
      const [name = ''] = node.inputs;
      const constant = shapeAsked(node, model.initializers.get(name) ?? shapes.get(name));
      if (!constant) return undefined;
      constants.push(constant);
    } else {
      nodes.push(node.bytes);
      for (const name of node.inputs) live.add(name);
    }
  }
  const initializers = [...model.initializers.values()].filter(({ name }) => live.has(name));
  const bytes = encodeModel({
    ...sharedParts(model),
    nodes: nodes.reverse(),
    initializers: await Promise.all([...initializers, ...constants].map((each) => each.read())),
    inputs: [],
    outputs: [...lists],
  });
  const session = await createSession(bytes, file, { ...sessionNeeds, optimization: 'none' });
  try {
    const found = await session.run({}, [...lists]);
    return new Map(lists.map((name) => [name, Array.from(found.get(name)?.data ?? [], Number)]));
  } finally {
    await session.release();
  }
}

/** What `Shape` or `Size` gives, as a constant; undefined if it is not known. */
function shapeAsked(
  node: OnnxNode,
  tensor: { dims: readonly number[] } | undefined,
): Initializer | undefined {
  if (!tensor || tensor.dims.length === 0 || tensor.dims.includes(0)) return undefined;
  return shapeConstant(node, tensor.dims);
}
