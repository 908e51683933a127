import { createRandom } from '../../../classifier/probe/probes.ts';

/** Normal random numbers of mean 0 and deviation 1 (Box and Muller 1958), the same for the same seed. */
export function normalNumbers(seed: number): () => number {
  const random = createRandom(seed);
  let spare: number | undefined;
  return () => {
    const kept = spare;
    spare = undefined;
    if (kept !== undefined) return kept;
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** Normal random numbers of mean 0 and of the deviation of the given ones. */
export function randomLike(values: Float32Array, seed: number): Float32Array {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  const next = normalNumbers(seed);
  return values.map(() => deviation * next());
}
