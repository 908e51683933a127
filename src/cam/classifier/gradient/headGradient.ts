import type { ClassWeights, FeatureMap } from '../../maps/featureMap.ts';
import type { Graph } from '../../onnx/file/graph.ts';
import type { Analysis } from '../analysis.ts';
import { multiply } from '../head/classWeights.ts';
import { HeadProbe } from '../head/headProbe.ts';
import { PooledHead, pooledValues } from '../head/pooledHead.ts';
import { GraphFunction } from '../probe/graphFunction.ts';
import { createRandom, randomValues } from '../probe/probes.ts';
import { ActivationChain } from './activationChain.ts';
import { differentiate, largestMagnitude, rootMeanSquare } from './centralDifferences.ts';
import { applyLinear } from './linearParts.ts';

/** The weights for one picture, and the cut-out head's answer to the picture's pooled values. */
export interface PictureGradient {
  /** Weights ∂S_c/∂v_k at this picture, bias S_c(0). A class without any gradient has weights of 0. */
  classWeights: ClassWeights;
  /** S_c(v) of the cut-out head: must equal the model's own logits. */
  logits: Float32Array;
  /** How far a step of all channels at once moves the logits off what the weights predict, as a fraction. */
  uncertainty: number;
  /** For each class ‖α^c‖·‖v‖ ÷ the largest |S|: no part of the map moves the logit further, to first order. */
  reach: Float32Array;
}

type GradientPart = Pick<
  Analysis,
  'feature' | 'layout' | 'logits' | 'poolings' | 'linearEnd' | 'activations'
>;

/** Weights that move no logit by this fraction of the largest, for any of the pooled values, are rounding. */
const NO_GRADIENT = 1e-6;
/** Steps, relative to the pooled values, that check the weights: rounding spoils the small one, kinks the large. */
const CHECKED_STEPS = [1e-2, 1e-3];
/** If the chain of activations is off by more than this, it is not what the head does. */
const MAX_CHAIN_ERROR = 0.02;

/**
 * A head that is not linear after its pooling, kept to be differentiated: the channel weights of
 * Grad-CAM (Selvaraju et al. 2017) are α_k^c = ∂S_c/∂v_k, with v the pooled channels of the picture.
 */
export class HeadGradient {
  readonly #head: GraphFunction;
  readonly #pooled: PooledHead;
  readonly #toUnits: PooledHead;
  /** From the units to the logits; undefined where the logits are the units. */
  readonly #end: GraphFunction | undefined;
  readonly #chain: ActivationChain | undefined;

  private constructor(
    head: GraphFunction,
    pooled: PooledHead,
    toUnits: PooledHead,
    end: GraphFunction | undefined,
    chain: ActivationChain | undefined,
  ) {
    this.#head = head;
    this.#pooled = pooled;
    this.#toUnits = toUnits;
    this.#end = end;
    this.#chain = chain;
  }

  static async create(
    graph: Graph,
    { feature, layout, logits, poolings, linearEnd, activations = [] }: GradientPart,
  ): Promise<HeadGradient> {
    const scores = { ...logits, dims: [] };
    const [first] = activations;
    const ends = [scores, ...(linearEnd ? [linearEnd] : []), ...(first ? [first.from] : [])];
    const head = await GraphFunction.create(graph, feature, ends);
    try {
      const plain = poolings.filter((pooling) => pooling !== 'power');
      const signed = new HeadProbe(head, layout, true, { name: logits.name });
      const below = new Float32Array(layout.channels * signed.positions).fill(-1);
      const [ofBelow] = await signed.ask([below]);
      const probe = ofBelow?.every(Number.isFinite) ? signed : signed.withoutSign();
      const pooled = await PooledHead.create(probe, plain, 1e-4);
      const toUnits = linearEnd ? pooled.endingAt(linearEnd.name) : pooled;
      const end = linearEnd && (await GraphFunction.create(graph, linearEnd, [scores]));
      const start = first && pooled.endingAt(first.from.name);
      const chain = start && (await ActivationChain.create(graph, start, activations, scores));
      return new HeadGradient(head, pooled, toUnits, end, chain);
    } catch (error) {
      await head.dispose();
      throw error;
    }
  }

