import type { ClassWeights } from './featureMap.ts';

/** Zeros in the weights of a head. */
export interface HeadSummary {
  /** Classes with only zero weights. */
  emptyClasses: ReadonlySet<number>;
  /** Number of channels whose weights are zero in every class. */
  unusedChannels: number;
}

export interface ChannelWeight {
  channel: number;
  weight: number;
}

/** The weights of one class; w_k^c, or those of every position. */
export interface ClassSummary {
  /** How many weights are in each of {@link BINS} equal parts of [min, max]; `max` belongs to the last. */
  counts: Uint32Array;
  min: number;
  max: number;
  mean: number;
  count: number;
  zeros: number;
  /** Positive weights, in descending order; empty if each position has weights of its own. */
  strongestFor: ChannelWeight[];
  /** Negative weights, in ascending order. */
  strongestAgainst: ChannelWeight[];
}

/** Odd, so that a distribution around zero has a middle. */
const BINS = 41;

/** Channels listed for and against a class. */
const TOP = 8;

/** The classes and channels with only zero weights, over all positions. */
export function summariseHead({
  classes,
  channels,
  positions,
  weights,
}: ClassWeights): HeadSummary {
  const emptyClasses = new Set<number>();
  const used = new Uint8Array(channels);
  let at = 0;
  for (let classIndex = 0; classIndex < classes; classIndex++) {
    let isEmpty = true;
    for (let channel = 0; channel < channels; channel++) {
      for (let position = 0; position < positions; position++) {
        if (weights[at++] === 0) continue;
        isEmpty = false;
        used[channel] = 1;
      }
    }
    if (isEmpty) emptyClasses.add(classIndex);
  }
  return { emptyClasses, unusedChannels: used.filter((isUsed) => isUsed === 0).length };
}

/**
 * Distribution and strongest channels of one class, only by its weights; ties by channel number.
 * @throws RangeError if `classIndex` is not a class.
 */
export function summariseClass(head: ClassWeights, classIndex: number): ClassSummary {
  const { classes, channels, positions } = head;
  if (!Number.isInteger(classIndex) || classIndex < 0 || classIndex >= classes) {
    throw new RangeError(`class ${classIndex} does not exist: there are ${classes}`);
  }
  const size = channels * positions;
  const own = head.weights.subarray(classIndex * size, (classIndex + 1) * size);
  let [min, max, sum, zeros] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const weight of own) {
    min = Math.min(min, weight);
    max = Math.max(max, weight);
    sum += weight;
    if (weight === 0) zeros++;
  }
  const counts = new Uint32Array(BINS);
  const toBin = max > min ? BINS / (max - min) : 0;
  for (const weight of own) {
    const bin = Math.min(BINS - 1, Math.floor((weight - min) * toBin));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const rows =
    positions > 1 ? [] : Array.from(own, (weight, channel): ChannelWeight => ({ channel, weight }));
  return {
    counts,
    min,
    max,
    mean: sum / size,
    count: size,
    zeros,
    strongestFor: strongest(rows.filter(({ weight }) => weight > 0)),
    strongestAgainst: strongest(rows.filter(({ weight }) => weight < 0)),
  };
}

/** The rows of largest magnitude, in descending order; equal ones stay in their order. */
function strongest(rows: ChannelWeight[]): ChannelWeight[] {
  return rows.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, TOP);
}
