import type { Rect } from '../../cam/base/geometry.ts';

/** `66.02 %`; tiny ones as a power of ten. */
export function percent(probability: number): string {
  if (probability > 0 && probability < 1e-4) return `${(probability * 100).toExponential(0)} %`;
  return `${(probability * 100).toFixed(2)} %`;
}

/** `21.0, 6.0, 30.5 × 12.0` */
export function boxText({ x, y, width, height }: Rect): string {
  return `${x.toFixed(1)}, ${y.toFixed(1)}, ${width.toFixed(1)} × ${height.toFixed(1)}`;
}
