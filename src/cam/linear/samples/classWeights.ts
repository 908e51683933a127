/** How much a sample weighs in the problem of one class against all others. */
export interface SideWeights {
  /** A sample of the class. */
  readonly own: number;
  /** A sample of any other class. */
  readonly rest: number;
}

/**
 * Weights 0.5 ÷ share with which each side has half of the total weight n, however few samples it has.
 * @param own number of samples of the class, from 0 to n. With 0 or n, the only side has all of the weight.
 */
export function classWeights(own: number, n: number): SideWeights {
  if (own === 0 || own === n) return { own: 1, rest: 1 };
  return { own: (0.5 * n) / own, rest: (0.5 * n) / (n - own) };
}
