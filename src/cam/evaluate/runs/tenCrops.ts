import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import type { Geometry, Rect, Size } from '../../base/geometry.ts';
import type { Classifier } from '../../classifier/classifier.ts';
import { ofClasses } from '../../classifier/head/outputValues.ts';
import type { PicturePixels } from '../../classifier/probe/pictureFeeds.ts';
import type { PictureRun } from '../../classifier/runPicture.ts';
import type { Preprocessing } from '../../config/preprocessing.ts';
import { BatchRunner } from '../../folder/scan/batchRunner.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import { decodePixels } from '../../image/decode.ts';
import type { CroppedPhoto, RgbPicture } from '../../image/prepareInput.ts';
import { cropPhoto, cropValues } from '../../image/prepareInput.ts';
import { classMap } from '../../maps/cam.ts';
import type { ClassWeights, ScalarMap } from '../../maps/featureMap.ts';
import { sampleMap } from '../../maps/pixels/sampleMap.ts';
import { pooledMap } from '../../maps/pooledMap.ts';
import { probabilitiesOf, rankByLogit } from '../../maps/scores.ts';
import { turnMap } from '../../maps/turn.ts';
import type { OpenModel } from '../../model/openModel.ts';
import type { Placement } from '../../places/placement.ts';
import { placed } from '../../places/placement.ts';
import type { RowSource } from '../../results/evaluation/localization.ts';
import type { Evaluation } from '../evaluation.ts';
import type { MapSource, PictureMaps } from '../mapSource.ts';
import { Failures } from './failures.ts';
import type { Crop } from './tenCropPlaces.ts';
import { cutCrop, resizedForCrops, tenCrops } from './tenCropPlaces.ts';

/** The first classes that are named. */
const TOP = 5;

type MethodRow = RowSource & { kind: 'method' };

/** Whether the row is class activation maps over ten crops: `cam` adds their magnitudes, `cam-signed` the maps. */
export function isTenCrop({ method, crops }: MethodRow): boolean {
  return crops === 10 && (method === 'cam' || method === 'cam-signed');
}

/** A model, ready to run crops. */
interface CropModel {
  classifier: Classifier;
  weights: ClassWeights;
  runner: BatchRunner;
  preprocessing: Preprocessing;
  placement: Placement;
}

/**
 * Class activation maps over ten crops, as in the paper's evaluation (Zhou et al., CVPR 2016): the centre and the four
 * corners of the picture, resized so that its shorter side is 256/224 of the input, and each of them mirrored. Scores are
 * the mean of the crops' probabilities. A map is the sum over the crops, each put back where it was cut; of the
 * magnitudes, as the authors' program does it, or signed.
 * @throws CamError with the reason why the model has no such maps; `headNotLinear` if its weights are of each picture
 */
export async function tenCropSource(
  model: OpenModel,
  evaluation: Evaluation,
  source: MethodRow,
  decoding: DecodeOptions,
): Promise<MapSource> {
  const { classWeights } = await model.analysis();
  if (!classWeights) throw noClassWeights(model.graph.file);
  const isSigned = source.method === 'cam-signed';
  const name = isSigned ? t('CAM, ten crops, signed sum') : t('CAM, ten crops');
  const failures = new Failures(evaluation, name);
  const read = async (image: number): Promise<PictureMaps> => {
    const { index } = evaluation;
    const file = path.join(index.folder, index.images[image]?.path ?? '');
    const photo = await decodePixels(file, decoding, async () => undefined);
    const classifier = await model.load();
    const crops = await runCrops(
      {
        ...{ classifier, weights: classWeights, runner: new BatchRunner(classifier) },
        preprocessing: await model.preprocessing(),
        placement: await model.placement('now', photo),
      },
      photo,
    );
    const { width, height } = photo;
    const whole = { x: 0, y: 0, width, height };
    const size = { width, height };
    return {
      top: crops.top,
      mapOf: (classIndex) => crops.sumOf(classIndex, isSigned),
      geometry: { photo: size, resized: size, crop: whole, seen: whole },
      interpolation: 'bilinear',
    };
  };
  return {
    source,
    name,
    read: (image) => failures.orNone(image, () => read(image)),
    findings: () => failures.findings(),
  };
}

