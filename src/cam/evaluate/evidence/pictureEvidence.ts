import type { ScalarMap } from '../../maps/featureMap.ts';
import { sampleMap } from '../../maps/pixels/sampleMap.ts';
import type { Evaluation } from '../evaluation.ts';
import { boxMask, GRID, halved, shareIn } from './regions.ts';

/** One picture on the common grid; both maps sum to 1. */
export interface PictureEvidence {
  image: number;
  map: Float32Array;
  activation: Float32Array;
  box: AnnotatedShare | undefined;
  mask: AnnotatedShare | undefined;
}

export interface AnnotatedShare {
  share: number;
  ofMeanActivation: number;
  chance: number;
}

/** @returns undefined if the picture has no map of the class, or one without positive evidence */
export async function pictureEvidence(
  evaluation: Evaluation,
  image: number,
  classIndex: number,
): Promise<PictureEvidence | undefined> {
  const kept = await evaluation.mapsOf(image);
  const ofClass = kept.ofClasses.get(classIndex);
  if (ofClass === undefined) return undefined;
  const map = overPhoto(evaluation, image, ofClass);
  if (map === undefined) return undefined;
  const activation =
    overPhoto(evaluation, image, kept.meanActivation) ?? new Float32Array(GRID * GRID);
  const objects = await evaluation.objectsOf(image);
  const shareOf = (region: Float32Array): AnnotatedShare => ({
    share: shareIn(map, region),
    ofMeanActivation: shareIn(activation, region),
    chance: region.reduce((sum, part) => sum + part, 0) / region.length,
  });
  const photo = evaluation.geometryOf(image).photo;
  return {
    image,
    map,
    activation,
    box:
      objects === undefined || objects.boxes.length === 0
        ? undefined
        : shareOf(boxMask(objects.boxes, photo)),
    mask: objects?.hasMask ? shareOf(halved(objects.mask(2 * GRID).object)) : undefined,
  };
}

/** The positive part of a map over the whole photo; nothing where the model did not look. */
function overPhoto(
  evaluation: Evaluation,
  image: number,
  map: ScalarMap,
): Float32Array | undefined {
  const geometry = evaluation.geometryOf(image);
  const whole = { x: 0, y: 0, ...geometry.photo };
  const cells = halved(sampleMap(map, geometry, whole, { width: 2 * GRID, height: 2 * GRID }));
  const sum = cells.reduce((all, value) => all + value, 0);
  return sum > 0 && Number.isFinite(sum) ? cells.map((value) => value / sum) : undefined;
}
