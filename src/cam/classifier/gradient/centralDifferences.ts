/** Answers for each vector, e.g. of a head for pooled values. */
export type VectorFunction = (vectors: Float32Array[]) => Promise<Float32Array[]>;

/**
 * First step, relative to the root mean square of the values. As large as the extrapolation allows: a
 * head in float32 answers to 1e-7 of its value, and one channel in a thousand moves that by a thousandth.
 */
const FIRST_STEP = 0.3;
/** Where a round was not good enough, the next one divides the steps by this. */
const REFINEMENT = 4;
const ROUNDS = 5;
/** Halvings of the step for one activation: a difference of two values next to a kink is still exact. */
const ACTIVATION_STEPS = 18;
/** A channel is done when two step sizes agree within this fraction of the largest derivative. */
const AGREEMENT = 2e-4;
/** Half the distance between neighbouring float32 numbers, relative to them: how far an answer may be off. */
const ROUNDING = 2 ** -24;
/** Each channel takes up to four rows. */
const CHANNELS_AT_ONCE = 256;

/**
 * ∂u_j/∂v_k, a row of all u_j for each v_k, by central differences D(h) on one v_k at a time, extrapolated
 * (Richardson): (4 D(h/2) − D(h)) / 3 has an error of order h⁴.
 *
 * Large steps keep the effect of float32 rounding small. They are right for smooth heads (layer normalisation,
 * division by the norm), but not across the kink of a ReLU. So D(h) and D(h/2) are compared for each u_j by
 * itself, and so are the one-sided differences: with a kink between them, these differ by the same amount at
 * both steps. Channels for which any u_j disagrees are asked again with smaller steps, and each u_j takes the
 * round that agrees best. Each unit has its own kinks: this is why units are differentiated, and not a logit,
 * which is a sum over them.
 * @param room how far a value may be moved down and up; longer steps are taken only on the side with more room
 */
export async function differentiate(
  ask: VectorFunction,
  values: Float32Array,
  room: (k: number) => { down: number; up: number },
): Promise<Float32Array[]> {
  const [atValues = new Float32Array()] = await ask([values]);
  const units = atValues.length;
  const derivatives = Array.from(values, () => new Float32Array(units));
  const doubts = Array.from(values, () => new Float32Array(units).fill(Number.POSITIVE_INFINITY));
  let step = FIRST_STEP * (rootMeanSquare(values) || 1);
  let pending = Array.from(values.keys());
  for (let round = 0; round < ROUNDS && pending.length > 0; round++) {
    for (let first = 0; first < pending.length; first += CHANNELS_AT_ONCE) {
      const part = pending.slice(first, first + CHANNELS_AT_ONCE).map((k) => ({
        k,
        vectors: stepsWithin(room(k), step).map((by) => moved(values, k, by)),
      }));
      const answers = await ask(part.flatMap(({ vectors }) => vectors));
      let next = 0;
      for (const { k, vectors } of part) {
        const found = answers.slice(next, next + vectors.length);
        next += vectors.length;
        const byOf = (i: number) => (vectors[i]?.[k] ?? 0) - (values[k] as number);
        const samples = found.map((value, i) => ({ value, by: byOf(i) }));
        keepBetter(derivatives[k], doubts[k], atValues, samples);
      }
    }
    const limit = AGREEMENT * Math.max(...derivatives.map(largestMagnitude));
    const isDone = (k: number) => doubts[k]?.every((doubt) => doubt <= limit);
    pending = pending.filter((k) => !isDone(k));
    step /= REFINEMENT;
  }
  return derivatives;
}

/**
 * u′_j(z_j) of a function of each value by itself, e.g. an activation: all values are moved at once, and
 * each one takes the step size that agrees best. Kinks may be as near as 1e-5 of the values. The possible
 * effect of rounding on a slope counts as doubt: float32 has so few numbers within a tiny step that the same
 * wrong slope can come out twice.
 */
