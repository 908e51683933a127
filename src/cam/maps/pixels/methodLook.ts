import type { Geometry, Rect } from '../../base/geometry.ts';
import type { MapWay } from '../../results/mapWay.ts';
import type { MapMethod } from '../../results/methodMap.ts';
import { rangeOf } from '../cam.ts';
import type { ScalarMap } from '../featureMap.ts';
import { boxInPhoto, DEFAULT_BOX_THRESHOLD } from './box.ts';
import { magnitudePercentile, meanOfNeighbours } from './fineMap.ts';

/** Per cent of the pixels that lie inside the colour scale of a map of pixels. */
const CLIP_PERCENT = 99;

/** What a method's map is made of: cells of a layer, single pixels, or parts of the picture that are covered. */
export const METHOD_CELLS: Readonly<Record<MapMethod, 'layer' | 'pixels' | 'parts'>> = {
  'grad-cam': 'layer',
  'hires-cam': 'layer',
  'layer-cam': 'layer',
  saliency: 'pixels',
  'gradient-input': 'pixels',
  'integrated-gradients': 'pixels',
  'smooth-grad': 'pixels',
  occlusion: 'parts',
};

/** What the values of a map are. */
export type ValueKind = 'cam' | 'layer' | 'sensitivity' | 'parts' | 'fall';

export const VALUE_KINDS: Readonly<Record<MapWay, ValueKind>> = {
  cam: 'cam',
  'grad-cam': 'layer',
  'hires-cam': 'layer',
  'layer-cam': 'layer',
  saliency: 'sensitivity',
  'gradient-input': 'parts',
  'integrated-gradients': 'parts',
  'smooth-grad': 'sensitivity',
  occlusion: 'fall',
};

/** How a method's map is enlarged: single pixels stay crisp. */
export function methodInterpolation(method: MapMethod): 'bilinear' | 'cells' {
  return METHOD_CELLS[method] === 'pixels' ? 'cells' : 'bilinear';
}

/**
 * Value of the last colour of a method's map: its peak; of a map of pixels the 99th percentile of the magnitudes, so
 * that a few pixels do not hide the others.
 */
export function methodLimit(method: MapMethod, map: ScalarMap): number {
  const clipped = METHOD_CELLS[method] === 'pixels' ? magnitudePercentile(map, CLIP_PERCENT) : 0;
  return clipped > 0 ? clipped : rangeOf(map).scale;
}

/**
 * The box of a method's map in photo pixels, see {@link boxInPhoto}. Magnitudes of single pixels (`saliency`,
 * `smooth-grad`) are smoothed first, see {@link meanOfNeighbours}: else their parts are a few pixels large.
 * @param threshold as a fraction of the map's maximum
 * @returns undefined if no value is positive
 */
export function methodBox(
  method: MapMethod,
  map: ScalarMap,
  geometry: Geometry,
  threshold = DEFAULT_BOX_THRESHOLD,
): Rect | undefined {
  const isMagnitude = method === 'saliency' || method === 'smooth-grad';
  const found = isMagnitude ? meanOfNeighbours(map) : map;
  return boxInPhoto(found, geometry, threshold, methodInterpolation(method));
}
