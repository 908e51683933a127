import type { Graph } from '../../onnx/file/graph.ts';
import type { PooledHead } from '../head/pooledHead.ts';
import type { GraphTensor } from '../probe/graphFunction.ts';
import { GraphFunction } from '../probe/graphFunction.ts';
import { difference, unitVector } from '../probe/probes.ts';
import { differentiateEach } from './centralDifferences.ts';
import type { Activation } from './linearParts.ts';
import { applyLinear } from './linearParts.ts';

/** Half a gigabyte would be too much to keep for one head; such heads are differentiated as a whole. */
const MAX_KEPT_VALUES = 16e6;

interface Link {
  activation: GraphFunction;
  /** The affine part up to the next activation or the logits; undefined where there is none. */
  linear: GraphFunction | undefined;
}

/**
 * A head that is linear except for activations, by the chain rule: ∂S/∂v = Bₙ·φₙ′·…·B₁·φ₁′·A. A depends on
 * the model alone; a picture needs only the slope of each unit, asked for all units at once.
 */
export class ActivationChain {
  readonly #start: PooledHead;
  readonly #links: Link[];
  #first: Promise<Float32Array[]> | undefined;

  private constructor(start: PooledHead, links: Link[]) {
    this.#start = start;
    this.#links = links;
  }

  /** @param start the head up to the first activation */
  static async create(
    graph: Graph,
    start: PooledHead,
    activations: Activation[],
    logits: GraphTensor,
  ): Promise<ActivationChain> {
    const links: Link[] = [];
    for (const [i, { from, to }] of activations.entries()) {
      const next = activations[i + 1]?.from ?? logits;
      const activation = await GraphFunction.create(graph, from, [to]);
      const linear =
        to.name === next.name ? undefined : await GraphFunction.create(graph, to, [next]);
      links.push({ activation, linear });
    }
    return new ActivationChain(start, links);
  }

  /** Whether its first matrix is small enough to be kept. */
  get isSmall(): boolean {
    return this.#start.inputs * (this.#links[0]?.activation.inputs ?? 0) <= MAX_KEPT_VALUES;
  }

  /** ∂S/∂v_k, a row of all classes for each pooled value. */
  async differentiate(values: Float32Array): Promise<Float32Array[]> {
    this.#first ??= this.#readFirst();
    let rows = await this.#first;
    let [at = new Float32Array()] = await this.#start.ask([values]);
    for (const { activation, linear } of this.#links) {
      const slopes = await differentiateEach((vectors) => activation.ask(vectors), at);
      rows = rows.map((row) => row.map((value, j) => value * (slopes[j] as number)));
      const [units = at] = await activation.ask([at]);
      if (linear) {
        rows = await applyLinear(linear, rows);
        [at = units] = await linear.ask([units]);
      } else at = units;
    }
    return rows;
  }

  async #readFirst(): Promise<Float32Array[]> {
    const { inputs } = this.#start;
    const vectors = Array.from({ length: inputs }, (_, k) => unitVector(inputs, k));
    const [bias = new Float32Array(), ...answers] = await this.#start.ask([
      new Float32Array(inputs),
      ...vectors,
    ]);
    return answers.map((answer) => difference(answer, bias));
  }

  async release(): Promise<void> {
    for (const { activation, linear } of this.#links) {
      await activation.dispose();
      await linear?.dispose();
    }
  }
}
