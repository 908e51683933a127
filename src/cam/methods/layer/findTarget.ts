import { CamError } from '../../base/errors.ts';
import type { Analysis } from '../../classifier/analysis.ts';
import { inferShapes } from '../../classifier/input/graphShapes.ts';
import type { PicturePixels } from '../../classifier/probe/pictureFeeds.ts';
import { pictureFeeds } from '../../classifier/probe/pictureFeeds.ts';
import { analysedPicture, concreteInput } from '../../classifier/probe/pictureInput.ts';
import { createRandom, randomValues } from '../../classifier/probe/probes.ts';
import type { Scores } from '../../classifier/scores.ts';
import type { Preprocessing } from '../../config/preprocessing.ts';
import { GradientSession } from '../../gradients/gradientSession.ts';
import type { RgbPicture } from '../../image/prepareInput.ts';
import type { SpatialLayer } from '../../layers/listLayers.ts';
import { measurePlacement, placementByLayers } from '../../places/findPlacement.ts';
import type { Placement } from '../../places/placement.ts';
import type { FloatTensor } from '../../runtime/session.ts';
import type { MethodModel } from '../methodModel.ts';
import { readingsOf } from './layerReadings.ts';
import type { LayerReading, LayerTarget } from './layerTarget.ts';
import { featureMapOf } from './layerTarget.ts';

/** So many cut points that have positions are looked at, from the output on. */
const MAX_CANDIDATES = 12;

/** Of so many it is measured where their cells lie. */
const MAX_MEASURED = 4;

/** What the search for a layer needs to know about the model. */
export interface TargetQuestion {
  model: MethodModel;
  /** At input scale 1. */
  preprocessing: Preprocessing;
  /** The spatial tensors before the output. */
  layers: readonly SpatialLayer[];
  /** For models to which noise says nothing. */
  photo: RgbPicture;
}

/**
 * The layer that is nearest to the output, whose cells have places in the picture, and all of whose cells the logits
 * depend on: behind the last attention block only the class token counts. It is measured on noise where the gradient
 * is not 0.
 * @returns undefined if there is none
 * @throws CamError `noGradientRule`, or where the runtime refuses the model.
 */
export async function findTarget(question: TargetQuestion): Promise<LayerTarget | undefined> {
  const { scores } = question.model;
  const candidates = candidatesOf(scores);
  const counting = await countingReadings(scores, candidates);
  return placedReading(question, counting.slice(0, MAX_MEASURED));
}

/** The first of the readings whose cells have places; measured. */
export async function placedReading(
  question: TargetQuestion,
  candidates: LayerReading[][],
): Promise<LayerTarget | undefined> {
  let unchecked: LayerTarget | undefined;
  for (const readings of candidates) {
    for (const reading of readings) {
      const placement = await placementOf(question, reading);
      const { standing } = placement.check;
      if (standing === 'inPlace' || standing === 'moved') return { ...reading, placement };
      if (standing === 'unchecked') unchecked ??= { ...reading, placement };
    }
  }
  return unchecked;
}

/** The readings of each candidate, that nearest to the output first. */
export function candidatesOf({ graph, cuts, path, input }: Scores): LayerReading[][] {
  const found: LayerReading[][] = [];
  for (const cut of cuts.slice(1)) {
    if (found.length === MAX_CANDIDATES) break;
    const readings = cut.tensor.name === input.name ? [] : readingsOf(graph, cut, path.picture);
    if (readings.length > 0) found.push(readings);
  }
  return found;
}

/** Those readings whose gradient is not 0 in at least half of the cells, for noise and all classes together. */
async function countingReadings(
  scores: Scores,
  candidates: LayerReading[][],
): Promise<LayerReading[][]> {
  const names = candidates.flatMap(([reading]) => reading?.tensor ?? []);
  if (names.length === 0) return [];
  const found = await gradientsOfNoise(scores, names);
  const counts = (reading: LayerReading) => {
    const at = found.get(reading.tensor);
    return at !== undefined && countsEverywhere(at.gradient, reading);
  };
  return candidates
    .map((readings) => readings.filter(counts))
    .filter((readings) => readings.length > 0);
}

/** The values of a tensor for one picture, and the gradient of a score there. */
export interface TensorGradient {
  value: Float32Array;
  gradient: Float32Array;
}

/**
 * Values of tensors and the gradient there of all logits, weighted at random, for a picture of noise; of as many of the
 * tensors as have a gradient.
 * @param names of the tensors, from the output on
 * @throws CamError `noGradientRule` if none has one, or where the runtime refuses the model.
 */
