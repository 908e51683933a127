import type { Geometry } from '../../base/geometry.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import { sampleMap } from '../../maps/pixels/sampleMap.ts';
import type { Evaluation, PictureObjects } from '../evaluation.ts';
import { halved, POINTS, pointsInBoxes, shareIn } from './regions.ts';

const EVERYWHERE = new Uint8Array(POINTS * POINTS).fill(1);

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

/** Positive parts of a picture's maps at points of the photo. */
interface Points {
  map: Float32Array;
  activation: Float32Array;
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
  const geometry = evaluation.geometryOf(image);
  const map = overPhoto(geometry, ofClass);
  const sum = sumOf(map);
  if (!(sum > 0 && Number.isFinite(sum))) return undefined;
  const points: Points = { map, activation: overPhoto(geometry, kept.meanActivation) };
  const objects = await evaluation.objectsOf(image);
  const box = objects && shareInBoxes(objects, geometry, points);
  const mask = objects && shareInMask(objects, points);
  return {
    image,
    map: distribution(points.map),
    activation: distribution(points.activation),
    box,
    mask,
    withoutShare: reasonOf(objects, box, mask),
  };
}

function reasonOf(
  objects: PictureObjects | undefined,
  box: AnnotatedShare | undefined,
  mask: AnnotatedShare | undefined,
): PictureEvidence['withoutShare'] {
  if (!objects || (!objects.hasMask && objects.boxes.length === 0)) return 'notAnnotated';
  return (objects.hasMask ? mask : box) ? undefined : 'emptyMask';
}

/** Undefined without boxes, or if they cover no point. */
function shareInBoxes(
  { boxes }: PictureObjects,
  { photo }: Geometry,
  points: Points,
): AnnotatedShare | undefined {
  const region = pointsInBoxes(boxes, photo);
  return annotatedShare(points, region, EVERYWHERE);
}

/** Undefined without a mask, if it covers no point, or if all evidence lies where the annotation says nothing. */
function shareInMask(objects: PictureObjects, points: Points): AnnotatedShare | undefined {
  if (!objects.hasMask) return undefined;
  const { object, ignored } = objects.mask(POINTS);
  const known = ignored.map((isIgnored) => 1 - isIgnored);
  return annotatedShare(
    points,
    object.map((is, i) => is * (known[i] as number)),
    known,
  );
}

/** @param known what counts at all */
function annotatedShare(
  { map, activation }: Points,
  region: ArrayLike<number>,
  known: ArrayLike<number>,
): AnnotatedShare | undefined {
  const covered = sumOf(region);
  const ofMap = shareIn(map, known);
  if (covered === 0 || ofMap === 0) return undefined;
  const ofActivation = shareIn(activation, known);
  return {
    share: shareIn(map, region) / ofMap,
    ofMeanActivation: ofActivation === 0 ? 0 : shareIn(activation, region) / ofActivation,
    chance: covered / sumOf(known),
  };
}

/** The positive part of a map over the whole photo; 0 where the model did not look. */
function overPhoto(geometry: Geometry, map: ScalarMap): Float32Array {
  const whole = { x: 0, y: 0, ...geometry.photo };
  const values = sampleMap(map, geometry, whole, { width: POINTS, height: POINTS });
  for (let i = 0; i < values.length; i++) {
    if (!((values[i] as number) > 0)) values[i] = 0;
  }
  return values;
}

/** Cells that sum to 1; zeros if there is nothing. */
function distribution(points: Float32Array): Float32Array {
  const cells = halved(points);
  const sum = sumOf(cells);
  if (!(sum > 0 && Number.isFinite(sum))) return cells.fill(0);
  for (let i = 0; i < cells.length; i++) cells[i] = (cells[i] as number) / sum;
  return cells;
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum;
}
