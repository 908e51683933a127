import { t } from '@vscode/l10n';
import { Slices } from '../../base/slices.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import type {
  LocalizationQuery,
  LocalizationReport,
  LocalizationRow,
  LocalizedPage,
  LocalizedPicture,
} from '../../results/evaluation/localization.ts';
import { predictedOf } from '../classification/topClasses.ts';
import type { Evaluation, PictureObjects } from '../evaluation.ts';
import type { MapSource } from '../mapSource.ts';
import { drawWeights, RESAMPLES } from '../statistics/bootstrap.ts';
import { shuffled } from '../statistics/shuffled.ts';
import { LeftOut } from './leftOut.ts';
import { isMaskEmpty, regionsOf } from './pictureRegions.ts';
import type { AnnotatedPicture, ClassErrors } from './rowScores.ts';
import { RowScores } from './rowScores.ts';

/** Pictures that were looked at, and all that will be. */
export interface LocalizeProgress {
  done: number;
  all: number;
}

/** The table, and what its first row says of each picture. */
export interface Localization {
  report: LocalizationReport;
  /** Undefined without rows. */
  first: RowScores | undefined;
}

/**
 * Scores maps against the annotated boxes and masks of a folder (`docs/evaluate.md`, Localization). What does not count
 * is among the findings: pictures without an annotation of their class, empty masks, pictures without a map.
 * @param rows in the order of the table
 */
export async function localize(
  evaluation: Evaluation,
  rows: readonly MapSource[],
  query: LocalizationQuery,
  onProgress: (progress: LocalizeProgress) => void,
): Promise<Localization> {
  const leftOut = (): LeftOut => new LeftOut(evaluation.index.images);
  const [unannotated, emptyMasks] = [leftOut(), leftOut()];
  const { images, annotated } = await chosenImages(evaluation, query, unannotated);
  const lines = rows.map((row) => {
    return { scores: new RowScores(row, query, images.length), withoutMap: leftOut(), row };
  });
  const scored: number[] = [];
  const slices = new Slices();
  for (const [done, image] of images.entries()) {
    onProgress({ done, all: images.length });
    if (slices.isOver) await slices.next();
    const objects = await objectsIn(evaluation, image);
    if (!objects) {
      unannotated.add(image);
      continue;
    }
    const picture = pictureOf(evaluation, image, objects, query.seed);
    scored.push(image);
    if (isMaskEmpty(objects, picture.regions)) emptyMasks.add(image);
    for (const { scores, withoutMap } of lines) {
      if (!(await addPicture(scores, picture, evaluation))) withoutMap.add(image);
    }
  }
  onProgress({ done: images.length, all: images.length });
  const choosing = query.threshold === 'heldOut' ? halfOf(scored, query.seed) : undefined;
  const reports: LocalizationRow[] = [];
  for (const { scores } of lines) {
    reports.push(scores.report(choosing));
    await slices.next();
  }
  const report: LocalizationReport = {
    pictures: scored.length,
    annotated: annotated ?? scored.length,
    query,
    rows: reports,
    findings: [
      ...unannotated.findings('notAnnotated', (count) =>
        t('{0} labelled pictures have no box or mask of their class: they do not count.', count),
      ),
      ...emptyMasks.findings('emptyMask', (count) =>
        t('{0} masks are empty: they do not count for pointing and PxAP.', count),
      ),
      ...lines.flatMap(({ withoutMap, row }) => [
        ...withoutMap.findings('noMap', (count) =>
          t(
            '{0}: {1} pictures have no map of their class: they do not count in it.',
            row.name,
            count,
          ),
        ),
        ...(row.findings?.() ?? []),
      ]),
    ],
  };
  return { report, first: lines[0]?.scores };
}

/**
 * Pictures of the table's first row, by the overlap of the map's box with the best annotated one, worst first.
 * @param first place of the first one that is wanted
 */
export async function localizedPictures(
  evaluation: Evaluation,
  { first: row }: Localization,
  { first, count }: { first: number; count: number },
): Promise<LocalizedPage> {
  if (!row) return { total: 0, rows: [] };
  const places = row.placesByIou().slice(first, first + count);
  const rows = await Promise.all(
    places.map(async (place): Promise<LocalizedPicture> => {
      const image = row.images[place] as number;
      const { predictions } = evaluation;
      const { photo } = evaluation.geometryOf(image);
      return {
        image,
        path: evaluation.index.images[image]?.path ?? '',
        truth: predictions.truth[image] as number,
        predicted: predictedOf(predictions, image),
        iou: row.iou(place),
        box: row.box(place),
        boxes: [...((await evaluation.objectsOf(image))?.boxes ?? [])],
        photo: { width: photo.width, height: photo.height },
      };
    }),
  );
  return { total: row.images.length, rows };
}

/**
 * The labelled pictures, or a seeded sample of those that are annotated.
 * @param unannotated gets what was found not to be
 * @returns `annotated` if it is known already
 */
async function chosenImages(
  evaluation: Evaluation,
  { sample, seed }: LocalizationQuery,
  unannotated: LeftOut,
): Promise<{ images: number[]; annotated: number | undefined }> {
  const { truth } = evaluation.predictions;
  const labelled = evaluation.index.images.flatMap((_, i) =>
    (truth[i] as number) >= 0 ? [i] : [],
  );
  if (sample === undefined) return { images: labelled, annotated: undefined };
  const annotated: number[] = [];
  const slices = new Slices();
  for (const image of labelled) {
    if (slices.isOver) await slices.next();
    if (await objectsIn(evaluation, image)) annotated.push(image);
    else unannotated.add(image);
  }
  const images = shuffled(annotated, seed).slice(0, sample);
  return { images: images.sort((a, b) => a - b), annotated: annotated.length };
}

/** Undefined if the picture has no box of its class. */
async function objectsIn(
  evaluation: Evaluation,
  image: number,
): Promise<PictureObjects | undefined> {
  const objects = await evaluation.objectsOf(image);
  return objects && objects.boxes.length > 0 ? objects : undefined;
}

function pictureOf(
  evaluation: Evaluation,
  image: number,
  objects: PictureObjects,
  seed: number,
): AnnotatedPicture {
  const weights = new Uint8Array(RESAMPLES);
  drawWeights(seed, image, weights);
  return {
    image,
    truth: evaluation.predictions.truth[image] as number,
    objects,
    regions: regionsOf(objects, evaluation.geometryOf(image).photo),
    weights,
  };
}

/** @returns whether the row has a map of the picture's class */
async function addPicture(
  scores: RowScores,
  picture: AnnotatedPicture,
  evaluation: Evaluation,
): Promise<boolean> {
  const maps = await scores.source.read(picture.image);
  const map = maps?.mapOf(picture.truth);
  if (!maps || !map || !areFinite(map)) return false;
  scores.add(picture, maps, map, classErrors(evaluation, scores.source, picture.image));
  return true;
}

function areFinite({ values }: ScalarMap): boolean {
  return values.every(Number.isFinite);
}

/** The model's own answer to one crop is known better: a picture may have several labels. */
function classErrors(
  { predictions }: Evaluation,
  { source }: MapSource,
  image: number,
): ClassErrors | undefined {
  if (source.kind !== 'method' || source.crops !== 1) return undefined;
  const { top1Error, top5Error } = predictions;
  return { top1: top1Error[image] as number, top5: top5Error[image] as number };
}

/** A seeded half of the pictures, on which τ is chosen. */
function halfOf(images: readonly number[], seed: number): Set<number> {
  return new Set(shuffled(images, seed).slice(0, Math.floor(images.length / 2)));
}
