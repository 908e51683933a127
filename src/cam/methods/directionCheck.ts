import type { Size } from '../base/geometry.ts';
import { createRandom } from '../classifier/probe/probes.ts';
import { dot, norm } from '../maps/vectors.ts';
import { MAX_ERROR } from '../results/methodFidelity.ts';

/** Values with positions, and ∂S/∂values of the same order. */
export interface GradientAt extends Size {
  values: Float32Array;
  gradient: Float32Array;
  /** S for the values. */
  score: number;
  /** Position, row by row, of each value; undefined for a value without one. */
  positionOf: (index: number) => number | undefined;
}

/** A direction changes the values of a block of positions alike; so many blocks lie along each side. */
const BLOCKS = 8;

/** Lengths of the steps, as fractions of the length of the values: long ones cross kinks, short ones drown in rounding. */
const [SHORTEST, LONGEST] = [1e-6, 1e-1];

/** What rounding may be of the change at the first step; it is mostly far less. */
const FIRST_NOISE = 0.01;

/** By how much the next step is longer or shorter, and how many steps there are at most. */
const [STEP_FACTOR, MAX_STEPS] = [5, 5];

/** Rounding of a logit in float32, as a fraction of the largest. */
const ROUNDING = 5e-7;

/** A step says enough if rounding is surely less than this fraction of what it is expected to change. */
const MAX_NOISE = 0.01;

/** What a step changes is more than rounding if it is larger than so many times that. */
const MAX_ROUNDINGS = 20;

/** No other step is tried after the first one; later, any error that is accepted is enough. */
const GOOD_ENOUGH = 1e-2;

/** If a step to one side agrees as well, the step to the other side is saved: it would only take curvature out. */
const GOOD_TO_ONE_SIDE = 5e-3;

/**
 * How far a gradient is from what small steps really do: ⟨g, v⟩ against (S(x + εv) − S(x − εv)) / 2ε, relative. The
 * directions v are the gradient itself, and twice the values with a sign for each block of positions: so that they add up
 * to as much as they can by the gradient, and at random. So a gradient that is wrong, in the wrong place or missing
 * somewhere shows. Of the steps, the one that agrees best counts: a wrong gradient agrees with none. The first is as short
 * as rounding allows; where it agrees well to one side, the other side is not asked.
 * @param scoreAt S for values in the place of the given ones
 * @param largestLogit its rounding bounds what a small step can show
 * @returns the difference for the gradient's own direction or, if that is accepted, the length of those for the two others
 *   if larger; NaN for a gradient that is not finite; undefined if neither it nor the model moves S by more than rounding
 */
export async function directionError(
  at: GradientAt,
  scoreAt: (values: Float32Array) => Promise<number>,
  largestLogit: number,
): Promise<number | undefined> {
  const rounding = ROUNDING * largestLogit;
  const own = scaledTo(at.gradient, norm(at.values) || 1);
  const ofOwn = await smallestError(at, [own], scoreAt, rounding);
  if (ofOwn === undefined || !(ofOwn <= MAX_ERROR)) return ofOwn;
  const blocks = blockDirections(at);
  const ofBlocks = await smallestError(at, blocks, scoreAt, rounding);
  return ofBlocks === undefined ? ofOwn : Math.max(ofOwn, ofBlocks);
}

