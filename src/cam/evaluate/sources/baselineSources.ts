import { t } from '@vscode/l10n';
import type { Geometry, Size } from '../../base/geometry.ts';
import { createRandom } from '../../classifier/probe/probes.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import type { Baseline } from '../../results/evaluation/localization.ts';
import type { Evaluation } from '../evaluation.ts';
import type { MapSource, PictureMaps } from '../mapSource.ts';
import type { KeptReader } from './keptMaps.ts';
import { placeOf } from './keptMaps.ts';

/** Standard deviation of the centre Gaussian, part of the picture's side. */
const SIGMA = 0.3;

/** Side of the centre box, part of the picture's side. */
const BOX_SIDE = 0.7;

/** Side of the maps that are drawn over the picture: the grid on which maps are scored. */
const SIDE = 224;

/** The maps of a baseline: of every class of a picture the same one. */
export function baselineSource(
  evaluation: Evaluation,
  baseline: Baseline,
  seed: number,
  kept: KeptReader,
): MapSource {
  const source = { kind: 'baseline', baseline } as const;
  const name = nameOf(baseline);
  if (baseline === 'meanActivation' || baseline === 'otherClass') {
    return { source, name, read: (image) => keptMap(evaluation, baseline, image, kept) };
  }
  if (baseline === 'random') {
    const read = async (image: number) => {
      return maps(placeOf(evaluation, image), randomMap(evaluation, image, seed));
    };
    return { source, name, read };
  }
  const map = baseline === 'centreGaussian' ? centreGaussian() : box(sideOf(baseline));
  const read = async (image: number) => {
    const geometry = overPhoto(evaluation.geometryOf(image).photo);
    return maps({ geometry, interpolation: 'bilinear' }, map);
  };
  return { source, name, read };
}

function nameOf(baseline: Baseline): string {
  switch (baseline) {
    case 'centreGaussian':
      return t('centre Gaussian');
    case 'wholePicture':
      return t('whole picture');
    case 'centreBox':
      return t('centre box');
    case 'random':
      return t('random map');
    case 'meanActivation':
      return t('mean activation');
    case 'otherClass':
      return t('map of another class');
  }
}

function maps(place: Pick<PictureMaps, 'geometry' | 'interpolation'>, map: ScalarMap): PictureMaps {
  return { ...place, top: [], mapOf: () => map };
}

async function keptMap(
  evaluation: Evaluation,
  baseline: 'meanActivation' | 'otherClass',
  image: number,
  kept: KeptReader,
): Promise<PictureMaps | undefined> {
  const { meanActivation, ofClasses, otherClass } = await kept.read(image);
  const other = otherClass === undefined ? undefined : ofClasses.get(otherClass);
  const map = baseline === 'meanActivation' ? meanActivation : other;
  // An index that was written without maps has a single cell.
  if (!map || map.values.length < 2) return undefined;
  return maps(placeOf(evaluation, image), map);
}

/** Independent values of 0…1 on the model's grid, drawn by seed and path: the same in every run. */
function randomMap({ index }: Evaluation, image: number, seed: number): ScalarMap {
  const { width, height } = index.images[image]?.grid ?? index.model.grid;
  const random = createRandom(seed ^ hashOf(index.images[image]?.path ?? ''));
  return { width, height, values: new Float32Array(width * height).map(random) };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

function centreGaussian(): ScalarMap {
  return drawn((x, y) => Math.exp(-((x - 0.5) ** 2 + (y - 0.5) ** 2) / (2 * SIGMA ** 2)));
}

function sideOf(baseline: 'wholePicture' | 'centreBox'): number {
  return baseline === 'centreBox' ? BOX_SIDE : 1;
}

/** 1 in a box in the centre, else 0. A map without a 0 has no contour, so the whole picture lacks its last pixel. */
function box(side: number): ScalarMap {
  const map = drawn((x, y) => Number(Math.max(Math.abs(x - 0.5), Math.abs(y - 0.5)) < side / 2));
  map.values[map.values.length - 1] = 0;
  return map;
}

/** @param valueAt of the centres of the cells, x and y from 0 to 1 */
function drawn(valueAt: (x: number, y: number) => number): ScalarMap {
  const values = new Float32Array(SIDE * SIDE);
  for (let i = 0; i < values.length; i++) {
    values[i] = valueAt(((i % SIDE) + 0.5) / SIDE, (Math.floor(i / SIDE) + 0.5) / SIDE);
  }
  return { width: SIDE, height: SIDE, values };
}

/** A map that lies over the whole photo. */
export function overPhoto({ width, height }: Size): Geometry {
  const photo = { width, height };
  const whole = { x: 0, y: 0, width, height };
  return { photo, resized: photo, crop: whole, seen: whole };
}
