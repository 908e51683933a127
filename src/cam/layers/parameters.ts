import type { Initializer, OnnxModel, OnnxNode } from '../onnx/model.ts';

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

/**
 * Elements of the weights that each node on the picture's way uses, directly or through nodes that
 * compute on weights alone (dequantising, reshaping). Weights that several nodes use count for the first.
 * @param carriesPicture names of the tensors that carry the picture
 * @param integers values of the small constants of whole numbers, by name
 */
export function countParameters(
  model: OnnxModel,
  carriesPicture: ReadonlySet<string>,
  integers: ReadonlyMap<string, number[]>,
): Map<OnnxNode, number> {
  const producers = new Map(
    model.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)),
  );
  const seen = new Set<string>();
  const countFrom = (node: OnnxNode): number => {
    let total = 0;
    const pending = [...node.inputs];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (carriesPicture.has(name) || seen.has(name)) continue;
      seen.add(name);
      const initializer = model.initializers.get(name);
      if (initializer) total += isWeight(initializer) ? initializer.elements : 0;
      else {
        const producer = producers.get(name);
        total += producer ? filledElements(producer, integers) : 0;
        pending.push(...(producer?.inputs ?? []));
      }
    }
    return total;
  };
  const counts = new Map<OnnxNode, number>();
  for (const node of model.nodes) {
    // The factors of a Resize are stored like weights.
    if (node.opType === 'Resize' || node.opType === 'Upsample') continue;
    if (node.outputs.some((name) => carriesPicture.has(name))) counts.set(node, countFrom(node));
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
