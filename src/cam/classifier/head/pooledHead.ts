import type { Size } from '../../base/geometry.ts';
import type { Pooling } from '../../maps/featureMap.ts';
import {
  constantChannels,
  createRandom,
  difference,
  flattenChannels,
  isClose,
  maxOfValues,
  meanOfValues,
  randomValues,
  unitVector,
} from '../probe/probes.ts';
import type { HeadProbe } from './headProbe.ts';

/** Poolings that are recognised by the answers to maps with the same pooled values. */
type PlainPooling = Exclude<Pooling, 'power'>;

/**
 * How a head pools: it must answer a random map as it does another map that has the same mean (or maximum,
 * or both) in each channel and is otherwise as different as possible.
 * @returns undefined where the head uses more than any of these
 */
export async function findPoolings(
  probe: HeadProbe,
  tolerance: number,
): Promise<PlainPooling[] | undefined> {
  const { channels } = probe.layout;
  const map = probe.randomMap(createRandom(1));
  const [ofZero, actual, ...others] = await probe.ask([
    new Float32Array(map.length),
    map,
    flattenChannels(map, channels, meanOfValues),
    flattenChannels(map, channels, maxOfValues),
    mapOfPooled(pooledValues(map, ['mean', 'max'], channels), ['mean', 'max'], probe.layout),
  ]);
  if (!ofZero || !actual) return undefined;
  const effect = difference(actual, ofZero);
  const candidates: PlainPooling[][] = [['mean'], ['max'], ['mean', 'max']];
  return candidates.find((_, i) => {
    const other = others[i];
    return other !== undefined && isClose(effect, difference(other, ofZero), tolerance);
  });
}

/** Mean or maximum of each channel; for two poolings, the second after the first. */
export function pooledValues(
  map: Float32Array,
  poolings: readonly Pooling[],
  channels: number,
): Float32Array {
  const positions = map.length / channels;
  const values = poolings.map((pooling) =>
    Float32Array.from({ length: channels }, (_, k) => {
      const channel = map.subarray(k * positions, (k + 1) * positions);
      return pooling === 'max' ? maxOfValues(channel) : meanOfValues(channel);
    }),
  );
  const result = new Float32Array(channels * poolings.length);
  for (const [i, part] of values.entries()) result.set(part, i * channels);
  return result;
}

/**
 * A map with the wanted pooled values: constant in each channel; for mean and maximum side by side one
 * position carries the maximum, a different one for each channel, and the rest makes up the mean.
 */
export function mapOfPooled(
  pooled: Float32Array,
  poolings: readonly Pooling[],
  { width, height }: Size,
): Float32Array {
  if (poolings.length === 1) {
    return width * height === 1 ? pooled : constantChannels(pooled, { width, height });
  }
  const channels = pooled.length / 2;
  const positions = width * height;
  const map = new Float32Array(channels * positions);
  for (let k = 0; k < channels; k++) {
    const mean = pooled[k] as number;
    const max = pooled[channels + k] as number;
    map.fill((positions * mean - max) / (positions - 1), k * positions, (k + 1) * positions);
    map[k * positions + ((7 * k + 3) % positions)] = max;
  }
  return map;
}

/** A head as a function of its pooled values alone: of K means, of K maxima, or of both, means first. */
export class PooledHead {
  readonly poolings: readonly PlainPooling[];
  readonly inputs: number;
  readonly isSigned: boolean;
  readonly #probe: HeadProbe;
  readonly #size: Size;

  private constructor(probe: HeadProbe, poolings: readonly PlainPooling[], size: Size) {
    this.#probe = probe;
    this.poolings = poolings;
    this.inputs = probe.layout.channels * poolings.length;
    this.isSigned = probe.isSigned;
    this.#size = size;
  }

  /** Asks with the smallest map that gives the same answer: often one cell, a fiftieth of the work. */
  static async create(
    probe: HeadProbe,
    poolings: readonly PlainPooling[],
    tolerance: number,
  ): Promise<PooledHead> {
    const whole = new PooledHead(probe, poolings, probe.layout);
    const small = new PooledHead(probe, poolings, { width: poolings.length, height: 1 });
    const values = whole.randomValues(createRandom(2));
    const [expected] = await whole.ask([values]);
    try {
      const [found] = await small.ask([values]);
      return expected && found && isClose(expected, found, tolerance) ? small : whole;
    } catch {
      return whole;
    }
  }

  /** The part of the head up to another tensor. */
  endingAt(tensor: string): PooledHead {
    return new PooledHead(this.#probe.endingAt(tensor), this.poolings, this.#size);
  }

  /** The logits for each vector of pooled values. */
  ask(vectors: Float32Array[]): Promise<Float32Array[]> {
    return this.#probe.ask(
      vectors.map((values) => mapOfPooled(values, this.poolings, this.#size)),
      this.#size,
    );
  }

  /** Pooled values that some map has: no maximum is below its mean. */
  randomValues(random: () => number): Float32Array {
    const first = randomValues(random, this.inputs, this.isSigned ? -1 : 0, 1);
    if (this.poolings.length === 1) return first;
    const channels = this.inputs / 2;
    for (let k = 0; k < channels; k++) {
      const mean = first[k] as number;
      first[channels + k] = mean + (0.1 + 0.9 * random()) * Math.abs(mean);
    }
    return first;
  }

  /** How far one of the pooled values may be moved down and up so that some map still has it. */
  roomAround(values: Float32Array, input: number): { down: number; up: number } {
    const down = this.isSigned ? Number.POSITIVE_INFINITY : (values[input] as number);
    const up = Number.POSITIVE_INFINITY;
    if (this.poolings.length === 1) return { down, up };
    const channels = this.inputs / 2;
    const k = input % channels;
    const above = (values[channels + k] as number) - (values[k] as number);
    return input < channels ? { down, up: above } : { down: above, up };
  }

  /** As in `AffineFunction`, for pooled values that some map has. */
  unitStep(input: number): Float32Array[] {
    if (this.poolings.length === 1) return [unitVector(this.inputs, input)];
    const above = new Float32Array(this.inputs);
    const below = new Float32Array(this.inputs);
    const channels = this.inputs / 2;
    const isMean = input < channels;
    const k = input % channels;
    above.set([isMean ? 2 : 1], k);
    above.set([2], channels + k);
    below.set([1], k);
    below.set([isMean ? 2 : 1], channels + k);
    return [above, below];
  }
}
