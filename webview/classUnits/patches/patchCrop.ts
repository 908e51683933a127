import type { Rect } from '../../../src/cam/base/geometry.ts';
import { inputRectToPhoto } from '../../../src/cam/maps/pixels/box.ts';
import { patchRegion, receptiveFieldRegion } from '../../../src/cam/maps/pixels/patchRegion.ts';
import { neighbours, squareAround } from '../../../src/cam/maps/pixels/shownPart.ts';
import type { Patch, ReceptiveField } from '../../../src/cam/results/units.ts';
import type { Crop } from '../state/viewState.ts';

/** The data that decide how much of a picture a patch shows. */
export interface CropOptions {
  crop: Crop;
  threshold: number;
  receptiveField: ReceptiveField | undefined;
  /** By occlusion or by the gradient, in pixels of the model's input, if it was measured. */
  measured: Rect | undefined;
}

/**
 * The part of the photo that a patch shows, in photo pixels, inside the photo. If a crop is not available (no map was
 * kept, no receptive field is known), the cell with its neighbours is shown.
 */
export function patchCrop(patch: Patch, options: CropOptions): Rect {
  const { cell, grid } = patch;
  const { photo } = patch.geometry;
  const rect = wantedRect(patch, options);
  const isUsable = rect !== undefined && rect.width > 0 && rect.height > 0;
  if (!isUsable) return squareAround(neighbours(cell, grid, patch.geometry), photo);
  const isAsItIs = options.crop === 'receptiveField' || options.crop === 'whole';
  return isAsItIs ? rect : squareAround(rect, photo);
}

function wantedRect(patch: Patch, options: CropOptions): Rect | undefined {
  const { geometry, map, cell } = patch;
  const { crop, threshold, receptiveField, measured } = options;
  switch (crop) {
    case 'region':
      return map && patchRegion(map, cell, geometry, threshold);
    case 'receptiveField':
      return receptiveField && receptiveFieldRegion(cell, receptiveField, geometry).rect;
    case 'gradient':
    case 'empirical':
      return measured && inputRectToPhoto(measured, geometry);
    case 'whole':
      return { x: 0, y: 0, ...geometry.photo };
    default:
      return crop satisfies never;
  }
}
