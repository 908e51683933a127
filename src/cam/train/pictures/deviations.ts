/** Levels of a pixel. */
const LEVELS = 256;

/**
 * Standard deviation of each pixel over pictures: the root of the mean variance of R, G and B, of a sample.
 * @param pictures RGB of equal size, 0…255
 */
export function standardDeviations(pictures: readonly Uint8Array[]): Float32Array {
  const values = pictures[0]?.length ?? 0;
  const sums = new Float64Array(values);
  const squares = new Float64Array(values);
  for (const picture of pictures) {
    for (let i = 0; i < values; i++) {
      const value = picture[i] as number;
      sums[i] = (sums[i] as number) + value;
      squares[i] = (squares[i] as number) + value * value;
    }
  }
  const n = pictures.length;
  return Float32Array.from({ length: values / 3 }, (_, pixel) => {
    let variance = 0;
    for (let i = 3 * pixel; i < 3 * pixel + 3; i++) {
      variance += ((squares[i] as number) - (sums[i] as number) ** 2 / n) / (n - 1) / 3;
    }
    return Math.sqrt(Math.max(0, variance));
  });
}

/**
 * Range of each pixel over pictures without the lowest and the highest tenth: of the mean of R, G and B in whole levels, the
 * lower value where a quantile lies between two.
 * @param pictures RGB of equal size, 0…255
 */
export function middleRanges(pictures: readonly Uint8Array[]): Float32Array {
  const pixels = (pictures[0]?.length ?? 0) / 3;
  const counts = new Uint32Array(LEVELS);
  return Float32Array.from({ length: pixels }, (_, pixel) => {
    counts.fill(0);
    for (const picture of pictures) {
      const i = 3 * pixel;
      const sum = (picture[i] as number) + (picture[i + 1] as number) + (picture[i + 2] as number);
      const level = Math.round(sum / 3);
      counts[level] = (counts[level] as number) + 1;
    }
    return quantileOf(counts, pictures.length, 0.9) - quantileOf(counts, pictures.length, 0.1);
  });
}

/** The lower one of two neighbours in the sorted values of a histogram. */
function quantileOf(counts: Uint32Array, total: number, quantile: number): number {
  const rank = Math.floor(quantile * (total - 1));
  let seen = 0;
  for (let level = 0; level < counts.length; level++) {
    seen += counts[level] as number;
    if (seen > rank) return level;
  }
  return counts.length - 1;
}
