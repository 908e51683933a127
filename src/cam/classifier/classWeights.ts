import type { ClassWeights } from '../maps/featureMap.ts';
import { decodeInitializer } from '../onnx/initializerValues.ts';
import type { Initializer } from '../onnx/model.ts';
import type { GraphFunction } from './graphFunction.ts';
import { isClose } from './graphFunction.ts';
import { constantChannels, createRandom, randomValues } from './probes.ts';
import type { FeatureLayout } from './spatialTensor.ts';
import { fromChannelFirst } from './spatialTensor.ts';
import { transpose } from './transpose.ts';

/** How closely a weight matrix must predict what the head does with random maps. */
const TOLERANCE = 2e-4;

/** Random maps that a proposed weight matrix must predict. */
const CHECKS = 3;

/**
 * The class weights and biases of a head that is affine in constant maps: w_k^c = head(e_k)_c − head(0)_c.
 * Asking for every channel costs a run for each; so first every matrix of the right size in the head
 * is proposed, and taken if it predicts the head's answers to random maps.
 * @param folder folder of the model, for weights in external files
 */
export async function readClassWeights(
  head: GraphFunction,
  layout: FeatureLayout,
  logitsName: string,
  folder: string,
): Promise<ClassWeights> {
  const { channels } = layout;
  const size = await smallestMapSize(head, layout, logitsName);
  const call = (levels: Float32Array[]) =>
    head.evaluate(
      levels.map((values) => fromChannelFirst(constantChannels(values, size), size)),
      rowDims(size),
      logitsName,
    );
  const random = createRandom(5);
  const inputs = Array.from({ length: CHECKS }, () => randomValues(random, channels, -1, 1));
  const [bias = new Float32Array(), ...answers] = await call([
    new Float32Array(channels),
    ...inputs,
  ]);
  const shape = { classes: bias.length, channels };
  const effects = answers.map((answer) => answer.map((value, c) => value - (bias[c] ?? 0)));
  for await (const matrix of proposeMatrices(head.initializers, shape, folder)) {
    const factor = predictionFactor({ ...shape, weights: matrix }, inputs, effects);
    if (factor === undefined) continue;
    const weights = factor === 1 ? matrix : matrix.map((weight) => weight * factor);
    return { ...shape, weights, bias };
  }
  return probeEveryChannel(call, shape, bias);
}

type Shape = Pick<ClassWeights, 'classes' | 'channels'>;

/** Class-first matrices that the part may be using: its initializers of that size, and the identity. */
export async function* proposeMatrices(
  initializers: Initializer[],
  { classes, channels }: Shape,
  folder: string,
): AsyncGenerator<Float32Array> {
  for (const initializer of initializers) {
    const [rows, columns, ...more] = initializer.dims.filter((size) => size !== 1);
    const isMatrix = more.length === 0 && rows !== undefined && columns !== undefined;
    const isClassFirst = isMatrix && rows === classes && columns === channels;
    const isChannelFirst = isMatrix && rows === channels && columns === classes;
    if (!isClassFirst && !isChannelFirst) continue;
    const values = await decodeInitializer(initializer, folder);
    if (!values) continue;
    if (isClassFirst) yield values;
    if (isChannelFirst) yield transpose(values, channels, classes);
  }
  if (classes === channels) yield identityMatrix(classes);
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
    both += (effect[c] ?? 0) * (predicted[c] ?? 0);
    square += (predicted[c] ?? 0) ** 2;
  }
  const factor = square > 0 ? both / square : 0;
  return Math.abs(factor - 1) < TOLERANCE ? 1 : factor;
}

function multiply(
  { classes, channels, weights }: Shape & { weights: Float32Array },
  input: Float32Array,
): Float32Array {
  const result = new Float32Array(classes);
  for (let c = 0; c < classes; c++) {
    let sum = 0;
    for (let k = 0; k < channels; k++) {
      sum += (weights[c * channels + k] ?? 0) * (input[k] ?? 0);
    }
    result[c] = sum;
  }
  return result;
}

async function probeEveryChannel(
  call: (levels: Float32Array[]) => Promise<Float32Array[]>,
  { classes, channels }: Shape,
  bias: Float32Array,
): Promise<ClassWeights> {
  const oneHot = Array.from({ length: channels }, (_, k) => {
    const levels = new Float32Array(channels);
    levels[k] = 1;
    return levels;
  });
  const answers = await call(oneHot);
  const weights = new Float32Array(classes * channels);
  for (const [k, answer] of answers.entries()) {
    for (let c = 0; c < classes; c++) {
      weights[c * channels + k] = (answer[c] ?? 0) - (bias[c] ?? 0);
    }
  }
  return { classes, channels, weights, bias };
}

function rowDims({ channelAxis, channels, height, width }: FeatureLayout): number[] {
  return channelAxis === 1 ? [channels, height, width] : [height, width, channels];
}

/** A pooled head often takes a 1×1 map as well: a fiftieth of the work. */
async function smallestMapSize(
  head: GraphFunction,
  layout: FeatureLayout,
  logitsName: string,
): Promise<FeatureLayout> {
  const small: FeatureLayout = { ...layout, height: 1, width: 1 };
  const levels = randomValues(createRandom(2), layout.channels, -1, 1);
  const answer = async (size: FeatureLayout) => {
    const row = fromChannelFirst(constantChannels(levels, size), size);
    const [values] = await head.evaluate([row], rowDims(size), logitsName);
    return values ?? new Float32Array();
  };
  try {
    return isClose(await answer(layout), await answer(small), TOLERANCE) ? small : layout;
  } catch {
    return layout;
  }
}