export async function differentiateEach(
  ask: VectorFunction,
  values: Float32Array,
): Promise<Float32Array> {
  const steps = Array.from(
    { length: ACTIVATION_STEPS },
    (_, i) => (FIRST_STEP * (rootMeanSquare(values) || 1)) / 2 ** i,
  );
  const vectors = steps.flatMap((step) =>
    [step, -step].map((by) => values.map((value) => value + by)),
  );
  const [atValues = new Float32Array(), ...answers] = await ask([values, ...vectors]);
  const derivatives = new Float32Array(values.length);
  for (let j = 0; j < values.length; j++) {
    const slopes = steps.map((_, i) => {
      const [up, down] = [2 * i, 2 * i + 1].map((at) => ({
        by: (vectors[at]?.[j] ?? 0) - (values[j] as number),
        value: answers[at]?.[j] ?? Number.NaN,
      }));
      return { up: up ?? NO_SAMPLE, down: down ?? NO_SAMPLE };
    });
    const centre = atValues[j] as number;
    const rounding = ROUNDING * Math.max(Math.abs(values[j] as number), Math.abs(centre));
    derivatives[j] = bestSlope(slopes, centre, rounding);
  }
  return derivatives;
}

interface Sample {
  value: number;
  /** By how much float32 actually moved the value. */
  by: number;
}

const NO_SAMPLE: Sample = { value: Number.NaN, by: 1 };

/**
 * The extrapolated central difference of the two neighbouring step sizes that agree best.
 * @param rounding how far each value may be off
 */
function bestSlope(
  slopes: { up: Sample; down: Sample }[],
  centre: number,
  rounding: number,
): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, { up, down }] of slopes.slice(1).entries()) {
    const far = slopes[i];
    if (!far) continue;
    const wide = (far.up.value - far.down.value) / (far.up.by - far.down.by);
    const narrow = (up.value - down.value) / (up.by - down.by);
    const kink = (one: Sample, other: Sample) =>
      Math.abs((one.value - centre) / one.by - (other.value - centre) / other.by);
    const disagreement = doubtOf(wide, narrow, kink(far.up, far.down), kink(up, down));
    const doubt = disagreement + (2 * rounding) / (up.by - down.by);
    // This skips NaN too.
    if (!(doubt < least)) continue;
    least = doubt;
    best = (4 * narrow - wide) / 3;
  }
  return best;
}

/** How far apart the estimates for a step and for half of it are. */
function doubtOf(wide: number, narrow: number, farKink: number, nearKink: number): number {
  // The effect of curvature halves with the step, that of a kink between the two sides does not.
  const kink = nearKink > 0.75 * farKink ? nearKink : 0;
  return Math.max(Math.abs(wide - narrow), kink);
}

/** Samples at h, −h, h/2, −h/2; or at h and h/2 on one side, where 2 D(h/2) − D(h) has an error of order h². */
function keepBetter(
  derivatives = new Float32Array(),
  doubts = new Float32Array(),
  centre: Float32Array,
  samples: { value: Float32Array; by: number }[],
): void {
  const [a, b, c, d] = samples;
  if (!a || !b) return;
  for (let j = 0; j < derivatives.length; j++) {
    const at = centre[j] as number;
    const [valueA, valueB] = [a.value[j] as number, b.value[j] as number];
    let derivative: number;
    let doubt: number;
    if (c && d) {
      const [valueC, valueD] = [c.value[j] as number, d.value[j] as number];
      const wide = (valueA - valueB) / (a.by - b.by);
      const narrow = (valueC - valueD) / (c.by - d.by);
      const farKink = Math.abs((valueA - at) / a.by - (valueB - at) / b.by);
      const nearKink = Math.abs((valueC - at) / c.by - (valueD - at) / d.by);
      derivative = (4 * narrow - wide) / 3;
      doubt = doubtOf(wide, narrow, farKink, nearKink);
    } else {
      const wide = (valueA - at) / a.by;
      const narrow = (valueB - at) / b.by;
      derivative = 2 * narrow - wide;
      doubt = Math.abs(wide - narrow);
    }
    // This skips NaN too.
    if (!(doubt < (doubts[j] as number))) continue;
    doubts[j] = doubt;
    derivatives[j] = derivative;
  }
}

export function largestMagnitude(values: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++)
    largest = Math.max(largest, Math.abs(values[i] as number));
  return largest;
}

/** h and h/2, on both sides where there is room. */
function stepsWithin({ down, up }: { down: number; up: number }, step: number): number[] {
  if (step <= down && step <= up) return [step, -step, step / 2, -step / 2];
  return up >= down ? [step, step / 2] : [-step, -step / 2];
}

function moved(values: Float32Array, k: number, by: number): Float32Array {
  const result = values.slice();
  result[k] = (values[k] as number) + by;
  return result;
}

export function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
