import type { Graph } from '../../onnx/file/graph.ts';
import { isAffine as isAffineFunction } from '../head/classWeights.ts';
import type { GraphTensor } from '../probe/graphFunction.ts';
import { GraphFunction } from '../probe/graphFunction.ts';
import { createRandom, isClose, randomValues } from '../probe/probes.ts';
import type { MapPart } from '../readMap.ts';
import { largestMagnitude } from './centralDifferences.ts';

const TOLERANCE = 1e-4;

type Logits = Pick<GraphTensor, 'name' | 'elementType'>;

/** A part of a head between two tensors that is asked with plain vectors, e.g. from its units u to the logits. */
export class HeadSection {
  readonly #part: GraphFunction;
  readonly #dims: readonly number[];
  readonly #end: string;

  /**
   * @param part begins with `from`
   * @param end the tensor that is asked for, one of those that the part gives
   */
  constructor(part: GraphFunction, from: GraphTensor, end: string) {
    this.#part = part;
    this.#dims = from.dims.slice(1);
    this.#end = end;
  }

  /** @throws CamError where the runtime refuses the part. */
  static async create(graph: Graph, from: GraphTensor, end: GraphTensor): Promise<HeadSection> {
    return new HeadSection(await GraphFunction.create(graph, from, [end]), from, end.name);
  }

  /** Number of units. */
  get inputs(): number {
    return this.#dims.reduce((product, size) => product * size, 1);
  }

  ask(vectors: Float32Array[]): Promise<Float32Array[]> {
    return this.#part.evaluate(vectors, this.#dims, this.#end);
  }

  /**
   * For a part that is affine, W·u + b: W·u for each vector u. It is asked with the vectors enlarged to 1,
   * since small ones would be lost in the rounding of a large b.
   */
  async apply(vectors: Float32Array[]): Promise<Float32Array[]> {
    const largest = vectors.reduce((most, each) => Math.max(most, largestMagnitude(each)), 0) || 1;
    const [bias = new Float32Array(), ...answers] = await this.ask([
      new Float32Array(this.inputs),
      ...vectors.map((vector) => vector.map((value) => value / largest)),
    ]);
    return answers.map((answer) =>
      answer.map((value, c) => largest * (value - (bias[c] as number))),
    );
  }

  isAffine(): Promise<boolean> {
    const { inputs } = this;
    return isAffineFunction(
      {
        inputs,
        ask: (vectors) => this.ask(vectors),
        randomValues: (random) => randomValues(random, inputs, -1, 1),
      },
      TOLERANCE,
    );
  }

  release(): Promise<void> {
    return this.#part.dispose();
  }
}

/** A step of a head in which each value u_j depends on the value z_j at the same place alone. */
export interface Activation {
  from: GraphTensor;
  to: GraphTensor;
}

/** How a head that is not linear as a whole falls into parts that are. */
export interface LinearParts {
  /** The tensor nearest to the map from which on the head is linear: its units. */
  linearEnd: GraphTensor | undefined;
  /**
   * The activations of a head that is linear between them, before the first and behind the last, the one
   * nearest to the map first; undefined where it does anything else.
   */
  activations: Activation[] | undefined;
}

/** Deeper heads are differentiated as a whole. */
const MAX_ACTIVATIONS = 4;

/**
 * Goes from the logits towards the map, one tensor after the other, and asks of each what follows from it:
 * as long as that is affine, the part grows; else the tensor must lead into the part by an activation.
 * @param head the part as a function, which gives all tensors of its tail
 * @throws CamError where the runtime refuses a part.
 */
export async function findLinearParts(
  { graph, feature, tail }: MapPart,
  head: GraphFunction,
  logits: Logits,
): Promise<LinearParts> {
  const scores: GraphTensor = { ...logits, dims: [] };
  const activations: Activation[] = [];
  let linearEnd: GraphTensor | undefined;
  // `end` is an affine function of `start`.
  let [start, end] = [scores, scores];
  for (const from of behind(tail, scores)) {
    const part = await GraphFunction.create(graph, from, [end, start]);
    try {
      if (await new HeadSection(part, from, end.name).isAffine()) {
        if (end === scores) linearEnd = from;
        start = from;
        continue;
      }
      if (!(await isElementwise(new HeadSection(part, from, start.name)))) break;
    } finally {
      await part.dispose();
    }
    activations.unshift({ from, to: start });
    if (await new HeadSection(head, feature, from.name).isAffine()) {
      return { linearEnd, activations };
    }
    if (activations.length === MAX_ACTIVATIONS) break;
    start = from;
    end = from;
  }
  return { linearEnd, activations: undefined };
}

/** Tensors between the map and `tensor`, the nearest to `tensor` first, that can be fed. */
function behind(tail: GraphTensor[], { name }: GraphTensor): GraphTensor[] {
  const index = tail.findIndex((tensor) => tensor.name === name);
  // The runtime cannot always tell a shape; such a tensor cannot be fed.
  return tail.slice(index + 1).filter(({ dims }) => dims.length >= 2 && !dims.includes(0));
}

/** Each leaves out another half of the values. */
const SUBSETS = 8;

/** Whether each value of the answer depends on the value at the same place alone. */
async function isElementwise(part: HeadSection): Promise<boolean> {
  const random = createRandom(11);
  const values = randomValues(random, part.inputs, -2, 2);
  const others = randomValues(random, part.inputs, -2, 2);
  const kept = Array.from({ length: SUBSETS }, () => values.map(() => Number(random() < 0.5)));
  const mixed = kept.map((keep) =>
    values.map((value, j) => (keep[j] ? value : (others[j] as number))),
  );
  const [answer, ...answers] = await part.ask([values, ...mixed]);
  if (answer?.length !== values.length) return false;
  return answers.every((other, i) => {
    const keep = kept[i] ?? new Float32Array();
    const wanted = answer.filter((_, j) => keep[j]);
    return isClose(
      wanted,
      other.filter((_, j) => keep[j]),
      TOLERANCE,
    );
  });
}
