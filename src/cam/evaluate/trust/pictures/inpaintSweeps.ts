import type { Grid } from './inpaintGrid.ts';

/** One sweep of Gauss and Seidel over the near pixels. */
export function relax({ stride, side, corner, near }: Grid, values: Float64Array, f: Float64Array) {
  for (const { total, spans } of near) {
    sweep(values, f, spans, stride, side / total, corner / total, 1 / total);
  }
}

/** The three columns of neighbours move on with the pixel, so each value is read once. */
function sweep(
  values: Float64Array,
  f: Float64Array,
  spans: Int32Array,
  stride: number,
  side: number,
  corner: number,
  own: number,
): void {
  for (let n = 0; n < spans.length; n += 2) {
    const end = spans[n + 1] as number;
    let i = spans[n] as number;
    let before = values[i - 1] as number;
    let columnBefore = columnAt(values, i - 1, stride);
    let column = columnAt(values, i, stride);
    for (; i < end; i++) {
      const after = values[i + 1] as number;
      const columnAfter = columnAt(values, i + 1, stride);
      before =
        corner * (columnBefore + columnAfter) +
        side * (column + after) +
        own * (f[i] as number) +
        side * before;
      values[i] = before;
      columnBefore = column;
      column = columnAfter;
    }
  }
}

/** Σ w·neighbour + f − total·x at the near pixels; the others of `result` are left. */
export function residual(
  { stride, side, corner, near }: Grid,
  values: Float64Array,
  f: Float64Array,
  result: Float64Array,
): void {
  for (const { total, spans } of near) {
    for (let n = 0; n < spans.length; n += 2) {
      const end = spans[n + 1] as number;
      let i = spans[n] as number;
      let before = values[i - 1] as number;
      let here = values[i] as number;
      let columnBefore = columnAt(values, i - 1, stride);
      let column = columnAt(values, i, stride);
      for (; i < end; i++) {
        const after = values[i + 1] as number;
        const columnAfter = columnAt(values, i + 1, stride);
        result[i] =
          corner * (columnBefore + columnAfter) +
          side * (column + before + after) +
          (f[i] as number) -
          total * here;
        before = here;
        here = after;
        columnBefore = column;
        column = columnAfter;
      }
    }
  }
}

/** The values above and below. */
function columnAt(values: Float64Array, i: number, stride: number): number {
  return (values[i - stride] as number) + (values[i + stride] as number);
}
