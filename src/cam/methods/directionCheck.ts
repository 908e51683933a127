import type { Size } from '../base/geometry.ts';
import { createRandom } from '../classifier/probe/probes.ts';

/** Values with positions, and ∂S/∂values of the same order. */
export interface GradientAt extends Size {
  values: Float32Array;
  gradient: Float32Array;
  /** Position, row by row, of each value; undefined for a value without one. */
  positionOf: (index: number) => number | undefined;
}

/** A direction changes the values of a block of positions alike; so many blocks lie along each side. */
const BLOCKS = 8;

/**
 * Lengths of the steps, as fractions of the length of the values: long ones cross kinks, short ones drown in rounding. In
 * the gradient's own direction S changes most.
 */
const STEPS = { own: [1e-4, 1e-5, 1e-6, 1e-3, 1e-2, 1e-1], blocks: [1e-3, 1e-4, 1e-2, 1e-1] };

/** Rounding of a logit in float32, as a fraction of the largest. */
const ROUNDING = 5e-7;

/** A step is clear if rounding is surely less than this fraction of what it is expected to change. */
const MAX_NOISE = 0.01;

/** What a step changes is more than rounding if it is larger than so many times that. */
const MAX_ROUNDINGS = 20;

/** No other step is tried. */
const GOOD_ENOUGH = 1e-2;

/**
 * How far a gradient is from what small steps really do: ⟨g, v⟩ against (S(x + εv) − S(x − εv)) / 2ε, relative. The
 * directions v are the gradient itself, and twice the values with a sign for each block of positions: so that they add up
 * to as much as they can by the gradient, and at random. So a gradient that is wrong, in the wrong place or missing
 * somewhere shows. Of the steps, the one that agrees best counts: a wrong gradient agrees with none.
 * @param scoreAt S for values in the place of the given ones
 * @param largestLogit its rounding bounds what a small step can show
 * @returns the difference for the gradient's own direction, or the length of those for the two others if larger; NaN for
 *   a gradient that is not finite; undefined if neither it nor the model moves S by more than rounding
 */
export async function directionError(
  at: GradientAt,
  scoreAt: (values: Float32Array) => Promise<number>,
  largestLogit: number,
): Promise<number | undefined> {
  const rounding = ROUNDING * largestLogit;
  const own = scaledTo(at.gradient, norm(at.values) || 1);
  const ofOwn = await smallestError(at, [own], STEPS.own, scoreAt, rounding);
  if (ofOwn === undefined) return undefined;
  const blocks = blockDirections(at);
  const ofBlocks = await smallestError(at, blocks, STEPS.blocks, scoreAt, rounding);
  return ofBlocks === undefined ? ofOwn : Math.max(ofOwn, ofBlocks);
}

/** Over the steps, the clear ones first. The directions are as long as the values. */
async function smallestError(
  { values, gradient }: GradientAt,
  directions: Float32Array[],
  steps: readonly number[],
  scoreAt: (values: Float32Array) => Promise<number>,
  rounding: number,
): Promise<number | undefined> {
  const predicted = directions.map((direction) => dot(gradient, direction));
  const largest = Math.hypot(...predicted);
  if (!Number.isFinite(largest)) return Number.NaN;
  if (largest === 0) return (await isFlat(values, directions, scoreAt)) ? 0 : 1;
  const missedBy = async (fraction: number) => {
    const differences: number[] = [];
    for (const [i, direction] of directions.entries()) {
      const up = await scoreAt(moved(values, direction, fraction));
      const down = await scoreAt(moved(values, direction, -fraction));
      differences.push((up - down) / (2 * fraction) - (predicted[i] ?? 0));
    }
    return Math.hypot(...differences);
  };
  const isClear = (fraction: number) => rounding <= MAX_NOISE * largest * fraction;
  let smallest = Number.POSITIVE_INFINITY;
  let isOnlyRounding = !steps.some(isClear);
  // Rounding is mostly far less than it could be, so the other steps may agree too.
  for (const fraction of [...steps].sort((a, b) => Number(isClear(b)) - Number(isClear(a)))) {
    const missed = await missedBy(fraction);
    smallest = Math.min(smallest, missed / largest);
    if (smallest <= GOOD_ENOUGH) return smallest;
    isOnlyRounding &&= missed * fraction <= MAX_ROUNDINGS * rounding;
  }
  return isOnlyRounding ? undefined : smallest;
}

async function isFlat(
  values: Float32Array,
  directions: Float32Array[],
  scoreAt: (values: Float32Array) => Promise<number>,
): Promise<boolean> {
  const before = await scoreAt(values);
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

function norm(values: Float32Array): number {
  return Math.sqrt(dot(values, values));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
