import type { Layer } from '../../../cam/results/inspection.ts';

/** `64 × 32 × 32`: channels, height, width; undefined if only running the model could tell. */
export function shapeText({ shape }: Layer): string | undefined {
  return shape && sizesText([shape.channels, shape.height, shape.width]);
}

/** Sizes of a tensor for display: `64 × 32 × 32`, or `[512]` for a vector. */
export function sizesText(sizes: readonly number[]): string {
  return sizes.length === 1 ? `[${sizes[0]}]` : sizes.join(' × ');
}
