import { t } from '@vscode/l10n';
import type { Rect, Size } from '../../base/geometry.ts';

/** Cells of a side of the grid that is laid over every photo: an eighth of a side is two of them. */
export const GRID = 16;
/** Points of a side at which maps, boxes and masks are read: four in each cell. */
export const POINTS = 2 * GRID;

export type Place = 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight' | Side;
type Side = 'left' | 'right' | 'top' | 'bottom';

type Inside = (x: number, y: number) => boolean;

/** Corners are a quarter of each side, the sides' bands an eighth; x and y are parts of the photo's sides. */
const PLACES: Record<Place, Inside> = {
  topLeft: (x, y) => x < 1 / 4 && y < 1 / 4,
  topRight: (x, y) => x > 3 / 4 && y < 1 / 4,
  bottomLeft: (x, y) => x < 1 / 4 && y > 3 / 4,
  bottomRight: (x, y) => x > 3 / 4 && y > 3 / 4,
  left: (x) => x < 1 / 8,
  right: (x) => x > 7 / 8,
  top: (_, y) => y < 1 / 8,
  bottom: (_, y) => y > 7 / 8,
};

export const CORNERS = ['topLeft', 'topRight', 'bottomLeft', 'bottomRight'] as const;
export const PLACE_NAMES = Object.keys(PLACES) as Place[];

const placeMasks = new Map(PLACE_NAMES.map((place) => [place, cells(PLACES[place])]));

/** Regions that are the same in every photo, as the part of each cell that they cover. */
export const FIXED_REGIONS = {
  centre: cells((x, y) => Math.abs(x - 0.5) < 1 / 4 && Math.abs(y - 0.5) < 1 / 4),
  border: cells((x, y) => Math.min(x, y, 1 - x, 1 - y) < 1 / 8),
  corners: cells((x, y) => CORNERS.some((corner) => PLACES[corner](x, y))),
};

export function placeMask(place: Place): Float32Array {
  return placeMasks.get(place) as Float32Array;
}

/** 1 for the points in any of the boxes. */
export function pointsInBoxes(boxes: readonly Rect[], photo: Size): Float32Array {
  return points((x, y) => {
    const column = x * photo.width;
    const row = y * photo.height;
    return boxes.some(
      (box) =>
        column >= box.x && column < box.x + box.width && row >= box.y && row < box.y + box.height,
    );
  });
}

/** Mean of the four points of each cell. */
export function halved(values: ArrayLike<number>): Float32Array {
  const means = new Float32Array(GRID * GRID);
  const quarter = (i: number) => (values[i] as number) / 4;
  for (let row = 0; row < GRID; row++) {
    for (let column = 0; column < GRID; column++) {
      const first = 2 * row * POINTS + 2 * column;
      // Summed in float32.
      const above = Math.fround(Math.fround(quarter(first)) + quarter(first + 1));
      const left = Math.fround(above + quarter(first + POINTS));
      means[row * GRID + column] = left + quarter(first + POINTS + 1);
    }
  }
  return means;
}

/** Σ of a map, weighted by the part of each of its cells that the region covers. */
export function shareIn(map: ArrayLike<number>, region: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < map.length; i++) sum += (map[i] as number) * (region[i] as number);
  return sum;
}

export function placeText(place: Place): string {
  switch (place) {
    case 'topLeft':
      return t('the upper left corner');
    case 'topRight':
      return t('the upper right corner');
    case 'bottomLeft':
      return t('the lower left corner');
    case 'bottomRight':
      return t('the lower right corner');
    case 'left':
      return t('the left border');
    case 'right':
      return t('the right border');
    case 'top':
      return t('the upper border');
    case 'bottom':
      return t('the lower border');
  }
}

function cells(inside: Inside): Float32Array {
  return halved(points(inside));
}

function points(inside: Inside): Float32Array {
  return Float32Array.from({ length: POINTS * POINTS }, (_, i) => {
    const x = ((i % POINTS) + 0.5) / POINTS;
    const y = (Math.floor(i / POINTS) + 0.5) / POINTS;
    return inside(x, y) ? 1 : 0;
  });
}
