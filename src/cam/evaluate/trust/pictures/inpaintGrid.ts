/** Weights of the neighbours at the sides and at the corners (Rong et al., ICML 2022). */
const SIDE = 1 / 6;
const CORNER = 1 / 12;

/** A grid on which x = Σ w·neighbour + f is solved at the unknown pixels. */
export interface Grid {
  width: number;
  height: number;
  channels: number;
  /** 1 where a value is given. */
  known: Uint8Array;
  /** Unknown pixels that have eight neighbours. */
  inner: Int32Array;
  /** Unknown pixels at the rim. */
  rim: Int32Array;
}

export function gridOf(width: number, height: number, channels: number, known: Uint8Array): Grid {
  const inner = new Int32Array(known.length);
  const rim = new Int32Array(2 * (width + height));
  let inners = 0;
  let rims = 0;
  for (let y = 0, i = 0; y < height; y++) {
    const isRimRow = y === 0 || y === height - 1;
    for (let x = 0; x < width; x++, i++) {
      if (known[i] === 1) continue;
      if (isRimRow || x === 0 || x === width - 1) rim[rims++] = i;
      else inner[inners++] = i;
    }
  }
  return {
    ...{ width, height, channels, known },
    inner: inner.subarray(0, inners),
    rim: rim.subarray(0, rims),
  };
}

/** Half the size: a pixel is known if one of its four is. */
export function coarserGrid({ width, height, channels, known }: Grid): Grid {
  const columns = (width + 1) >> 1;
  const rows = (height + 1) >> 1;
  const coarse = new Uint8Array(columns * rows);
  for (let y = 0, i = 0; y < height; y++) {
    const row = (y >> 1) * columns;
    for (let x = 0; x < width; x++, i++) if (known[i] === 1) coarse[row + (x >> 1)] = 1;
  }
  return gridOf(columns, rows, channels, coarse);
}

/** One sweep of Gauss and Seidel over the unknown pixels. */
export function relax(grid: Grid, values: Float32Array, f: Float32Array): void {
  const { width, channels, inner, rim } = grid;
  const row = width * channels;
  for (let n = 0; n < rim.length; n++) {
    const first = (rim[n] as number) * channels;
    for (let i = first; i < first + channels; i++) {
      values[i] = rimMean(grid, values, i) + (f[i] as number);
    }
  }
  for (let n = 0; n < inner.length; n++) {
    const first = (inner[n] as number) * channels;
    for (let i = first; i < first + channels; i++) {
      values[i] = meanAround(values, i, channels, row) + (f[i] as number);
    }
  }
}

/** Σ w·neighbour + f − x at the unknown pixels, 0 at the others. */
export function residual(grid: Grid, values: Float32Array, f: Float32Array): Float32Array {
  const { width, channels, inner, rim } = grid;
  const result = new Float32Array(values.length);
  const row = width * channels;
  for (let n = 0; n < rim.length; n++) {
    const first = (rim[n] as number) * channels;
    for (let i = first; i < first + channels; i++) {
      result[i] = rimMean(grid, values, i) + (f[i] as number) - (values[i] as number);
    }
  }
  for (let n = 0; n < inner.length; n++) {
    const first = (inner[n] as number) * channels;
    for (let i = first; i < first + channels; i++) {
      result[i] = meanAround(values, i, channels, row) + (f[i] as number) - (values[i] as number);
    }
  }
  return result;
}

/** Of the eight neighbours. `row` is the number of values of a row. */
function meanAround(values: Float32Array, i: number, channels: number, row: number): number {
  const above = i - row;
  const below = i + row;
  return (
    ((values[i - channels] as number) +
      (values[i + channels] as number) +
      (values[above] as number) +
      (values[below] as number)) *
      SIDE +
    ((values[above - channels] as number) +
      (values[above + channels] as number) +
      (values[below - channels] as number) +
      (values[below + channels] as number)) *
      CORNER
  );
}

