import { createRandom } from '../../classifier/probe/probes.ts';

/** A copy in a seeded order (Fisher & Yates). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  const random = createRandom(seed);
  for (let i = result.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [result[i], result[other]] = [result[other] as T, result[i] as T];
  }
  return result;
}
