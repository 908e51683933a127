import type { ScalarMap } from '../../maps/featureMap.ts';
import { sampleMap } from '../../maps/pixels/sampleMap.ts';
import type { Evaluation, PictureObjects } from '../evaluation.ts';
import { boxMask, GRID, halved, shareIn } from './regions.ts';

/** One picture on the common grid; both maps sum to 1. */
export interface PictureEvidence {
  image: number;
  map: Float32Array;
  activation: Float32Array;
  box: AnnotatedShare | undefined;
  mask: AnnotatedShare | undefined;
  /** Why it has no share in boxes or masks; undefined if it has what is annotated. */
  withoutShare: 'notAnnotated' | 'emptyMask' | undefined;
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
  const box = objects && shareInBoxes(objects, evaluation, image, { map, activation });
  const mask = objects && shareInMask(objects, { map, activation });
  const isAnnotated = objects !== undefined && (objects.hasMask || objects.boxes.length > 0);
  const isEmpty = (objects?.hasMask && !mask) || (!box && !mask);
  const reason = isEmpty ? 'emptyMask' : undefined;
  return { image, map, activation, box, mask, withoutShare: isAnnotated ? reason : 'notAnnotated' };
}

type Maps = Pick<PictureEvidence, 'map' | 'activation'>;

/** Undefined without boxes, or if they cover no point of the grid. */
function shareInBoxes(
  { boxes }: PictureObjects,
  evaluation: Evaluation,
  image: number,
  { map, activation }: Maps,
): AnnotatedShare | undefined {
  const region = boxMask(boxes, evaluation.geometryOf(image).photo);
  const chance = region.reduce((sum, part) => sum + part, 0) / region.length;
  if (chance === 0) return undefined;
  return { share: shareIn(map, region), ofMeanActivation: shareIn(activation, region), chance };
}

/**
 * Of what lies on the object and on the background; where the annotation says nothing there is neither. Undefined
 * without a mask, or if nothing is left to take a share of.
 */
function shareInMask(
  objects: PictureObjects,
  { map, activation }: Maps,
): AnnotatedShare | undefined {
  if (!objects.hasMask) return undefined;
  const { object, ignored } = objects.mask(2 * GRID);
  const region = halved(object);
  const known = halved(ignored.map((isIgnored) => 1 - isIgnored));
  const covered = region.reduce((sum, part) => sum + part, 0);
  const ofMap = shareIn(map, known);
  if (covered === 0 || ofMap === 0) return undefined;
  const ofActivation = shareIn(activation, known);
  return {
    share: shareIn(map, region) / ofMap,
    ofMeanActivation: ofActivation === 0 ? 0 : shareIn(activation, region) / ofActivation,
    chance: covered / known.reduce((sum, part) => sum + part, 0),
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