/** Of the neighbours that there are, their weights divided by their sum. */
function rimMean({ width, height, channels }: Grid, values: Float32Array, i: number): number {
  const pixel = Math.floor(i / channels);
  const channel = i - pixel * channels;
  const x = pixel % width;
  const y = (pixel - x) / width;
  let sum = 0;
  let weights = 0;
  for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
      if (nx === x && ny === y) continue;
      const weight = nx === x || ny === y ? SIDE : CORNER;
      sum += weight * (values[(ny * width + nx) * channels + channel] as number);
      weights += weight;
    }
  }
  return sum / weights;
}

/** Means of the known ones of the four pixels of each coarser one; 0 where there is none. */
export function knownMeans(
  { width, height, channels, known }: Grid,
  coarse: Grid,
  values: Float32Array,
): Float32Array {
  const sums = new Float32Array(coarse.known.length * channels);
  const counts = new Uint8Array(coarse.known.length);
  for (let y = 0, i = 0; y < height; y++) {
    const row = (y >> 1) * coarse.width;
    for (let x = 0; x < width; x++, i++) {
      if (known[i] !== 1) continue;
      const cell = row + (x >> 1);
      (counts[cell] as number)++;
      for (let c = 0; c < channels; c++) {
        (sums[cell * channels + c] as number) += values[i * channels + c] as number;
      }
    }
  }
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell] as number;
    if (count < 2) continue;
    for (let c = cell * channels; c < (cell + 1) * channels; c++) (sums[c] as number) /= count;
  }
  return sums;
}

/**
 * The residual on the coarser grid, for its unknown pixels: the mean of the four, times 4, because on a grid of twice the
 * spacing the same stencil gives four times the difference.
 */
export function coarserResidual(
  { width, height, channels }: Grid,
  coarse: Grid,
  left: Float32Array,
): Float32Array {
  const sums = new Float32Array(coarse.known.length * channels);
  for (const pixels of [coarse.inner, coarse.rim]) {
    for (let n = 0; n < pixels.length; n++) {
      const cell = pixels[n] as number;
      const x = 2 * (cell % coarse.width);
      const y = 2 * Math.floor(cell / coarse.width);
      // Beyond an odd side the last pixel counts twice.
      const right = x + 1 < width ? channels : 0;
      const below = y + 1 < height ? width * channels : 0;
      const first = (y * width + x) * channels;
      for (let c = 0; c < channels; c++) {
        const i = first + c;
        sums[cell * channels + c] =
          (left[i] as number) +
          (left[i + right] as number) +
          (left[i + below] as number) +
          (left[i + below + right] as number);
      }
    }
  }
  return sums;
}

/** Adds the coarser values, bilinear between the centres of its pixels, at the unknown pixels. */
export function addRefined(
  { width, height, channels, known }: Grid,
  coarse: Grid,
  coarseValues: Float32Array,
  values: Float32Array,
): void {
  for (let y = 0, i = 0; y < height; y++) {
    const near = (y >> 1) * coarse.width;
    const far = otherCell(y, coarse.height) * coarse.width;
    for (let x = 0; x < width; x++, i++) {
      if (known[i] === 1) continue;
      const column = x >> 1;
      const other = otherCell(x, coarse.width);
      const a = (near + column) * channels;
      const b = (near + other) * channels;
      const c = (far + column) * channels;
      const d = (far + other) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const sides = (coarseValues[b + channel] as number) + (coarseValues[c + channel] as number);
        (values[i * channels + channel] as number) +=
          (9 * (coarseValues[a + channel] as number) +
            3 * sides +
            (coarseValues[d + channel] as number)) /
          16;
      }
    }
  }
}

/** The coarser pixel on the other side of a pixel. */
function otherCell(position: number, cells: number): number {
  const other = (position >> 1) + (position % 2 === 0 ? -1 : 1);
  return Math.min(Math.max(other, 0), cells - 1);
}
