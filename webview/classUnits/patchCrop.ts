import type { Rect, Size } from '../../src/cam/image/geometry.ts';
import { mapRectToPhoto } from '../../src/cam/maps/box.ts';
import { patchRegion, receptiveFieldRegion } from '../../src/cam/maps/patchRegion.ts';
import type { EmpiricalField, Patch, ReceptiveField } from '../../src/cam/units/results.ts';
import type { Crop } from './viewState.ts';

/** What tells how much of a picture a patch shows. */
export interface CropOptions {
  crop: Crop;
  threshold: number;
  receptiveField: ReceptiveField | undefined;
  /** Of this picture, where it was measured. */
  empirical: EmpiricalField | undefined;
}

/**
 * The part of the photo that a patch shows, in photo pixels, inside of the photo. Where a crop is not to be
 * had (no map is kept, no receptive field known) the cell with its neighbours is shown.
 */
export function patchCrop(patch: Patch, options: CropOptions): Rect {
  const { photo } = patch.geometry;
  const rect = wantedRect(patch, options);
  const isUsable = rect !== undefined && rect.width > 0 && rect.height > 0;
  if (!isUsable) return square(neighbours(patch), photo);
  return options.crop === 'receptiveField' ? rect : square(rect, photo);
}

function wantedRect(patch: Patch, options: CropOptions): Rect | undefined {
  const { geometry, map, cell } = patch;
  const { crop, threshold, receptiveField, empirical } = options;
  switch (crop) {
    case 'region':
      return map && patchRegion(map, cell, geometry, threshold);
    case 'receptiveField':
      return receptiveField && receptiveFieldRegion(cell, receptiveField, geometry).rect;
    case 'empirical':
      return empirical && mapRectToPhoto(empirical.box, geometry.crop, geometry);
    default:
      return crop satisfies never;
  }
}

function neighbours({ cell, grid, geometry }: Patch): Rect {
  return mapRectToPhoto({ x: cell.x - 1, y: cell.y - 1, width: 3, height: 3 }, grid, geometry);
}

/** The square around a rectangle, moved into the photo and cut where it is larger. */
function square(rect: Rect, photo: Size): Rect {
  const side = Math.max(rect.width, rect.height);
  const placed = (centre: number, length: number): [start: number, length: number] => {
    const size = Math.min(side, length);
    return [Math.min(Math.max(centre - size / 2, 0), length - size), size];
  };
  const [x, width] = placed(rect.x + rect.width / 2, photo.width);
  const [y, height] = placed(rect.y + rect.height / 2, photo.height);
  return { x, y, width, height };
}
