import type { Grid } from './inpaintGrid.ts';

/** One sweep of Gauss and Seidel over the near pixels. */
export function relax(grid: Grid, values: Float64Array, f: Float64Array): void {
  const { channels, near, side, corner } = grid;
  const row = grid.stride * channels;
  for (const { total, spans } of near) {
    sweep(values, f, spans, channels, row, side / total, corner / total, 1 / total);
  }
}

function sweep(
  values: Float64Array,
  f: Float64Array,
  spans: Int32Array,
  next: number,
  row: number,
  side: number,
  corner: number,
  own: number,
): void {
  for (let n = 0; n < spans.length; n += 2) {
    const end = spans[n + 1] as number;
    for (let i = spans[n] as number; i < end; i++) {
      const above = i - row;
      const below = i + row;
      values[i] =
        side *
          ((values[i + next] as number) + (values[above] as number) + (values[below] as number)) +
        corner *
          ((values[above - next] as number) +
            (values[above + next] as number) +
            (values[below - next] as number) +
            (values[below + next] as number)) +
        own * (f[i] as number) +
        side * (values[i - next] as number);
    }
  }
}

/** Σ w·neighbour + f − total·x at the near pixels; the others of `result` are left. */
export function residual(
  { channels, stride, side, corner, near }: Grid,
  values: Float64Array,
  f: Float64Array,
  result: Float64Array,
): void {
  for (const { total, spans } of near) {
    apply(values, f, result, spans, channels, stride * channels, side, corner, total);
  }
}

function apply(
  values: Float64Array,
  f: Float64Array,
  result: Float64Array,
  spans: Int32Array,
  next: number,
  row: number,
  side: number,
  corner: number,
  total: number,
): void {
  for (let n = 0; n < spans.length; n += 2) {
    const end = spans[n + 1] as number;
    for (let i = spans[n] as number; i < end; i++) {
      const above = i - row;
      const below = i + row;
      result[i] =
        side *
          ((values[i - next] as number) +
            (values[i + next] as number) +
            (values[above] as number) +
            (values[below] as number)) +
        corner *
          ((values[above - next] as number) +
            (values[above + next] as number) +
            (values[below - next] as number) +
            (values[below + next] as number)) +
        (f[i] as number) -
        total * (values[i] as number);
    }
  }
}
