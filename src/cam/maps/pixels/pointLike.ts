import type { Pooling } from '../featureMap.ts';

/**
 * Whether a map is made of single positions, those of a maximum. Interpolation would show regions that the model did
 * not use, so the map is drawn in its true cells.
 * @param poolings of the model; whatever head follows them
 */
export function isPointLike(poolings: readonly Pooling[]): boolean {
  return poolings.includes('max');
}