async function runCrops(
  model: CropModel,
  photo: RgbPicture,
): Promise<{ top: number[]; sumOf(classIndex: number, isSigned: boolean): ScalarMap }> {
  const { classifier, preprocessing } = model;
  const { input, layout } = classifier;
  const side = { width: input.width, height: input.height };
  const usual = cropPhoto(photo, preprocessing, input).geometry.crop;
  const size = { width: side.width ?? usual.width, height: side.height ?? usual.height };
  const resized = cropPhoto(photo, resizedForCrops(preprocessing, size), {
    ...input,
    ...{ width: undefined, height: undefined },
  });
  const crops = tenCrops(resized.geometry.crop, size);
  const runs = await runAll(model, crops, resized);
  // Two values for each cell: crops lie between each other's cells.
  const cell = {
    width: size.width / (2 * layout.width),
    height: size.height / (2 * layout.height),
  };
  const grid = {
    width: Math.round(resized.geometry.crop.width / cell.width),
    height: Math.round(resized.geometry.crop.height / cell.height),
  };
  return {
    top: topOf(classifier, runs),
    sumOf: (classIndex, isSigned) =>
      sumOfMaps(
        model,
        { crops, runs, photo, resized: resized.geometry, grid },
        classIndex,
        isSigned,
      ),
  };
}

async function runAll(
  { classifier, runner, preprocessing }: CropModel,
  crops: readonly Crop[],
  resized: CroppedPhoto,
): Promise<PictureRun[]> {
  const inputs = crops.map((crop): PicturePixels => {
    const pixels = cutCrop(resized, crop);
    const values = cropValues({ ...resized, pixels }, preprocessing, classifier.input);
    return { width: crop.rect.width, height: crop.rect.height, values };
  });
  const runs: PictureRun[] = [];
  while (runs.length < inputs.length) {
    const count = runner.batchSize(inputs[0] ?? { width: 1, height: 1 });
    runs.push(...(await runner.run(inputs.slice(runs.length, runs.length + count))));
  }
  return runs;
}

/** The first classes by the mean of the crops' probabilities. */
function topOf(
  { logits: { activation, rows } }: Classifier,
  runs: readonly PictureRun[],
): number[] {
  const sums = runs
    .map(({ scores }) => ofClasses(probabilitiesOf(scores, activation), rows))
    .reduce((sum, row) => sum.map((value, c) => value + (row[c] as number)));
  return [...rankByLogit(sums).subarray(0, TOP)];
}

interface RunCrops {
  crops: readonly Crop[];
  runs: readonly PictureRun[];
  photo: Size;
  /** Of the whole resized photo. */
  resized: Geometry;
  grid: Size;
}

/** On a grid over the whole photo; 0 where no crop is. */
function sumOfMaps(
  { classifier, weights, placement }: CropModel,
  { crops, runs, photo, resized, grid }: RunCrops,
  classIndex: number,
  isSigned: boolean,
): ScalarMap {
  const { poolings, power } = classifier;
  const whole: Rect = { x: 0, y: 0, width: photo.width, height: photo.height };
  const sum = new Float32Array(grid.width * grid.height);
  for (const [i, { rect, isMirrored }] of crops.entries()) {
    const feature = pooledMap((runs[i] as PictureRun).feature, poolings, power);
    const map = turnMap(classMap(feature, weights, classIndex), placement.turn);
    const shown = isMirrored ? mirroredMap(map) : map;
    const area = isMirrored ? mirroredArea(placement.area) : placement.area;
    const geometry = placed({ ...resized, crop: rect, seen: whole }, { ...placement, area });
    const values = sampleMap(isSigned ? shown : magnitudes(shown), geometry, whole, grid);
    for (const [at, value] of values.entries()) {
      if (!Number.isNaN(value)) (sum[at] as number) += value;
    }
  }
  return { ...grid, values: sum };
}

function noClassWeights(file: string): CamError {
  return new CamError({
    code: 'headNotLinear',
    message: t('Maps over ten crops need class weights, and the head of this model is not linear.'),
    nextAction: t('Choose one crop.'),
    file,
  });
}

function magnitudes(map: ScalarMap): ScalarMap {
  return { ...map, values: map.values.map(Math.abs) };
}

function mirroredMap(map: ScalarMap): ScalarMap {
  return turnMap(map, { transposed: false, mirrored: true, upsideDown: false });
}

function mirroredArea(area: Rect): Rect {
  return { ...area, x: 1 - area.x - area.width };
}
