/**
 * Spearman's correlation: Pearson's of the ranks, equal values with their mean rank.
 * @returns NaN if one of them is constant
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values against ${b.length}`);
  const [ranksA, ranksB] = [ranksOf(a), ranksOf(b)];
  const middle = (a.length + 1) / 2;
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const x = (ranksA[i] as number) - middle;
    const y = (ranksB[i] as number) - middle;
    products += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return products / Math.sqrt(squaresA * squaresB);
}

/** 1 for the least. */
function ranksOf(values: ArrayLike<number>): Float64Array {
  const valueAt = (i: number) => values[i] as number;
  const order = Uint32Array.from({ length: values.length }, (_, i) => i);
  order.sort((a, b) => valueAt(a) - valueAt(b));
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (
      end < order.length &&
      valueAt(order[end] as number) === valueAt(order[first] as number)
    ) {
      end++;
    }
    for (let i = first; i < end; i++) ranks[order[i] as number] = (first + 1 + end) / 2;
    first = end;
  }
  return ranks;
}
