import type { ClassWeights } from '../../maps/featureMap.ts';
import { decodeInitializer } from '../../onnx/file/initializerValues.ts';
import type { Initializer } from '../../onnx/file/model.ts';
import type { VectorFunction } from '../probe/behaviour.ts';
import type { WeightSource } from '../probe/computedWeights.ts';
import { createRandom, difference, isClose } from '../probe/probes.ts';
import { transpose } from '../probe/spatialTensor.ts';

/** How closely a weight matrix must predict what the head does with random values. */
const TOLERANCE = 2e-4;

/** Each step may be a map of a hundred thousand values. */
const STEPS_AT_ONCE = 32;

/** Random vectors for which a proposed weight matrix must predict the answer. */
const CHECKS = 3;

/** A function that may be S = W·v + b. */
export interface AffineFunction extends VectorFunction {
  /** Two vectors, the larger one first, that differ by 1 in `input` alone; the second is 0 if left out. */
  unitStep(input: number): Float32Array[];
}

/**
 * Weights and biases of an affine function: w_k^c = head(v + e_k)_c − head(v)_c, b = head(0). Asking for
 * every input is expensive, so the first proposal that predicts the answers to random values is taken.
 */
export async function readAffineWeights(
  affine: AffineFunction,
  proposals: AsyncIterable<Float32Array>,
): Promise<ClassWeights> {
  const channels = affine.inputs;
  const proposed = await findProposed(affine, proposals);
  if (proposed.weights) return { ...proposed, weights: proposed.weights };
  const { classes, bias } = proposed;
  const weights = new Float32Array(classes * channels);
  for (let first = 0; first < channels; first += STEPS_AT_ONCE) {
    const count = Math.min(STEPS_AT_ONCE, channels - first);
    const steps = Array.from({ length: count }, (_, i) => affine.unitStep(first + i));
    const answers = await affine.ask(steps.flat());
    for (const [i, step] of steps.entries()) {
      const [above = bias, below = bias] = answers.splice(0, step.length);
      for (let c = 0; c < classes; c++) {
        weights[c * channels + first + i] = (above[c] as number) - (below[c] as number);
      }
    }
  }
  return { classes, channels, positions: 1, weights, bias };
}

/** As {@link readAffineWeights}; `weights` is undefined where no proposal predicts the answers. */
export async function findProposed(
  head: VectorFunction,
  proposals: AsyncIterable<Float32Array>,
): Promise<Omit<ClassWeights, 'weights'> & { weights: Float32Array | undefined }> {
  const random = createRandom(5);
  const vectors = Array.from({ length: CHECKS }, () => head.randomValues(random));
  const [bias = new Float32Array(), ...answers] = await head.ask([
    new Float32Array(head.inputs),
    ...vectors,
  ]);
  const shape = { classes: bias.length, channels: head.inputs };
  const effects = answers.map((answer) => difference(answer, bias));
  for await (const matrix of proposals) {
    const factor = predictionFactor({ ...shape, weights: matrix }, vectors, effects);
    if (factor === undefined) continue;
    const weights = factor === 1 ? matrix : matrix.map((weight) => weight * factor);
    return { ...shape, positions: 1, weights, bias };
  }
  return { ...shape, positions: 1, weights: undefined, bias };
}

type Shape = Pick<ClassWeights, 'classes' | 'channels'>;

/**
 * Class-first matrices that the part may be using: its weights of that size, as the file holds them or
 * as they are computed from others, and the identity. A kernel as large as the map is a matrix too, with a
 * row for each class.
 */
export async function* proposeMatrices(
  weights: WeightSource,
  { classes, channels }: Shape,
  file: string,
): AsyncGenerator<Float32Array> {
  const shape = { classes, channels };
  yield* matricesOf(weights.initializers, shape, file);
  yield* matricesOf(await weights.computed(classes * channels), shape, file);
  if (classes === channels) yield identityMatrix(classes);
}

/** For a part whose inputs are asked about one by one. */
export async function* noProposals(): AsyncGenerator<Float32Array> {}

async function* matricesOf(
  initializers: Initializer[],
  { classes, channels }: Shape,
  file: string,
): AsyncGenerator<Float32Array> {
  for (const initializer of initializers) {
    const dims = initializer.dims.filter((size) => size !== 1);
    const elements = dims.reduce((product, size) => product * size, 1);
    if (elements !== classes * channels) continue;
    const isClassFirst = classes === 1 || channels === 1 || dims[0] === classes;
    const isChannelFirst = dims.length === 2 && dims[0] === channels;
    if (!isClassFirst && !isChannelFirst) continue;
    const values = await decodeInitializer(initializer, file);
    if (!values) continue;
    if (isClassFirst) yield values;
    if (isChannelFirst) yield transpose(values, channels, classes);
  }
}

/**
 * Proposals for means and maxima side by side: matrices over both, in either order, and matrices over K
 * channels for heads that add the two.
 */
export async function* proposeForBoth(
  weights: WeightSource,
  { classes, channels }: Shape,
  file: string,
): AsyncGenerator<Float32Array> {
  const half = channels / 2;
  for await (const matrix of proposeMatrices(weights, { classes, channels }, file)) {
    yield matrix;
    yield rearrange(matrix, classes, channels, (k) => (k + half) % channels, channels);
  }
  for await (const matrix of proposeMatrices(weights, { classes, channels: half }, file)) {
    yield rearrange(matrix, classes, channels, (k) => k % half, half);
  }
}

function rearrange(
  matrix: Float32Array,
  classes: number,
  channels: number,
  sourceOf: (k: number) => number,
  sourceChannels: number,
): Float32Array {
  const result = new Float32Array(classes * channels);
  for (let c = 0; c < classes; c++) {
    for (let k = 0; k < channels; k++) {
      result[c * channels + k] = matrix[c * sourceChannels + sourceOf(k)] as number;
    }
  }
  return result;
}

function identityMatrix(size: number): Float32Array {
  const result = new Float32Array(size * size);
  for (let i = 0; i < size; i++) result[i * (size + 1)] = 1;
  return result;
}

/** The factor s for which effects = s·W·inputs, e.g. n for sum pooling; undefined where there is none. */
function predictionFactor(
  matrix: Shape & { weights: Float32Array },
  inputs: Float32Array[],
  effects: Float32Array[],
): number | undefined {
  let factor: number | undefined;
  for (const [i, input] of inputs.entries()) {
    const effect = effects[i] ?? new Float32Array();
    const predicted = multiply(matrix, input);
    factor ??= projection(effect, predicted);
    const scaled = predicted.map((value) => value * (factor ?? 1));
    if (!isClose(effect, scaled, TOLERANCE)) return undefined;
  }
  return factor;
}

function projection(effect: Float32Array, predicted: Float32Array): number {
  let both = 0;
  let square = 0;
  for (let c = 0; c < effect.length; c++) {
    both += (effect[c] as number) * (predicted[c] as number);
    square += (predicted[c] as number) ** 2;
  }
  const factor = square > 0 ? both / square : 0;
  return Math.abs(factor - 1) < TOLERANCE ? 1 : factor;
}

/** W·v */
export function multiply(
  { classes, channels, weights }: Shape & { weights: Float32Array },
  input: Float32Array,
): Float32Array {
  const result = new Float32Array(classes);
  for (let c = 0; c < classes; c++) {
    let sum = 0;
    for (let k = 0; k < channels; k++) {
      sum += (weights[c * channels + k] as number) * (input[k] as number);
    }
    result[c] = sum;
  }
  return result;
}
