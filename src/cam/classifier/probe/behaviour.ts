import { createRandom, difference, isClose, randomValues } from './probes.ts';

/** A function from one vector to another that can only be asked. */
export interface VectorFunction {
  /** Number of values of a vector. */
  inputs: number;
  ask(vectors: Float32Array[]): Promise<Float32Array[]>;
  /** A vector such as the function is made for. */
  randomValues(random: () => number): Float32Array;
}

/** f(a + b) − f(b) = f(a) − f(0). */
export async function isAffine(f: VectorFunction, tolerance: number): Promise<boolean> {
  const random = createRandom(3);
  const a = f.randomValues(random);
  const b = f.randomValues(random);
  const sum = a.map((value, i) => value + (b[i] as number));
  const [ofA, ofB, ofSum, ofZero] = await f.ask([a, b, sum, new Float32Array(f.inputs)]);
  if (!ofA || !ofB || !ofSum || !ofZero) return false;
  return isClose(difference(ofA, ofZero), difference(ofSum, ofB), tolerance);
}

/** Each leaves out a different half of the values. */
const SUBSETS = 8;

/** Whether each value of the answer depends only on the value at the same place. */
export async function isElementwise(f: VectorFunction, tolerance: number): Promise<boolean> {
  const random = createRandom(11);
  const values = randomValues(random, f.inputs, -2, 2);
  const others = randomValues(random, f.inputs, -2, 2);
  const kept = Array.from({ length: SUBSETS }, () => values.map(() => Number(random() < 0.5)));
  const mixed = kept.map((keep) =>
    values.map((value, j) => (keep[j] ? value : (others[j] as number))),
  );
  const [answer, ...answers] = await f.ask([values, ...mixed]);
  if (answer?.length !== values.length) return false;
  return answers.every((other, i) => {
    const keep = kept[i] ?? new Float32Array();
    const wanted = answer.filter((_, j) => keep[j]);
    return isClose(
      wanted,
      other.filter((_, j) => keep[j]),
      tolerance,
    );
  });
}
