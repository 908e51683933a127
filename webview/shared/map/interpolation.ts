import type { Pooling } from '../../../src/cam/maps/featureMap.ts';
import { isPointLike } from '../../../src/cam/maps/pixels/pointLike.ts';
import type { ViewState } from '../../../src/protocol/showCam.ts';

/** How a model's maps are drawn: maps of single positions always in their cells. */
export function interpolationOf(
  poolings: readonly Pooling[],
  { interpolation }: Pick<ViewState, 'interpolation'>,
): ViewState['interpolation'] {
  return isPointLike(poolings) ? 'cells' : interpolation;
}
