import type { Geometry } from '../../base/geometry.ts';
import { Slices } from '../../base/slices.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import { boxInPhoto, DEFAULT_BOX_THRESHOLD, mapArea } from '../../maps/pixels/box.ts';
import { reduceByMean } from '../../maps/pixels/fineMap.ts';
import { isPointLike } from '../../maps/pixels/pointLike.ts';
import type {
  ClassMapRecord,
  EvaluationRecord,
  PictureRecord,
} from '../../results/evaluation/record.ts';
import { predictedOf } from '../classification/topClasses.ts';
import type { Evaluation } from '../evaluation.ts';
import { encodeValues } from './mapValues.ts';
import { matchClasses } from './matchClasses.ts';

/** Cells of a kept map; usual grids of 7×7 and 14×14 are kept as they are. */
const LONGEST_SIDE = 16;

export interface RecordProgress {
  done: number;
  all: number;
}

/**
 * What a later comparison needs of an evaluated folder: each picture's right and predicted class, and the map of the
 * predicted class with the paper's box (Zhou et al., CVPR 2016, section 3.2: 20 % of the maximum).
 * @param name of the model, for people
 * @param before a record that it is compared with: maps of the classes predicted there are kept too
 */
export async function recordOf(
  evaluation: Evaluation,
  name: string,
  onProgress: (progress: RecordProgress) => void,
  before?: EvaluationRecord,
): Promise<EvaluationRecord> {
  const { index, labels } = evaluation;
  const asked = askedClasses(labels, before);
  const pictures: PictureRecord[] = [];
  const slices = new Slices();
  for (const [image, { path }] of index.images.entries()) {
    pictures.push(await pictureRecord(evaluation, image, asked.get(path)));
    if (!slices.isOver) continue;
    onProgress({ done: pictures.length, all: index.images.length });
    await slices.next();
  }
  onProgress({ done: pictures.length, all: pictures.length });
  return { version: 1, model: { name, hash: index.model.hash }, labels: [...labels], pictures };
}

/** The class that a record predicted for each path, as this model numbers it. */
function askedClasses(
  labels: readonly string[],
  before: EvaluationRecord | undefined,
): Map<string, number | undefined> {
  if (!before) return new Map();
  const classOf = matchClasses(before.labels, labels);
  return new Map(before.pictures.map(({ path, predicted }) => [path, classOf(predicted)]));
}

async function pictureRecord(
  evaluation: Evaluation,
  image: number,
  asked: number | undefined,
): Promise<PictureRecord> {
  const { index, predictions } = evaluation;
  const { path, photo, size } = index.images[image] as (typeof index.images)[number];
  const predicted = predictedOf(predictions, image);
  const truth = predictions.truth[image] as number;
  const geometry = evaluation.geometryOf(image);
  const { ofClasses } = await evaluation.mapsOf(image);
  const interpolation = isPointLike(index.model.poolings) ? 'cells' : 'bilinear';
  const maps = [...new Set([predicted, asked])].flatMap((c) => {
    const map = c === undefined ? undefined : ofClasses.get(c);
    return c === undefined || !map ? [] : [mapRecord(c, map, geometry, interpolation)];
  });
  const area = mapArea(geometry);
  const labelled = truth < 0 ? null : truth;
  return { path, photo, bytes: size, truth: labelled, predicted, area, maps };
}

function mapRecord(
  classIndex: number,
  map: ScalarMap,
  geometry: Geometry,
  interpolation: 'bilinear' | 'cells',
): ClassMapRecord {
  const box = boxInPhoto(map, geometry, DEFAULT_BOX_THRESHOLD, interpolation) ?? null;
  const { width, height, values } = reduceByMean(map, LONGEST_SIDE);
  return { classIndex, box, width, height, values: encodeValues(values) };
}
