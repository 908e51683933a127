import type { Pooling } from '../featureMap.ts';

/**
 * Whether a map is made of single positions, those that a maximum took. Interpolating it would claim
 * regions that the model never looked at, so it is drawn in its true cells.
 * @param poolings of the model; whatever head follows them
 */
export function isPointLike(poolings: readonly Pooling[]): boolean {
  return poolings.includes('max');
}
