import type { Graph } from '../onnx/file/graph.ts';
import type { Initializer, OnnxNode } from '../onnx/file/model.ts';

/**
 * `TensorProto.DataType`s that weights have: float32, float16, bfloat16, float64, the float8 types, and
 * of quantised layers int8, uint8, int4, uint4 and (biases) int32. Shapes and axes are int64.
 */
const WEIGHT_TYPES = new Set([1, 10, 16, 11, 17, 18, 19, 20, 3, 2, 22, 21, 6]);

/** Whether an initializer holds weights, and not shapes, axes, or a constant of the code like 0.5. */
export function isWeight({ elementType, dims, elements }: Initializer): boolean {
  // A damaged file may state any dimensions.
  const isCountable = Number.isSafeInteger(elements) && elements >= 0;
  return WEIGHT_TYPES.has(elementType) && dims.length > 0 && isCountable;
}

/** An array of weights of a model. */
export interface Weight {
  /** Of the initializer, or of the tensor that is filled with one number. */
  name: string;
  elements: number;
}

/**
 * The weights that each node on the picture's path uses, directly or through nodes that compute only on weights
 * (dequantising, reshaping). Weights that several nodes use are listed for each.
 * @param carriesPicture names of the tensors that carry the picture
 * @param integers values of the small constants of whole numbers, by name
 */
export function weightsOfNodes(
  graph: Graph,
  carriesPicture: ReadonlySet<string>,
  integers: ReadonlyMap<string, number[]>,
): Map<OnnxNode, Weight[]> {
  const { model } = graph;
  const weightsOf = (node: OnnxNode): Weight[] => {
    const found: Weight[] = [];
    const seen = new Set<string>();
    const pending = [...node.inputs];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (carriesPicture.has(name) || seen.has(name)) continue;
      seen.add(name);
      const initializer = model.initializers.get(name);
      const producer = initializer ? undefined : graph.producerOf(name);
      if (initializer && isWeight(initializer)) {
        found.push({ name, elements: initializer.elements });
      } else if (producer) {
        const elements = filledElements(producer, integers);
        if (elements > 0) found.push({ name, elements });
        pending.push(...producer.inputs);
      }
    }
    return found;
  };
  const result = new Map<OnnxNode, Weight[]>();
  for (const node of model.nodes) {
    // The factors of a Resize are stored like weights.
    if (node.opType === 'Resize' || node.opType === 'Upsample') continue;
    if (node.outputs.some((name) => carriesPicture.has(name))) result.set(node, weightsOf(node));
  }
  return result;
}

/**
 * Elements of the weights of each node, see {@link weightsOfNodes}. Weights that several nodes use count for
 * the first.
 */
export function countParameters(
  graph: Graph,
  carriesPicture: ReadonlySet<string>,
  integers: ReadonlyMap<string, number[]>,
): Map<OnnxNode, number> {
  const counted = new Set<string>();
  const counts = new Map<OnnxNode, number>();
  for (const [node, weights] of weightsOfNodes(graph, carriesPicture, integers)) {
    const own = weights.filter(({ name }) => !counted.has(name));
    for (const { name } of own) counted.add(name);
    counts.set(
      node,
      own.reduce((sum, { elements }) => sum + elements, 0),
    );
  }
  return counts;
}

/** Weights may be written as "so many times the same number". */
function filledElements(
  { opType, inputs }: OnnxNode,
  integers: ReadonlyMap<string, number[]>,
): number {
  const shape = opType === 'ConstantOfShape' ? integers.get(inputs[0] ?? '') : undefined;
  return shape && shape.length > 0 ? shape.reduce((product, size) => product * size, 1) : 0;
}
