import path from 'node:path';
import { CamError, orRefusal } from '../base/errors.ts';
import type { Analysis } from '../classifier/analysis.ts';
import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import type { ImageInput } from '../classifier/probe/pictureInput.ts';
import { createRandom, randomValues } from '../classifier/probe/probes.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import type { DecodeOptions } from '../image/decode.ts';
import { decodeImage } from '../image/decode.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import { prepareInput } from '../image/prepareInput.ts';
import type { Pooling, PowerPooling } from '../maps/featureMap.ts';
import { findLayers } from '../model/modelLayers.ts';
import type { Placement } from '../places/placement.ts';
import type { IndexedModel } from './folderIndex.ts';
import { LayerRunner } from './layerRunner.ts';
import { BatchRunner } from './scan/batchRunner.ts';
import { describeUnitsOf, indexedModel, inputSize } from './scan/indexedModel.ts';
import type { PictureRunner } from './scan/pictureRunner.ts';
import { walkFolder } from './scan/walkFolder.ts';
import type { ScanSubject } from './scanSubject.ts';

/** A model of units that is ready to run until the next call. */
export interface ScanSource {
  runner: PictureRunner;
  input: ImageInput;
  poolings: Pooling[];
  /** Exponents of a head that pools by a generalised mean. */
  power: PowerPooling | undefined;
  placement: Placement;
  /** Whether the runner gives gradient × activation. */
  hasGradients: boolean;
  /** @param hash SHA-256 of the model's file */
  indexed(hash: string): Promise<IndexedModel>;
}

/**
 * Loads a model for its units. Gradients are for heads without class weights for their channels; a model with a map of
 * its own goes without them if it cannot be differentiated, or if they disagree with small steps.
 * @param photo for models to which noise says nothing
 * @param needs whether the gradients are wanted where there are no class weights, or only maps and logits
 * @throws CamError about the model; `noGradientRule`.
 */
export async function openScanSource(
  subject: ScanSubject,
  photo: () => Promise<RgbPicture>,
  needs: 'maps' | 'gradients',
): Promise<ScanSource> {
  const { analysis } = subject;
  if (!analysis) return ofLayer(subject, await photo(), needs);
  const hasWeights = analysis.classWeights?.positions === 1;
  const layer =
    hasWeights || needs === 'maps'
      ? undefined
      : await orRefusal(async () => ownLayer(subject, analysis, await photo()));
  const { open, preprocessing } = subject;
  const runner = layer && !CamError.is(layer) ? layer : undefined;
  const placement = runner?.target.placement ?? (await open.placement('now'));
  const { input, poolings, power } = analysis;
  return {
    runner: runner ?? new BatchRunner(await open.load()),
    ...{ input, poolings, power, placement },
    hasGradients: runner !== undefined,
    indexed: async (hash) => ({
      ...(await indexedModel(open.known, analysis, preprocessing, hash, placement)),
      isFloatTwin: runner?.isFloatTwin ?? false,
    }),
  };
}

/** The layer of a model's own map; undefined if methods read it in another way. */
async function ownLayer(
  { open, preprocessing, methods }: ScanSubject,
  { input, feature, layout }: Analysis,
  photo: RgbPicture,
): Promise<LayerRunner | undefined> {
  const subject = await methods();
  const isTwin = subject.scores.changes.length > 0;
  const own = isTwin ? new BatchRunner(await open.load()) : undefined;
  const asked = feature.name;
  const question = { open, subject, asked, photo, own };
  const runner = await LayerRunner.create(question, inputSize(input, preprocessing));
  const { tensor, layout: found } = runner.target;
  const isSame =
    tensor === asked &&
    found.channelAxis === layout.channelAxis &&
    found.channels === layout.channels;
  if (!isSame) return undefined;
  await runner.requireGradient(picturesFor(photo, input, preprocessing));
  return runner;
}

/**
 * Runs pictures to the layer of a model without a map of its own: the one that is asked for, or the one that methods show.
 * @param photo for models to which noise says nothing
 * @throws CamError `noSpatialMap`, `tensorNotFound`, or where the runtime refuses the model.
 */
export async function layerRunner(
  { open, options, preprocessing, methods }: ScanSubject,
  photo: RgbPicture,
): Promise<LayerRunner> {
  const subject = await methods();
  const question = { open, subject, asked: options.featureTensor, photo, own: undefined };
  return LayerRunner.create(question, inputSize(subject.scores.input, preprocessing));
}

async function ofLayer(
  scanned: ScanSubject,
  photo: RgbPicture,
  needs: 'maps' | 'gradients',
): Promise<ScanSource> {
  const { preprocessing } = scanned;
  const { scores, analysis, known } = await scanned.methods();
  const { input, classes, output } = scores;
  const runner = await layerRunner(scanned, photo);
  if (needs === 'gradients') {
    await runner.requireGradient(picturesFor(photo, input, preprocessing));
  }
  const { tensor, layout, placement } = runner.target;
  const layers = await findLayers(known, input, analysis, output);
  const poolings: Pooling[] = ['mean'];
  const head = { mapKind: undefined, poolings, readout: { kind: 'mean' }, classes } as const;
  const layer = layers.find((one) => one.layer.tensor === tensor);
  const units = { featureTensor: tensor, layout, layer, placement };
  return {
    ...{ runner, input, poolings, placement, power: undefined, hasGradients: true },
    indexed: async (hash) => ({
      ...describeUnitsOf({
        head: { ...head, poolings, classWeights: undefined },
        ...{ units, input, preprocessing, hash },
      }),
      isFloatTwin: runner.isFloatTwin,
    }),
  };
}

/** A photo as input, and noise of the same size. */
function picturesFor(
  photo: RgbPicture,
  input: ImageInput,
  preprocessing: Preprocessing,
): PicturePixels[] {
  const { tensor, geometry } = prepareInput(photo, preprocessing, input);
  const { width, height } = geometry.crop;
  const noise = randomValues(createRandom(41), tensor.length, -1, 1);
  return [tensor, noise].map((values) => ({ width, height, values }));
}

/** The first picture of a folder that can be read; without one, a grey square. */
export async function firstPhoto(folder: string, options: DecodeOptions): Promise<RgbPicture> {
  for await (const found of walkFolder(folder, () => undefined)) {
    const photo = await orRefusal(() => decodeImage(path.join(folder, found.path), options));
    if (!CamError.is(photo)) return photo;
  }
  const [width, height] = [64, 64];
  return { width, height, pixels: new Uint8Array(3 * width * height).fill(128) };
}
