import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import { createRandom } from '../classifier/probe/probes.ts';
import { toChannelFirst } from '../classifier/probe/spatialTensor.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import type { FeatureMap, ScalarMap } from '../maps/featureMap.ts';
import type { ColourMap } from '../maps/gradientMaps.ts';
import {
  gradCam,
  hiResCam,
  isUniform,
  layerCam,
  saliency,
  uncancelledPart,
  weightedColours,
} from '../maps/gradientMaps.ts';
import { largestMagnitude } from '../maps/identity.ts';
import type { MethodChecks } from '../results/methodFidelity.ts';
import type { MapMethod } from '../results/methodMap.ts';
import { directionError } from './directionCheck.ts';
import { integratedGradients } from './integratedGradients.ts';
import type { LayerReading, LayerTarget } from './layer/layerTarget.ts';
import { featureMapOf } from './layer/layerTarget.ts';
import { biasPart } from './linearHead.ts';
import type { Differentiated, MethodModel } from './methodModel.ts';
import { neutralColour } from './occluders.ts';
import { occlusionMaps } from './occlusionMap.ts';
import { smoothGrad } from './smoothGrad.ts';

/** A map, and what was found out about it. */
export interface CheckedMap {
  of: Differentiated;
  map: ScalarMap;
  checks: MethodChecks;
  /** What a map of a layer was made of. */
  feature?: FeatureOfLayer;
}

/** The values of a layer for one picture, as the layer holds them. */
export interface FeatureOfLayer {
  tensor: string;
  values: FeatureMap;
}

/** What the maps of one picture are made from. */
export interface MapQuestion {
  model: MethodModel;
  /** Of the size that the model is loaded for. */
  picture: PicturePixels;
  preprocessing: Preprocessing;
  /** For the methods of a layer. */
  target: LayerTarget | undefined;
  /** The values of the logits' tensor for the picture. */
  logits: Float32Array;
  /** Gets how much of a slow method is done. */
  onStep: (done: number, all: number) => void;
}

const LAYER_METHODS = { 'grad-cam': gradCam, 'hires-cam': hiResCam, 'layer-cam': layerCam };

/** Whether a method makes its map of a layer. */
export function isOfLayer(method: MapMethod): method is keyof typeof LAYER_METHODS {
  return Object.hasOwn(LAYER_METHODS, method);
}

/**
 * The maps of one picture by a method, in the order of `wanted`. Of a layer they are as the layer holds them, not upright.
 * @throws CamError `noGradientRule`, or where the model fails.
 */
export async function methodMaps(
  method: MapMethod,
  wanted: readonly Differentiated[],
  question: MapQuestion,
): Promise<CheckedMap[]> {
  if (method === 'occlusion') return mapsByOcclusion(wanted, question);
  const maps: CheckedMap[] = [];
  for (const of of wanted) {
    maps.push(
      isOfLayer(method)
        ? await mapOfLayer(method, of, question)
        : await mapOfPixels(method, of, question),
    );
  }
  return maps;
}

async function mapsByOcclusion(
  wanted: readonly Differentiated[],
  { model, picture, preprocessing, onStep }: MapQuestion,
): Promise<CheckedMap[]> {
  const scoresAt = async (values: Float32Array) => {
    const logits = await model.logits({ ...picture, values });
    return wanted.map((of) => scoreOf(model, of, logits));
  };
  const { input } = model.scores;
  const maps = await occlusionMaps(picture, input, preprocessing, scoresAt, onStep);
  return maps.map((map, i) => ({
    of: wanted[i] as Differentiated,
    map,
    checks: { covered: map.values.length },
  }));
}

async function mapOfLayer(
  method: keyof typeof LAYER_METHODS,
  of: Differentiated,
  { model, picture, target, logits }: MapQuestion,
): Promise<CheckedMap> {
  if (!target) throw new Error('a method of a layer has a layer');
  const { value, gradient } = await model.valueAndGradient(picture, of, target.tensor);
  const head = await model.behind(target);
  const scoreAt = async (values: Float32Array) =>
    scoreOf(model, of, await head.run(values, picture));
  const error = await layerError(target, { value, gradient }, scoreAt, largestMagnitude(logits));
  const values = featureMapOf(value, target);
  const gradients = featureMapOf(gradient, target);
  // Of other paths and of tokens without a place the map knows nothing.
  const isAll = !head.hasOtherPaths && target.positions === values.width * values.height;
  const nearby = (change: number) =>
    model.valueAndGradient(changed(picture, change), of, target.tensor);
  const found =
    method === 'hires-cam' && isAll
      ? await biasPart({ value, gradient }, nearby, scoreAt)
      : undefined;
  return {
    of,
    map: LAYER_METHODS[method](values, gradients),
    checks: {
      ...checkOf(error),
      isPart: head.hasOtherPaths,
      ...(found ? { sumError: found.difference / largestMagnitude(logits) } : {}),
      ...(method === 'hires-cam' ? { uncancelled: uncancelledPart(values, gradients) } : {}),
      ...(method === 'layer-cam' ? { isUniform: isUniform(gradients) } : {}),
    },
    feature: { tensor: target.tensor, values },
  };
}

