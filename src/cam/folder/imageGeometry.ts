import type { Geometry } from '../base/geometry.ts';
import { planGeometry } from '../image/planGeometry.ts';
import { placed } from '../places/placement.ts';
import type { IndexedImage, IndexedModel } from './folderIndex.ts';

/**
 * How an image became the model's input, and where its map lies in it. A photo of kept proportions may get its size from
 * itself; any other gets it from the model.
 */
export function imageGeometry(
  { preprocessing, input, placement }: IndexedModel,
  { photo }: IndexedImage,
): Geometry {
  const isFree = preprocessing.resize.mode === 'shorter-side';
  const size = isFree ? { width: undefined, height: undefined } : input;
  return placed(planGeometry(photo, preprocessing, size), placement);
}
