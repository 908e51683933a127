import { isAffine, isElementwise } from '../probe/behaviour.ts';
import type { GraphTensor } from '../probe/graphFunction.ts';
import { GraphFunction } from '../probe/graphFunction.ts';
import type { MapPart } from '../readMap.ts';
import { largestMagnitude } from './centralDifferences.ts';

const TOLERANCE = 1e-4;

type Logits = Pick<GraphTensor, 'name' | 'elementType'>;

/** A step of a head in which each value u_j depends only on the value z_j at the same place. */
export interface Activation {
  from: GraphTensor;
  to: GraphTensor;
}

/** How a head that is not linear as a whole divides into parts that are. */
export interface LinearParts {
  /** The tensor nearest to the map from which the head is linear: its units. */
  linearEnd: GraphTensor | undefined;
  /**
   * The activations of a head that is linear before, between and after them, the one nearest to the map
   * first; undefined for any other head.
   */
  activations: Activation[] | undefined;
}

/** Deeper heads are differentiated as a whole. */
const MAX_ACTIVATIONS = 4;

/**
 * Goes from the logits towards the map, one tensor after the other, and probes what follows each: as long
 * as that is affine, the part grows; otherwise an activation must lead from the tensor into the part.
 * @param head the part as a function that gives all tensors of its tail
 * @throws CamError where the runtime refuses a part.
 */
export async function findLinearParts(
  { graph, tail }: MapPart,
  head: GraphFunction,
  logits: Logits,
): Promise<LinearParts> {
  const scores: GraphTensor = { ...logits, dims: [] };
  const activations: Activation[] = [];
  let linearEnd: GraphTensor | undefined;
  // `end` is an affine function of `start`.
  let [start, end] = [scores, scores];
  for (const from of behind(tail, scores)) {
    const part = await GraphFunction.create(graph, from, [...new Set([end, start])]);
    try {
      if (await isAffine(part.to(end.name), TOLERANCE)) {
        if (end === scores) linearEnd = from;
        start = from;
        continue;
      }
      if (!(await isElementwise(part.to(start.name), TOLERANCE))) break;
    } finally {
      await part.dispose();
    }
    activations.unshift({ from, to: start });
    if (await isAffine(head.to(from.name), TOLERANCE)) return { linearEnd, activations };
    if (activations.length === MAX_ACTIVATIONS) break;
    start = from;
    end = from;
  }
  return { linearEnd, activations: undefined };
}

/** Tensors between the map and `tensor` that can be fed, the nearest to `tensor` first. */
function behind(tail: GraphTensor[], { name }: GraphTensor): GraphTensor[] {
  const index = tail.findIndex((tensor) => tensor.name === name);
  // The runtime cannot always tell a shape; such a tensor cannot be fed.
  return tail.slice(index + 1).filter(({ dims }) => dims.length >= 2 && !dims.includes(0));
}

/**
 * For a part that is affine, W·u + b: W·u for each vector u. The vectors are scaled up to 1 for this, since
 * small ones would be lost in the rounding of a large b.
 */
export async function applyLinear(
  part: GraphFunction,
  vectors: Float32Array[],
): Promise<Float32Array[]> {
  const largest = vectors.reduce((most, each) => Math.max(most, largestMagnitude(each)), 0) || 1;
  const [bias = new Float32Array(), ...answers] = await part.ask([
    new Float32Array(part.inputs),
    ...vectors.map((vector) => vector.map((value) => value / largest)),
  ]);
  return answers.map((answer) => answer.map((value, c) => largest * (value - (bias[c] as number))));
}