/**
 * How far the gradient at a layer is from what small steps do, see {@link directionError}.
 * @param at its values and the gradient there, as the layer holds them
 * @param scoreAt S for values in the place of the layer's
 */
export async function layerError(
  { layout, positions, firstPosition }: LayerReading,
  { value, gradient }: { value: Float32Array; gradient: Float32Array },
  scoreAt: (values: Float32Array) => Promise<number>,
  largestLogit: number,
): Promise<number | undefined> {
  const { width, height } = layout;
  const cells = width * height;
  const positionOf = (i: number) => {
    const position = layout.channelAxis === 1 ? i % positions : Math.floor(i / layout.channels);
    const cell = position - firstPosition;
    return cell >= 0 && cell < cells ? cell : undefined;
  };
  const score = await scoreAt(value);
  const at = { width, height, values: value, gradient, score, positionOf };
  return directionError(at, scoreAt, largestLogit);
}

async function mapOfPixels(
  method: Exclude<MapMethod, keyof typeof LAYER_METHODS | 'occlusion'>,
  of: Differentiated,
  question: MapQuestion,
): Promise<CheckedMap> {
  const { model, picture, preprocessing, logits, onStep } = question;
  const { input } = model.scores;
  const gradientAt = async (values: Float32Array) =>
    (await model.valueAndGradient({ ...picture, values }, of, input.name)).gradient;
  const scoreAt = async (values: Float32Array) =>
    scoreOf(model, of, await model.logits({ ...picture, values }));
  const colours = (values: Float32Array) => asColours(values, question);
  const gradient = await gradientAt(picture.values);
  const { width, height } = picture;
  const pixels = width * height;
  const positionOf = (i: number) =>
    input.layout === 'NCHW' ? i % pixels : Math.floor(i / input.channels);
  const score = scoreOf(model, of, logits);
  const at = { width, height, values: picture.values, gradient, score, positionOf };
  const error = await directionError(at, scoreAt, largestMagnitude(logits));
  const checks = checkOf(error);
  if (method === 'saliency') return { of, map: saliency(colours(gradient)), checks };
  if (method === 'gradient-input') {
    return { of, map: weightedColours(colours(picture.values), colours(gradient)), checks };
  }
  if (method === 'smooth-grad') {
    const { mean, copies, spread } = await smoothGrad(picture.values, gradientAt, onStep);
    return { of, map: saliency(colours(mean)), checks: { ...checks, copies, spread } };
  }
  const baseline = filled(picture, question, neutralColour(picture, input, preprocessing));
  const difference = score - (await scoreAt(baseline));
  const { mean, steps, gap } = await integratedGradients(
    picture.values,
    baseline,
    difference,
    gradientAt,
    onStep,
  );
  const away = picture.values.map((value, i) => value - (baseline[i] as number));
  const map = weightedColours(colours(away), colours(mean));
  return { of, map, checks: { ...checks, steps, gap } };
}

function checkOf(error: number | undefined): MethodChecks {
  return error === undefined ? { isTooSmall: true } : { directionError: error };
}

/** Each value larger or smaller by a fraction. */
function changed(picture: PicturePixels, fraction: number): PicturePixels {
  const random = createRandom(43);
  const values = picture.values.map((value) => value * (1 + (random() < 0.5 ? -1 : 1) * fraction));
  return { ...picture, values };
}

function scoreOf(model: MethodModel, of: Differentiated, logits: Float32Array): number {
  const [first, second] = [of.class, of.against].map((wanted) =>
    wanted === undefined ? 0 : (logits[model.placeOf(wanted)] as number),
  );
  return (first as number) - (second as number);
}

function asColours(
  values: Float32Array,
  { model, picture: { width, height } }: MapQuestion,
): ColourMap {
  const { layout, channels } = model.scores.input;
  const channelAxis = layout === 'NCHW' ? 1 : 3;
  return {
    channels,
    width,
    height,
    values: toChannelFirst(values, { channelAxis, channels, width, height }),
  };
}

/** A picture of one colour, given for each channel, in the input's layout. */
function filled(
  { width, height }: PicturePixels,
  { model }: MapQuestion,
  colour: readonly number[],
): Float32Array {
  const { layout, channels } = model.scores.input;
  const pixels = width * height;
  return Float32Array.from(
    { length: channels * pixels },
    (_, i) => colour[layout === 'NCHW' ? Math.floor(i / pixels) : i % channels] ?? 0,
  );
}
