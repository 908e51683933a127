import type { Geometry, Rect, Size } from '../../base/geometry.ts';
import type { ScalarMap } from '../featureMap.ts';
import { componentBoxAt, inputRectToPhoto, mapRectToPhoto } from './box.ts';
import { upsampleBilinear } from './upsample.ts';

/** Fraction of the maximum from which a position belongs to the channel's region. */
const DEFAULT_REGION_THRESHOLD = 0.5;

/** Margin around the region, as a fraction of its longer side. */
const DEFAULT_REGION_MARGIN = 0.2;

/** Cell of a map. */
interface Cell {
  x: number;
  y: number;
}

/** A receptive field of one cell, see `ReceptiveField` of the class units. */
interface FieldOfCells extends Size {
  strideX: number;
  strideY: number;
  centreX: number;
  centreY: number;
}

/**
 * The region of a photo where a channel is high: its activation is enlarged to the model's input, as in Network
 * Dissection (Bau et al. 2017), and cut at a fraction of its maximum. The result is the bounding box of the 8-connected
 * part that contains the maximum, with a margin around it.
 * @param map the channel's activation
 * @param cell where it is largest; with equal maxima, the one whose part is needed
 * @param threshold fraction of the maximum, above 0 and at most 1
 * @param margin part of the box's longer side
 * @returns in photo pixels, clipped to the photo; undefined if the maximum is not positive, or the region is in the
 *   padding alone
 */
export function patchRegion(
  map: ScalarMap,
  cell: Cell,
  geometry: Geometry,
  threshold: number = DEFAULT_REGION_THRESHOLD,
  margin: number = DEFAULT_REGION_MARGIN,
): Rect | undefined {
  if (!((map.values[cell.y * map.width + cell.x] as number) > 0)) return undefined;
  const { crop } = geometry;
  const large = upsampleBilinear(map, crop.width, crop.height);
  const box = componentBoxAt(large, threshold, largestPixelOf(cell, map, large));
  const inPhoto = mapRectToPhoto(box, crop, geometry);
  if (inPhoto.width <= 0 || inPhoto.height <= 0) return undefined;
  const side = margin * Math.max(box.width, box.height);
  const { x, y, width, height } = box;
  const grown = { x: x - side, y: y - side, width: width + 2 * side, height: height + 2 * side };
  return mapRectToPhoto(grown, crop, geometry);
}

/** The pixel with the largest value among those of a cell; they are an enlarged map's. */
function largestPixelOf(cell: Cell, cells: Size, large: ScalarMap): number {
  const first = (index: number, count: number, length: number) =>
    Math.floor((index * length) / count);
  const left = first(cell.x, cells.width, large.width);
  const top = first(cell.y, cells.height, large.height);
  const right = Math.max(left + 1, first(cell.x + 1, cells.width, large.width));
  const bottom = Math.max(top + 1, first(cell.y + 1, cells.height, large.height));
  let best = top * large.width + left;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const pixel = y * large.width + x;
      if ((large.values[pixel] as number) > (large.values[best] as number)) best = pixel;
    }
  }
  return best;
}

/**
 * The theoretical receptive field of a cell, in photo pixels, clipped to the photo.
 * @returns `coversImage` where the cell sees all of the model's input
 */
export function receptiveFieldRegion(
  cell: Cell,
  field: FieldOfCells,
  geometry: Geometry,
): { rect: Rect; coversImage: boolean } {
  const { crop } = geometry;
  // The centre of a pixel lies half a pixel from its edge.
  const x = field.centreX + cell.x * field.strideX + 0.5 - field.width / 2;
  const y = field.centreY + cell.y * field.strideY + 0.5 - field.height / 2;
  return {
    rect: inputRectToPhoto({ x, y, width: field.width, height: field.height }, geometry),
    coversImage:
      x <= 0 && y <= 0 && x + field.width >= crop.width && y + field.height >= crop.height,
  };
}