  /** @param map the feature map itself, not yet as the pooling uses it */
  async at(map: FeatureMap): Promise<PictureGradient> {
    const values = pooledValues(map.values, this.#pooled.poolings, map.channels);
    const [logits = new Float32Array(), bias = new Float32Array()] = await this.#pooled.ask([
      values,
      new Float32Array(values.length),
    ]);
    const finish = async (rows: Float32Array[]): Promise<PictureGradient> => {
      const weights = withoutRounding(rows, values, logits);
      const shape = { classes: logits.length, channels: values.length, positions: 1 };
      const classWeights = { ...shape, weights, bias };
      return {
        classWeights,
        logits,
        uncertainty: await this.#check(values, classWeights, logits),
        reach: gradientReach(classWeights, values, logits),
      };
    };
    if (this.#chain?.isSmall) {
      const found = await finish(await this.#chain.differentiate(values));
      if (found.uncertainty <= MAX_CHAIN_ERROR) return found;
    }
    return finish(await this.#differentiate(values));
  }

  async #differentiate(values: Float32Array): Promise<Float32Array[]> {
    const ask = (vectors: Float32Array[]) => this.#toUnits.ask(vectors);
    const room = (k: number) => this.#pooled.roomAround(values, k);
    const inner = await differentiate(ask, values, room);
    return this.#end ? applyLinear(this.#end, inner) : inner;
  }

  /**
   * Compares S(v + d) − S(v − d) with 2·W·d, where d is a random fraction of each value (the same for a
   * channel's mean and maximum, so that some map has them).
   */
  async #check(
    values: Float32Array,
    classWeights: ClassWeights,
    logits: Float32Array,
  ): Promise<number> {
    const channels = values.length / this.#pooled.poolings.length;
    const fractions = randomValues(createRandom(10), channels, -1, 1);
    const direction = values.map((value, k) => value * (fractions[k % channels] as number));
    const predicted = multiply(classWeights, direction);
    const scale = Math.max(largestMagnitude(predicted), 1e-3 * largestMagnitude(logits));
    let least = Number.POSITIVE_INFINITY;
    for (const step of CHECKED_STEPS) {
      const [up = logits, down = logits] = await this.#pooled.ask(
        [step, -step].map((by) => values.map((value, k) => value + by * (direction[k] as number))),
      );
      const error = predicted.map(
        (slope, c) => slope - ((up[c] as number) - (down[c] as number)) / (2 * step),
      );
      if (!error.every(Number.isFinite)) continue;
      least = Math.min(least, largestMagnitude(error) / scale);
    }
    return Number.isNaN(least) ? 0 : least;
  }

  async release(): Promise<void> {
    await this.#head.dispose();
    await this.#end?.dispose();
    await this.#chain?.release();
  }
}

function gradientReach(
  { classes, channels, weights }: ClassWeights,
  values: Float32Array,
  logits: Float32Array,
): Float32Array {
  const length = Math.hypot(...values) || 1;
  const largest = largestMagnitude(logits);
  return Float32Array.from({ length: classes }, (_, c) => {
    const ofClass = weights.subarray(c * channels, (c + 1) * channels);
    return ofClass.every((weight) => weight === 0)
      ? 0
      : (Math.hypot(...ofClass) * length) / largest;
  });
}

/** Class-first weights; a class whose derivatives are only rounding of its logits gets 0. */
function withoutRounding(
  rows: Float32Array[],
  values: Float32Array,
  logits: Float32Array,
): Float32Array {
  const [classes, channels] = [logits.length, values.length];
  const weights = new Float32Array(classes * channels);
  const largest = new Float32Array(classes);
  for (let k = 0; k < channels; k++) {
    const row = rows[k] ?? new Float32Array(classes);
    for (let c = 0; c < classes; c++) {
      const weight = row[c] as number;
      weights[c * channels + k] = weight;
      largest[c] = Math.max(largest[c] as number, Math.abs(weight));
    }
  }
  const limit = (NO_GRADIENT * largestMagnitude(logits)) / (rootMeanSquare(values) || 1);
  for (let c = 0; c < classes; c++) {
    if ((largest[c] as number) <= limit) weights.fill(0, c * channels, (c + 1) * channels);
  }
  return weights;
}
