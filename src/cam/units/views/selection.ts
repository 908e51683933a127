/**
 * The first `count` of the numbers 0 … n − 1 in the order of `compare`, without sorting the others.
 * @param compare as for `Array.sort`; never 0 for two different numbers
 */
export function firstOf(
  n: number,
  count: number,
  compare: (a: number, b: number) => number,
): number[] {
  const first: number[] = [];
  for (let i = 0; i < n; i++) {
    const last = first[count - 1];
    if (last !== undefined && compare(i, last) > 0) continue;
    let [low, high] = [0, first.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(i, first[middle] ?? 0) < 0) high = middle;
      else low = middle + 1;
    }
    first.splice(low, 0, i);
    if (first.length > count) first.pop();
  }
  return first;
}

/**
 * Indices of the `count` largest positive values, in descending order; with `sign` −1 the most negative ones. Ties by
 * index.
 */
export function largestOf(
  values: Float32Array | Float64Array,
  sign: 1 | -1,
  count: number,
): number[] {
  const at = (i: number) => sign * (values[i] ?? 0);
  return firstOf(values.length, count, (a, b) => at(b) - at(a) || a - b).filter((i) => at(i) > 0);
}
