import type { Graph } from '../../onnx/file/graph.ts';
import { isAffine as isAffineFunction } from '../head/classWeights.ts';
import type { GraphTensor } from '../probe/graphFunction.ts';
import { GraphFunction, isClose } from '../probe/graphFunction.ts';
import { createRandom, randomValues } from '../probe/probes.ts';
import type { MapPart } from '../readMap.ts';
import { largestMagnitude } from './centralDifferences.ts';

const TOLERANCE = 1e-4;

type Logits = Pick<GraphTensor, 'name' | 'elementType'>;

/** A part of a head between two tensors that is asked with plain vectors, e.g. from its units u to the logits. */
export class HeadSection {
  readonly #part: GraphFunction;
  readonly #dims: readonly number[];
  readonly #logits: string;

  private constructor(part: GraphFunction, dims: readonly number[], logits: string) {
    this.#part = part;
    this.#dims = dims;
    this.#logits = logits;
  }

  static async create(graph: Graph, from: GraphTensor, logits: Logits): Promise<HeadSection> {
    const end = { ...logits, dims: [] };
    const part = await GraphFunction.create(graph, from, [end]);
    return new HeadSection(part, from.dims.slice(1), logits.name);
  }

  /** Number of units. */
  get inputs(): number {
    return this.#dims.reduce((product, size) => product * size, 1);
  }

  ask(vectors: Float32Array[]): Promise<Float32Array[]> {
    return this.#part.evaluate(vectors, this.#dims, this.#logits);
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

export async function findLinearParts(part: MapPart, logits: Logits): Promise<LinearParts> {
  const scores = { ...logits, dims: [] };
  const linearEnd = await findUnits(part, scores);
  const activations: Activation[] = [];
  let to = linearEnd ?? scores;
  while (activations.length < MAX_ACTIVATIONS) {
    const from = await findActivation(part, to);
    if (!from) break;
    activations.unshift({ from, to });
    if (await isAffine(part, part.feature, from)) return { linearEnd, activations };
    to = (await findUnits(part, from)) ?? from;
  }
  return { linearEnd, activations: undefined };
}

/** The tensor nearest to the map that `end` is an affine function of. */
async function findUnits(part: MapPart, end: GraphTensor): Promise<GraphTensor | undefined> {
  let found: GraphTensor | undefined;
  for (const from of behind(part.tail, end)) {
    if (!(await isAffine(part, from, end))) return found;
    found = from;
  }
  return found;
}

/** A tensor of which `to` is a function value by value. */
async function findActivation(
  { graph, tail }: MapPart,
  to: GraphTensor,
): Promise<GraphTensor | undefined> {
  const [from] = behind(tail, to);
  if (!from) return undefined;
  const section = await HeadSection.create(graph, from, to);
  try {
    return (await isElementwise(section)) ? from : undefined;
  } finally {
    await section.release();
  }
}

async function isAffine({ graph }: MapPart, from: GraphTensor, to: GraphTensor): Promise<boolean> {
  const section = await HeadSection.create(graph, from, to);
  try {
    return await section.isAffine();
  } finally {
    await section.release();
  }
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