/** Over the steps. The directions are as long as the values. */
async function smallestError(
  { values, gradient, score }: GradientAt,
  directions: Float32Array[],
  scoreAt: (values: Float32Array) => Promise<number>,
  rounding: number,
): Promise<number | undefined> {
  const largest = Math.hypot(...directions.map((direction) => dot(gradient, direction)));
  if (!Number.isFinite(largest)) return Number.NaN;
  if (largest === 0) return (await isFlat(values, score, directions, scoreAt)) ? 0 : 1;
  // What S does beyond the gradient's word, which is taken for the very values that the model gets: short steps round.
  const beyond = async (direction: Float32Array, step: number) => {
    const there = moved(values, direction, step);
    return (await scoreAt(there)) - score - dotOfChange(gradient, values, there);
  };
  const all = async (step: number) => {
    const found: number[] = [];
    for (const direction of directions) found.push(await beyond(direction, step));
    return found;
  };
  let smallest = Number.POSITIVE_INFINITY;
  let isOnlyRounding = rounding > MAX_NOISE * largest * LONGEST;
  const first = Math.min(LONGEST, Math.max(SHORTEST, rounding / FIRST_NOISE / largest));
  let [step, shorter, longer] = [first, first / STEP_FACTOR, first * STEP_FACTOR];
  for (let tried = 0; tried < MAX_STEPS; tried++) {
    const ups = await all(step);
    const toOneSide = Math.hypot(...ups) / step / largest;
    if (toOneSide <= GOOD_TO_ONE_SIDE) return toOneSide;
    const downs = await all(-step);
    const missed = Math.hypot(...ups.map((up, i) => up - (downs[i] as number))) / (2 * step);
    smallest = Math.min(smallest, missed / largest);
    if (smallest <= (tried === 0 ? GOOD_ENOUGH : MAX_ERROR)) return smallest;
    isOnlyRounding &&= missed * step <= MAX_ROUNDINGS * rounding;
    // What misses by more than rounding crosses kinks.
    const isLonger = (missed * step <= rounding || shorter < SHORTEST) && longer <= LONGEST;
    step = isLonger ? longer : shorter;
    if (isLonger) longer *= STEP_FACTOR;
    else shorter /= STEP_FACTOR;
  }
  return isOnlyRounding ? undefined : smallest;
}

async function isFlat(
  values: Float32Array,
  before: number,
  directions: Float32Array[],
  scoreAt: (values: Float32Array) => Promise<number>,
): Promise<boolean> {
  for (const direction of directions) {
    if ((await scoreAt(moved(values, direction, 1e-2))) !== before) return false;
  }
  return true;
}

/**
 * The values themselves, with a sign for each block of positions: that of what the block adds to ⟨g, v⟩, and a random one.
 * Without a position they keep theirs. Where a value is 0, as after a ReLU, it is as large as the others are on average:
 * there the gradient counts too.
 */
function blockDirections({
  width,
  height,
  values,
  gradient,
  positionOf,
}: GradientAt): Float32Array[] {
  const usual = norm(values) / Math.sqrt(values.length);
  const plain = values.map((value) => (value === 0 ? usual : value));
  const blockOf = (i: number): number | undefined => {
    const position = positionOf(i);
    if (position === undefined) return undefined;
    const x = Math.floor(((position % width) * BLOCKS) / width);
    const y = Math.floor((Math.floor(position / width) * BLOCKS) / height);
    return y * BLOCKS + x;
  };
  const sums = new Float64Array(BLOCKS * BLOCKS);
  for (const [i, value] of plain.entries()) {
    const block = blockOf(i);
    if (block !== undefined)
      sums[block] = (sums[block] as number) + value * (gradient[i] as number);
  }
  const random = createRandom(31);
  const signs = [sums.map((sum) => (sum < 0 ? -1 : 1)), sums.map(() => (random() < 0.5 ? -1 : 1))];
  return signs.map((signOf) =>
    plain.map((value, i) => {
      const block = blockOf(i);
      return block === undefined ? value : value * (signOf[block] as number);
    }),
  );
}

function moved(values: Float32Array, direction: Float32Array, step: number): Float32Array {
  return values.map((value, i) => value + step * (direction[i] as number));
}

function scaledTo(values: Float32Array, length: number): Float32Array {
  const factor = length / (norm(values) || 1);
  return values.map((value) => value * factor);
}

/** ⟨a, to − from⟩ */
function dotOfChange(a: Float32Array, from: Float32Array, to: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    sum += (a[i] as number) * ((to[i] as number) - (from[i] as number));
  }
  return sum;
}
