import type { Rect, Size } from '../../base/geometry.ts';
import { partOfPicture } from '../../drawing/partOfPicture.ts';
import type { RgbPicture } from '../../image/prepareInput.ts';
import { sampleMap } from '../../maps/pixels/sampleMap.ts';
import type { Patch } from '../../results/units.ts';
import type { PatchDrawing } from './contactSheet.ts';

/** Remaining brightness outside the region. */
const DIMMED = 0.28;

/** Half the thickness of the contour's white line and of its dark edge, in pixels at a side of 90. */
const LINE = { white: 0.7, dark: 1.5 };

/**
 * A part of the photo, as large as fits into a square, with the region of the patch drawn on it.
 * @param shown in photo pixels, inside the photo
 * @param side of the square, in pixels
 */
export async function patchTile(
  photo: RgbPicture,
  patch: Patch,
  shown: Rect,
  drawing: PatchDrawing,
  side: number,
): Promise<RgbPicture> {
  const { part, tile } = await partOfPicture(photo, shown, side);
  const { map, maximum, geometry } = patch;
  if (map === undefined || maximum <= 0 || drawing.mask === 'none') return tile;
  const limit = drawing.threshold * maximum;
  const levels = sampleMap(map, geometry, part, tile).map((value) => value - limit);
  if (drawing.mask === 'dim') dimOutside(tile, levels);
  else drawContour(tile, levels, side / 90);
  return tile;
}

function dimOutside({ pixels }: RgbPicture, levels: Float32Array): void {
  for (let i = 0; i < pixels.length; i++) {
    if ((levels[Math.floor(i / 3)] ?? 0) >= 0) continue;
    pixels[i] = Math.round((pixels[i] ?? 0) * DIMMED);
  }
}

/** Where the level is zero, a white line with dark edges. */
function drawContour(picture: RgbPicture, levels: Float32Array, thickness: number): void {
  const { pixels } = picture;
  const distances = distanceToZero(levels, picture, Math.ceil(LINE.dark * thickness) + 1);
  for (const [i, distance] of distances.entries()) {
    const white = coverage(LINE.white * thickness - distance);
    const dark = coverage(LINE.dark * thickness - distance) * 0.75;
    for (let at = i * 3; at < i * 3 + 3; at++) {
      const below = (pixels[at] ?? 0) * (1 - dark);
      pixels[at] = Math.round(below + (255 - below) * white);
    }
  }
}

/**
 * Distance of each pixel from the nearest place between two neighbouring pixels at which the level changes
 * its sign, in pixels; infinite beyond `reach`.
 */
function distanceToZero(
  levels: Float32Array,
  { width, height }: Size,
  reach: number,
): Float32Array {
  const distances = new Float32Array(width * height).fill(Number.POSITIVE_INFINITY);
  const mark = (zeroX: number, zeroY: number): void => {
    const bottom = Math.min(Math.floor(zeroY + reach), height - 1);
    const right = Math.min(Math.floor(zeroX + reach), width - 1);
    for (let y = Math.max(Math.ceil(zeroY - reach), 0); y <= bottom; y++) {
      for (let x = Math.max(Math.ceil(zeroX - reach), 0); x <= right; x++) {
        const i = y * width + x;
        distances[i] = Math.min(distances[i] ?? 0, Math.hypot(x - zeroX, y - zeroY));
      }
    }
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const across = x + 1 < width ? zeroBetween(levels[i], levels[i + 1]) : undefined;
      const down = y + 1 < height ? zeroBetween(levels[i], levels[i + width]) : undefined;
      if (across !== undefined) mark(x + across, y);
      if (down !== undefined) mark(x, y + down);
    }
  }
  return distances;
}

/** Position of the line between two levels, 0…1; everything beyond the map is outside the region. */
function zeroBetween(from = Number.NaN, to = Number.NaN): number | undefined {
  if (from >= 0 === to >= 0) return undefined;
  return Number.isNaN(from - to) ? 0.5 : from / (from - to);
}

/** How much of a pixel lies inside an edge at this distance. */
function coverage(inside: number): number {
  return Math.min(Math.max(inside + 0.5, 0), 1);
}
