import type { ClassWeights } from '../../maps/featureMap.ts';
import { isAffine } from '../probe/behaviour.ts';
import type { WeightSource } from '../probe/computedWeights.ts';
import { constantChannels, createRandom, randomValues, unitVector } from '../probe/probes.ts';
import type { FeatureLayout } from '../probe/spatialTensor.ts';
import { toChannelFirst } from '../probe/spatialTensor.ts';
import {
  findProposed,
  multiply,
  noProposals,
  proposeMatrices,
  readAffineWeights,
} from './classWeights.ts';
import { predicts, readDepthwise } from './depthwiseWeights.ts';
import type { HeadProbe } from './headProbe.ts';

/** 256 MB of float32: more would not leave room for the model itself. */
export const MAX_POSITION_WEIGHTS = 64e6;

/** The most inputs that are asked about one by one. */
const MAX_PROBED_INPUTS = 8192;

/** The most values of all maps with which a profile is read: 4 GB go through the head in a few seconds. */
const MAX_PROFILE_VALUES = 1e9;

/** The result of reading the weights of a head that is affine in every value of the map. */
export type PositionReading =
  | { kind: 'weights'; classWeights: ClassWeights }
  | { kind: 'tooMany'; classes: number }
  | { kind: 'notAffine' };

/**
 * The weights w_{k,x,y}^c of a head S = Σ w_{k,x,y}^c f_k(x, y) + b (flatten, then linear), multiplied by
 * n = width·height as `ClassWeights` expects. Tried in turn: matrices inside the head; one profile over the
 * positions for all channels (a weighted mean, a mean over a part of the map); a kernel for each channel; every value by
 * itself.
 */
export async function readPositionWeights(
  probe: HeadProbe,
  tolerance: number,
  file: string,
): Promise<PositionReading> {
  const { layout } = probe;
  const inputs = layout.channels * probe.positions;
  const low = probe.isSigned ? -1 : 0;
  const whole = {
    inputs,
    ask: (maps: Float32Array[]) => probe.ask(maps),
    randomValues: (random: () => number) => randomValues(random, inputs, low, 1),
    unitStep: (i: number) => [unitVector(inputs, i)],
  };
  if (!(await isAffine(whole, tolerance))) return { kind: 'notAffine' };
  const [bias = new Float32Array()] = await probe.ask([new Float32Array(inputs)]);
  const classes = bias.length;
  if (classes * inputs > MAX_POSITION_WEIGHTS) return { kind: 'tooMany', classes };
  const matrices = proposeInOrder(probe.head, classes, layout, file);
  const proposed = await findProposed(whole, matrices);
  const weights =
    proposed.weights ??
    (await readProfile(probe, bias, file)) ??
    (await readDepthwise(probe, bias, file));
  if (weights) return { kind: 'weights', classWeights: scaled({ ...proposed, weights }, probe) };
  if (inputs > MAX_PROBED_INPUTS) return { kind: 'tooMany', classes };
  return {
    kind: 'weights',
    classWeights: scaled(await readAffineWeights(whole, noProposals()), probe),
  };
}

/** Matrices over the values of the map in the tensor's own order, brought into channel-first order. */
async function* proposeInOrder(
  source: WeightSource,
  classes: number,
  layout: FeatureLayout,
  file: string,
): AsyncGenerator<Float32Array> {
  const inputs = layout.channels * layout.width * layout.height;
  for await (const matrix of proposeMatrices(source, { classes, channels: inputs }, file)) {
    const result = new Float32Array(matrix.length);
    for (let c = 0; c < classes; c++) {
      const row = matrix.subarray(c * inputs, (c + 1) * inputs);
      result.set(toChannelFirst(row, layout), c * inputs);
    }
    yield result;
  }
}

/**
 * w_{k,x,y}^c = w_k^c·m(x, y), if the head weighs positions in this way; checked on a random map.
 * Takes a handful of runs instead of one for each value.
 */
async function readProfile(
  probe: HeadProbe,
  bias: Float32Array,
  file: string,
): Promise<Float32Array | undefined> {
  const { layout, positions } = probe;
  const { channels } = layout;
  if (channels * positions ** 2 > MAX_PROFILE_VALUES) return undefined;
  const constant = {
    inputs: channels,
    ask: (vectors: Float32Array[]) =>
      probe.ask(vectors.map((levels) => constantChannels(levels, layout))),
    randomValues: (random: () => number) => randomValues(random, channels, 0, 1),
    unitStep: (k: number) => [unitVector(channels, k)],
  };
  const shape = { classes: bias.length, channels };
  const matrices = proposeMatrices(probe.head, shape, file);
  const total = await readAffineWeights(constant, matrices);
  const levels = randomValues(createRandom(6), channels, 0, 1);
  const placed = {
    inputs: positions,
    ask: (shares: Float32Array[]) => probe.ask(shares.map((each) => outerProduct(levels, each))),
    randomValues: (random: () => number) => randomValues(random, positions, 0, 1),
    unitStep: (position: number) => [unitVector(positions, position)],
  };
  const effects = (await readAffineWeights(placed, noProposals())).weights;
  const together = multiply(total, levels);
  const profile = Array.from({ length: positions }, (_, position) => {
    const effect = together.map((_, c) => effects[c * positions + position] as number);
    return dot(effect, together) / dot(together, together);
  });
  const weights = new Float32Array(shape.classes * channels * positions);
  for (let i = 0; i < shape.classes * channels; i++) {
    const weight = total.weights[i] as number;
    for (const [p, share] of profile.entries()) weights[i * positions + p] = weight * share;
  }
  return (await predicts(probe, bias, weights)) ? weights : undefined;
}

/** A map in which each channel has, at each position, its level times the share of the position. */
function outerProduct(levels: Float32Array, shares: Float32Array): Float32Array {
  const map = new Float32Array(levels.length * shares.length);
  for (const [k, level] of levels.entries()) {
    map.set(
      shares.map((share) => level * share),
      k * shares.length,
    );
  }
  return map;
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

function scaled(read: ClassWeights, { layout, positions }: HeadProbe): ClassWeights {
  return {
    ...read,
    channels: layout.channels,
    positions,
    weights: read.weights.map((weight) => weight * positions),
  };
}
