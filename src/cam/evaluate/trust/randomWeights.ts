import type { Analysis } from '../../classifier/analysis.ts';
import type { ClassWeights } from '../../maps/featureMap.ts';
import { decodeInitializer } from '../../onnx/file/initializerValues.ts';
import type { Initializer } from '../../onnx/file/model.ts';
import { TensorElementType } from '../../onnx/file/model.ts';
import { newFloats } from '../../onnx/write/encodeNode.ts';
import { randomLike } from './pictures/normalNumbers.ts';

/** Larger models are not held in memory a second time. */
const MAX_WEIGHTS = 100_000_000;

/** Share of the weights that must be replaced; of a quantised model the rest would stay trained. */
const LEAST_SHARE = 0.9;

/** Class weights that are normal random numbers of the same deviation; the biases, which no map has, stay. */
export function randomHead(weights: ClassWeights, seed: number): ClassWeights {
  return { ...weights, weights: randomLike(weights.weights, seed) };
}

/**
 * The same model with all its weights replaced by normal random numbers of mean 0 and of the deviation that each tensor
 * had (Adebayo et al., NeurIPS 2018). Tensors of one axis stay: biases and statistics of normalisation, of which some
 * must be positive.
 * @returns undefined if the model is too large, or most of its weights are no float32 numbers
 */
export async function withRandomWeights(
  analysis: Analysis,
  seed: number,
): Promise<Analysis | undefined> {
  const { graph } = analysis;
  const { model } = graph;
  const weights = [...model.initializers.values()].filter(({ dims }) => dims.length > 1);
  const usable = weights.filter(isFloat);
  const count = (all: Initializer[]) => all.reduce((sum, { elements }) => sum + elements, 0);
  if (count(usable) > MAX_WEIGHTS || count(usable) < LEAST_SHARE * count(weights)) return undefined;
  await graph.externalFiles();
  const initializers = new Map(model.initializers);
  for (const [i, initializer] of usable.entries()) {
    const { name, dims } = initializer;
    const values = await decodeInitializer(initializer, graph.file);
    if (!values) return undefined;
    const random = randomLike(values, Math.imul(seed + 1, 0x9e3779b1) + i);
    initializers.set(name, newFloats(name, dims, random));
  }
  return { ...analysis, graph: graph.rewritten({ ...model, initializers, isRewritten: true }) };
}

function isFloat({ elementType, storedElementType }: Initializer): boolean {
  return elementType === TensorElementType.float && storedElementType === TensorElementType.float;
}