export async function gradientsOfNoise(
  { graph, logits, input }: Pick<Scores, 'graph' | 'logits' | 'input'>,
  names: readonly string[],
): Promise<Map<string, TensorGradient>> {
  const session = await sessionTo(names, { graph, logits, input });
  try {
    const random = createRandom(21);
    const seed = randomValues(random, session.results, -1, 1);
    const run = await session.run(pictureFeeds(input, noise(input, random)), seed);
    return new Map(
      [...run.at].map(([name, { value, gradient }]) => [
        name,
        { value: firstRow(value), gradient: firstRow(gradient) },
      ]),
    );
  } finally {
    await session.release();
  }
}

function firstRow({ values, dims }: FloatTensor): Float32Array {
  return values.subarray(0, values.length / (dims[0] ?? 1));
}

/**
 * Back to as many of the tensors as have a gradient; they are given from the output on.
 * @throws CamError `noGradientRule` if none has one.
 */
async function sessionTo(
  names: readonly string[],
  { graph, logits, input }: Pick<Scores, 'graph' | 'logits' | 'input'>,
): Promise<GradientSession> {
  for (let count = names.length; ; count--) {
    try {
      const wanted = names.slice(0, count);
      return await GradientSession.create(graph, logits.name, wanted, concreteInput(input));
    } catch (error) {
      if (!CamError.is(error) || error.code !== 'noGradientRule' || count <= 1) throw error;
    }
  }
}

function noise(input: Scores['input'], random: () => number): PicturePixels {
  const { width, height } = analysedPicture(input);
  return { width, height, values: randomValues(random, width * height * input.channels, -1, 1) };
}

/** Of a row of numbers for each channel, half of the channels count too: else a token is read as a channel. */
export function countsEverywhere(gradient: Float32Array, reading: LayerReading): boolean {
  const { channels, width, height, values } = featureMapOf(gradient, reading);
  const cells = new Set<number>();
  const counting = new Set<number>();
  for (const [i, value] of values.entries()) {
    if (value === 0) continue;
    cells.add(i % (width * height));
    counting.add(Math.floor(i / (width * height)));
  }
  const isToken = reading.rowDims.length === 2;
  return cells.size >= (width * height) / 2 && (!isToken || counting.size >= channels / 2);
}

/**
 * Any layer of the model, whether everything flows through it or not.
 * @param asked name of its tensor
 * @returns undefined if the model has no such tensor, or it has no positions
 */
export async function askedTarget(
  question: TargetQuestion,
  asked: string,
): Promise<LayerTarget | undefined> {
  let best: LayerTarget | undefined;
  for (const reading of await readingsNamed(question, asked)) {
    const found = { ...reading, placement: await placementOf(question, reading) };
    const { standing } = found.placement.check;
    if (standing === 'inPlace' || standing === 'moved') return found;
    best ??= found;
  }
  return best;
}

/**
 * The layer of the model's own map, which lies where that lies.
 * @returns undefined if it reads otherwise for pictures of this size
 */
export async function ownTarget(
  question: TargetQuestion,
  { feature, layout }: Pick<Analysis, 'feature' | 'layout'>,
  placement: Placement,
): Promise<LayerTarget | undefined> {
  const readings = await readingsNamed(question, feature.name);
  const same = readings.find(
    (reading) =>
      reading.layout.channelAxis === layout.channelAxis &&
      reading.layout.channels === layout.channels,
  );
  return same && { ...same, placement };
}

async function readingsNamed(question: TargetQuestion, asked: string): Promise<LayerReading[]> {
  const { graph, cuts, path } = question.model.scores;
  const cut = cuts.find(({ tensor }) => tensor.name === asked);
  return cut ? readingsOf(graph, cut, path.picture) : layerReading(question, asked);
}

/** A spatial tensor past which other paths lead. */
async function layerReading(
  { layers, model }: TargetQuestion,
  asked: string,
): Promise<LayerReading[]> {
  const layout = layers.find(({ layer }) => layer.tensor === asked)?.layout;
  if (!layout) return [];
  const { graph, input } = model.scores;
  const tensor = (await inferShapes(graph, [asked], concreteInput(input))).get(asked);
  if (!tensor) return [];
  const { elementType, dims } = tensor;
  const positions = layout.width * layout.height;
  return [
    { tensor: asked, elementType, rowDims: dims.slice(1), layout, positions, firstPosition: 0 },
  ];
}

/** Where the cells of a reading lie: by the layers before it, or measured. */
async function placementOf(
  { model, preprocessing, layers, photo }: TargetQuestion,
  reading: LayerReading,
): Promise<Placement> {
  const { graph, input, path } = model.scores;
  const { tensor, layout } = reading;
  const layer = layers.find((each) => each.layer.tensor === tensor);
  const map = { graph, input, feature: { name: tensor }, layout };
  const stated = placementByLayers(map, layer, path.picture);
  if (stated) return stated;
  const run = async (pictures: PicturePixels[]) => {
    const runs = [];
    for (const picture of pictures) runs.push(await model.run(picture, reading));
    return runs;
  };
  return measurePlacement(map, run, layer, preprocessing, path.picture, photo);
}
