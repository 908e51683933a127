import type { Rect, Size } from '../../src/cam/image/geometry.ts';
import { boxInPhoto, mapRectToPhoto } from '../../src/cam/maps/box.ts';
import type { EmpiricalField, Patch, ReceptiveField } from '../../src/cam/units/results.ts';
import type { Crop } from './viewState.ts';

/** Part of the region's longer side that is shown around it. */
const MARGIN = 0.2;

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
  const { geometry } = patch;
  const rect = wantedRect(patch, options);
  if (rect === undefined || rect.width <= 0 || rect.height <= 0) {
    return square(cellRect(patch), 1, geometry.photo);
  }
  return options.crop === 'receptiveField' ? rect : square(rect, MARGIN, geometry.photo);
}

function wantedRect(patch: Patch, options: CropOptions): Rect | undefined {
  const { geometry, map, maximum } = patch;
  const { crop, threshold, receptiveField, empirical } = options;
  switch (crop) {
    case 'region':
      return map && maximum > 0 ? boxInPhoto(map, geometry, threshold) : undefined;
    case 'receptiveField':
      return receptiveField && fieldInPhoto(patch, receptiveField);
    case 'empirical':
      return empirical && mapRectToPhoto(empirical.box, geometry.crop, geometry);
    default:
      return crop satisfies never;
  }
}

function fieldInPhoto({ cell, geometry }: Patch, field: ReceptiveField): Rect {
  const { width, height } = field;
  const rect = {
    x: field.centreX + cell.x * field.strideX - width / 2,
    y: field.centreY + cell.y * field.strideY - height / 2,
    width,
    height,
  };
  return mapRectToPhoto(rect, geometry.crop, geometry);
}

function cellRect({ cell, grid, geometry }: Patch): Rect {
  return mapRectToPhoto({ x: cell.x, y: cell.y, width: 1, height: 1 }, grid, geometry);
}

/** The square around a rectangle with a margin, moved into the photo and cut where it is larger. */
function square(rect: Rect, margin: number, photo: Size): Rect {
  const side = Math.max(rect.width, rect.height) * (1 + 2 * margin);
  const placed = (centre: number, length: number): [start: number, length: number] => {
    const size = Math.min(side, length);
    return [Math.min(Math.max(centre - size / 2, 0), length - size), size];
  };
  const [x, width] = placed(rect.x + rect.width / 2, photo.width);
  const [y, height] = placed(rect.y + rect.height / 2, photo.height);
  return { x, y, width, height };
}
