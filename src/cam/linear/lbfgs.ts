/** A function to be minimised, at one point. */
export interface Evaluated {
  readonly value: number;
  readonly gradient: Float64Array;
}

type Evaluate = (point: Float64Array) => Promise<Evaluated>;

/** So many steps are remembered (Liu & Nocedal 1989 recommend 3 to 20). */
const MEMORY = 10;
/** The largest element of the gradient at the end, in parts of the one at the start. */
const TOLERANCE = 1e-6;
const MAX_STEPS = 1000;
const MAX_TRIALS = 40;
/** Of the weak Wolfe conditions: how much the value falls, and how much less steep it becomes. */
const DECREASE = 1e-4;
const CURVATURE = 0.9;

/** A step s between two points, with y the change of the gradient and ρ = 1/(s·y). */
interface Step {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/**
 * Minimum of a smooth convex function by L-BFGS (Nocedal & Wright, Numerical Optimization, algorithm 7.5).
 * The search ends where the gradient is a millionth of the first one, or rounding hides it, or after 1000 steps.
 * @param start where the search begins; not changed
 */
export async function minimise(evaluate: Evaluate, start: Float64Array): Promise<Float64Array> {
  let point = start;
  let here = await evaluate(point);
  const small = TOLERANCE * largest(here.gradient);
  const steps: Step[] = [];
  for (let step = 0; step < MAX_STEPS && largest(here.gradient) > small; step++) {
    const direction = descent(here.gradient, steps);
    const first = steps.length === 0 ? 1 / largest(here.gradient) : 1;
    const next = await lineSearch(evaluate, point, here, direction, first);
    // Rounding hides any further descent.
    if (!next) break;
    remember(steps, point, next.point, here.gradient, next.at.gradient);
    point = next.point;
    here = next.at;
  }
  return point;
}

/** −H·gradient, where H is the inverse Hessian that the remembered steps suggest: the two-loop recursion, algorithm 7.4. */
function descent(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const q = gradient.map((value) => -value);
  const alphas: number[] = [];
  for (const { s, y, rho } of steps.toReversed()) {
    const alpha = rho * dot(s, q);
    alphas.push(alpha);
    addTo(q, y, -alpha);
  }
  const last = steps.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) * scale;
  }
  for (const { s, y, rho } of steps) addTo(q, s, (alphas.pop() as number) - rho * dot(y, q));
  return q;
}

/**
 * A step length that satisfies the weak Wolfe conditions, by bisection (Lewis & Overton 2013, algorithm 4.6).
 * @returns undefined where none is found
 */
async function lineSearch(
  evaluate: Evaluate,
  point: Float64Array,
  here: Evaluated,
  direction: Float64Array,
  first: number,
): Promise<{ point: Float64Array; at: Evaluated } | undefined> {
  const slope = dot(here.gradient, direction);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let length = first;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    const tried = point.slice();
    addTo(tried, direction, length);
    const at = await evaluate(tried);
    if (!(at.value <= here.value + DECREASE * length * slope)) high = length;
    else if (dot(at.gradient, direction) < CURVATURE * slope) low = length;
    else return { point: tried, at };
    length = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return undefined;
}

function remember(
  steps: Step[],
  from: Float64Array,
  to: Float64Array,
  gradientBefore: Float64Array,
  gradientAfter: Float64Array,
): void {
  const s = to.map((value, i) => value - (from[i] as number));
  const y = gradientAfter.map((value, i) => value - (gradientBefore[i] as number));
  steps.push({ s, y, rho: 1 / dot(s, y) });
  if (steps.length > MEMORY) steps.shift();
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function addTo(to: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + factor * (values[i] as number);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
