import type { Grid } from './inpaintGrid.ts';

/** Means of the known ones of the four pixels of each coarser one, where there are some. */
export function knownMeans(
  { width, height, stride, known, channels }: Grid,
  coarse: Grid,
  values: Float64Array,
  means: Float64Array,
): void {
  for (let y = 0; y < coarse.height; y++) {
    const rows = 2 * y + 1 < height ? 2 : 1;
    for (let x = 0; x < coarse.width; x++) {
      if (coarse.known[y * coarse.width + x] !== 1) continue;
      const columns = 2 * x + 1 < width ? 2 : 1;
      const cell = channels * ((y + 1) * coarse.stride + x + 1);
      let count = 0;
      for (let c = 0; c < channels; c++) means[cell + c] = 0;
      for (let row = 2 * y; row < 2 * y + rows; row++) {
        for (let column = 2 * x; column < 2 * x + columns; column++) {
          if (known[row * width + column] !== 1) continue;
          const i = channels * ((row + 1) * stride + column + 1);
          for (let c = 0; c < channels; c++) (means[cell + c] as number) += values[i + c] as number;
          count++;
        }
      }
      for (let c = 0; c < channels; c++) (means[cell + c] as number) /= count;
    }
  }
}

/** The sum, or the mean, of the up to four pixels of each coarser one under near pixels. */
export function nearSums(
  { width, height, stride, under, channels }: Grid,
  coarse: Grid,
  values: Float64Array,
  sums: Float64Array,
  isMean: boolean,
): void {
  const evenWidth = width - (width % 2);
  const evenHeight = height - (height % 2);
  const below = stride * channels;
  for (let n = 0; n < under.length; n++) {
    const cell = under[n] as number;
    const row = Math.floor(cell / coarse.stride);
    const y = 2 * (row - 1);
    const x = 2 * (cell - row * coarse.stride - 1);
    // Beyond an odd side the border is 0.
    const count = (x < evenWidth ? 2 : 1) * (y < evenHeight ? 2 : 1);
    const factor = isMean ? 1 / count : 1;
    let i = channels * ((y + 1) * stride + x + 1);
    const end = channels * (cell + 1);
    for (let at = channels * cell; at < end; at++, i++) {
      sums[at] =
        factor *
        ((values[i] as number) +
          (values[i + channels] as number) +
          (values[i + below] as number) +
          (values[i + below + channels] as number));
    }
  }
}

/** Gives the border the values beside it, so that interpolation goes on beyond the rim. */
export function extend({ width, height, stride, channels }: Grid, values: Float64Array): void {
  const row = stride * channels;
  for (let first = row; first < (height + 1) * row; first += row) {
    const last = first + width * channels;
    values.copyWithin(first, first + channels, first + 2 * channels);
    values.copyWithin(last + channels, last, last + channels);
  }
  values.copyWithin(0, row, 2 * row);
  values.copyWithin((height + 1) * row, height * row, (height + 1) * row);
}

export function clearNear({ near }: Grid, values: Float64Array): void {
  for (const { spans } of near) {
    for (let n = 0; n < spans.length; n += 2) values.fill(0, spans[n], spans[n + 1]);
  }
}

/** Adds the coarser values, bilinear between the centres of its pixels, at the near pixels. */
export function addNear(
  { stride, near, channels }: Grid,
  coarse: Grid,
  coarseValues: Float64Array,
  values: Float64Array,
): void {
  for (const { spans } of near) {
    for (let n = 0; n < spans.length; n += 2) {
      const start = (spans[n] as number) / channels;
      const end = (spans[n + 1] as number) / channels;
      const y = Math.floor(start / stride) - 1;
      const row = ((y >> 1) + 1) * coarse.stride + 1;
      const far = (y % 2 === 0 ? -coarse.stride : coarse.stride) * channels;
      const left = (y + 1) * stride + 1;
      let at = start * channels;
      for (let i = start; i < end; i++) {
        const x = i - left;
        let cell = channels * (row + (x >> 1));
        const other = x % 2 === 0 ? -channels : channels;
        for (const last = cell + channels; cell < last; cell++, at++) {
          (values[at] as number) +=
            (9 * (coarseValues[cell] as number) +
              3 * ((coarseValues[cell + other] as number) + (coarseValues[cell + far] as number)) +
              (coarseValues[cell + other + far] as number)) /
            16;
        }
      }
    }
  }
}

/** Interpolates the deep pixels from the coarser ones, by cubics in both directions. */
export function setDeep(
  { stride, deep, channels }: Grid,
  coarse: Grid,
  from: Float64Array,
  values: Float64Array,
): void {
  const s = coarse.stride * channels;
  const below = stride * channels;
  for (let n = 0; n < deep.length; n += 2) {
    const start = deep[n] as number;
    const end = deep[n + 1] as number;
    const row = Math.floor(start / coarse.stride);
    const first = (2 * row - 1) * stride + 2 * (start - row * coarse.stride) - 1;
    for (let c = 0; c < channels; c++) {
      let i = first * channels + c;
      let up0 = 0;
      let up1 = 0;
      let up2 = 0;
      let up3 = 0;
      let down0 = 0;
      let down1 = 0;
      let down2 = 0;
      let down3 = 0;
      const begin = (start + 2) * channels + c;
      const last = (end + 2) * channels;
      // The five columns around the first pixel are read before it.
      for (let cell = begin - 4 * channels; cell < last; cell += channels) {
        const above = from[cell - s] as number;
        const here = from[cell] as number;
        const under = from[cell + s] as number;
        const up4 = quarter(from[cell - 2 * s] as number, above, here, under);
        const down4 = quarter(from[cell + 2 * s] as number, under, here, above);
        if (cell >= begin) {
          values[i] = quarter(up0, up1, up2, up3);
          values[i + channels] = quarter(up4, up3, up2, up1);
          values[i + below] = quarter(down0, down1, down2, down3);
          values[i + below + channels] = quarter(down4, down3, down2, down1);
          i += 2 * channels;
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
}

/** The cubic through four values, between the second and the third, a quarter before the third. */
function quarter(a: number, b: number, c: number, d: number): number {
  return (-5 * a + 35 * b + 105 * c - 7 * d) / 128;
}
