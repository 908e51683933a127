import type { Grid } from './inpaintGrid.ts';

/** Means of the known ones of the four pixels of each coarser one, where there are some. */
export function knownMeans(
  { width, height, stride, known }: Grid,
  coarse: Grid,
  values: Float64Array,
  means: Float64Array,
): void {
  for (let y = 0; y < coarse.height; y++) {
    const rows = 2 * y + 1 < height ? 2 : 1;
    for (let x = 0; x < coarse.width; x++) {
      if (coarse.known[y * coarse.width + x] !== 1) continue;
      const columns = 2 * x + 1 < width ? 2 : 1;
      let sum = 0;
      let count = 0;
      for (let row = 2 * y; row < 2 * y + rows; row++) {
        for (let column = 2 * x; column < 2 * x + columns; column++) {
          if (known[row * width + column] !== 1) continue;
          sum += values[(row + 1) * stride + column + 1] as number;
          count++;
        }
      }
      means[(y + 1) * coarse.stride + x + 1] = sum / count;
    }
  }
}

/** The sum, or the mean, of the up to four pixels of each coarser one under near pixels. */
export function nearSums(
  { width, height, stride, under }: Grid,
  coarse: Grid,
  values: Float64Array,
  sums: Float64Array,
  isMean: boolean,
): void {
  const evenWidth = width - (width % 2);
  const evenHeight = height - (height % 2);
  for (let n = 0; n < under.length; n++) {
    const cell = under[n] as number;
    const row = Math.floor(cell / coarse.stride);
    const y = 2 * (row - 1);
    const x = 2 * (cell - row * coarse.stride - 1);
    const first = (y + 1) * stride + x + 1;
    const below = first + stride;
    // Beyond an odd side the border is 0.
    const sum =
      (values[first] as number) +
      (values[first + 1] as number) +
      (values[below] as number) +
      (values[below + 1] as number);
    const count = (x < evenWidth ? 2 : 1) * (y < evenHeight ? 2 : 1);
    sums[cell] = isMean ? sum / count : sum;
  }
}

/** Gives the border the values beside it, so that interpolation goes on beyond the rim. */
export function extend({ width, height, stride }: Grid, values: Float64Array): void {
  for (let row = stride; row < (height + 1) * stride; row += stride) {
    values[row] = values[row + 1] as number;
    values[row + width + 1] = values[row + width] as number;
  }
  values.copyWithin(0, stride, 2 * stride);
  values.copyWithin((height + 1) * stride, height * stride, (height + 1) * stride);
}

export function clearNear({ near }: Grid, values: Float64Array): void {
  for (const { spans } of near) {
    for (let n = 0; n < spans.length; n += 2) {
      const end = spans[n + 1] as number;
      for (let i = spans[n] as number; i < end; i++) values[i] = 0;
    }
  }
}

/** Adds the coarser values, bilinear between the centres of its pixels, at the near pixels. */
export function addNear(
  { stride, near }: Grid,
  coarse: Grid,
  coarseValues: Float64Array,
  values: Float64Array,
): void {
  for (const { spans } of near) {
    for (let n = 0; n < spans.length; n += 2) {
      const start = spans[n] as number;
      const end = spans[n + 1] as number;
      const y = Math.floor(start / stride) - 1;
      const row = ((y >> 1) + 1) * coarse.stride + 1;
      const far = y % 2 === 0 ? -coarse.stride : coarse.stride;
      const left = (y + 1) * stride + 1;
      for (let i = start; i < end; i++) {
        const x = i - left;
        const cell = row + (x >> 1);
        const other = cell + (x % 2 === 0 ? -1 : 1);
        (values[i] as number) +=
          (9 * (coarseValues[cell] as number) +
            3 * ((coarseValues[other] as number) + (coarseValues[cell + far] as number)) +
            (coarseValues[other + far] as number)) /
          16;
      }
    }
  }
}

/** Interpolates the deep pixels from the coarser ones, by cubics in both directions. */
export function setDeep(
  { stride, deep }: Grid,
  coarse: Grid,
  from: Float64Array,
  values: Float64Array,
): void {
  const s = coarse.stride;
  for (let n = 0; n < deep.length; n += 2) {
    const start = deep[n] as number;
    const end = deep[n + 1] as number;
    const row = Math.floor(start / s);
    let i = (2 * row - 1) * stride + 2 * (start - row * s) - 1;
    let up0 = 0;
    let up1 = 0;
    let up2 = 0;
    let up3 = 0;
    let down0 = 0;
    let down1 = 0;
    let down2 = 0;
    let down3 = 0;
    // The five columns around the first pixel are read before it.
    for (let cell = start - 2; cell < end + 2; cell++) {
      const above = from[cell - s] as number;
      const here = from[cell] as number;
      const below = from[cell + s] as number;
      const up4 = quarter(from[cell - 2 * s] as number, above, here, below);
      const down4 = quarter(from[cell + 2 * s] as number, below, here, above);
      if (cell >= start + 2) {
        values[i] = quarter(up0, up1, up2, up3);
        values[i + 1] = quarter(up4, up3, up2, up1);
        values[i + stride] = quarter(down0, down1, down2, down3);
        values[i + stride + 1] = quarter(down4, down3, down2, down1);
        i += 2;
      }
      up0 = up1;
      up1 = up2;
      up2 = up3;
      up3 = up4;
      down0 = down1;
      down1 = down2;
      down2 = down3;
      down3 = down4;
    }
  }
}

/** The cubic through four values, between the second and the third, a quarter before the third. */
function quarter(a: number, b: number, c: number, d: number): number {
  return (-5 * a + 35 * b + 105 * c - 7 * d) / 128;
}
