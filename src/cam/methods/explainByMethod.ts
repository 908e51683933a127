import { CamError } from '../base/errors.ts';
import { ofClasses } from '../classifier/head/outputValues.ts';
import { labelByFolder } from '../config/labels/folderLabels.ts';
import { enlarge } from '../config/preprocessing.ts';
import type { DecodedImage, DecodeOptions } from '../image/decode.ts';
import { decodeImage } from '../image/decode.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import { classMap, contrastMap } from '../maps/cam.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import { relativeDifference } from '../maps/identity.ts';
import { probabilitiesOf, rankByLogit } from '../maps/scores.ts';
import { turnFeature } from '../maps/turn.ts';
import { prepare, requireFinite } from '../model/explainImage.ts';
import { findLayers } from '../model/modelLayers.ts';
import type { OpenModel, SizedOptions } from '../model/openModel.ts';
import type { Placement } from '../places/placement.ts';
import { inItsPixels, placed } from '../places/placement.ts';
import { withPlace } from '../results/fidelity.ts';
import { describeMethodMap } from '../results/methodFidelity.ts';
import type { MapMethod, MethodExplanation } from '../results/methodMap.ts';
import { rememberLayerless } from './describeMethods.ts';
import { noLayer, noSuchLayer } from './errors.ts';
import { behindNormalisation } from './layer/behindNormalisation.ts';
import { branchReadings } from './layer/branchReadings.ts';
import type { TargetQuestion } from './layer/findTarget.ts';
import { askedTarget, findTarget, ownTarget, placedReading } from './layer/findTarget.ts';
import { keptTarget } from './layer/keptTargets.ts';
import type { LayerTarget } from './layer/layerTarget.ts';
import type { FeatureOfLayer } from './methodMaps.ts';
import { isOfLayer, methodMaps } from './methodMaps.ts';
import type { Differentiated } from './methodModel.ts';
import type { MethodSubject, SizedModel } from './methodSubject.ts';
import { readSubject, sizedModel } from './methodSubject.ts';
import { ownLogits } from './ownLogits.ts';

/** Which maps of a picture are wanted. */
export interface MethodQuery {
  method: MapMethod;
  /** Indices; empty for the class with the largest logit, `against` left out. */
  classes: readonly number[];
  /** A class whose logit is taken away from each. */
  against?: number;
  /** Name of the tensor that a method of a layer shows; if left out, the last one that fits. */
  layer?: string;
}

/** How far a slow method is. */
export interface MethodProgress {
  done: number;
  all: number;
}

/**
 * Maps of one picture by a method, for any classifier of pictures that can be differentiated; by occlusion for any.
 * @throws CamError about the model or the picture; `noGradientRule`; `noSpatialMap` or `tensorNotFound` for methods of a
 *   layer.
 */
export function explainByMethod(
  open: OpenModel,
  imagePath: string,
  query: MethodQuery,
  options: SizedOptions & DecodeOptions,
  onProgress: (progress: MethodProgress) => void,
): Promise<MethodExplanation> {
  const photo = { path: imagePath, decoding: decodeImage(imagePath, options) };
  return explainPhotoByMethod(open, photo, query, options, onProgress);
}

/**
 * As {@link explainByMethod}, for a picture that is being decoded.
 * @throws CamError about the model or the picture; about the model if both are at fault.
 */
export async function explainPhotoByMethod(
  open: OpenModel,
  { path: imagePath, decoding }: { path: string; decoding: Promise<DecodedImage> },
  query: MethodQuery,
  options: SizedOptions,
  onProgress: (progress: MethodProgress) => void,
): Promise<MethodExplanation> {
  const { method } = query;
  decoding.catch(() => undefined);
  const subject = await readSubject(open, options);
  const preprocessing = enlarge(subject.config.preprocessing.value, options.inputScale ?? 1);
  const photo = await decoding;
  const paths = { imagePath, modelPath: open.graph.file };
  const prepared = prepare(subject.scores, photo, preprocessing, paths);
  const { width, height } = prepared.geometry.crop;
  const sized = await sizedModel(subject, { width, height });
  const { model } = sized;
  const picture = { width, height, values: prepared.tensor };
  const ofTwin = await model.logits(picture);
  const own = await ownLogits(open, subject, picture, ofTwin);
  const { activation, rows } = model.scores.logits;
  const logits = ofClasses(own.values, rows).subarray(0, model.scores.classes);
  requireFinite(logits, paths);
  const ranking = rankByLogit(logits);
  const wanted = wantedOf(query, ranking, subject);
  const target = isOfLayer(method) ? await targetOf(open, subject, sized, query, photo) : undefined;
  const onStep = (done: number, all: number) => onProgress({ done, all });
  const maps = await methodMaps(method, wanted, {
    ...{ model, picture, preprocessing, target, onStep, logits: ofTwin },
  });
  const placement = target?.placement ?? inItsPixels();
  const expectedClass = labelByFolder(imagePath, subject.config.labels.value);
  return {
    method,
    imagePath,
    modelPath: paths.modelPath,
    fileVersion: open.known.version,
    ...(target ? { layer: target.tensor } : {}),
    maps: maps.map(({ of, map, checks, feature }) => ({
      ...of,
      map: upright(map, placement),
      claim: withPlace(
        describeMethodMap(method, {
          ...checks,
          isFinite: map.values.every(Number.isFinite),
          isZero: map.values.every((value) => value === 0),
          ...(feature && method === 'grad-cam' ? fromCam(subject, of, map, feature) : {}),
          ...(own.twinError === undefined ? {} : { twinError: own.twinError }),
        }),
        map,
        placement,
      ),
    })),
    geometry: placed(prepared.geometry, placement),
    place: placement.check,
    logits,
    probabilities: ofClasses(probabilitiesOf(own.values, activation), rows),
    ranking,
    ...(expectedClass === undefined ? {} : { expectedClass }),
    picture: photo.picture,
    notices: [...photo.notices, ...prepared.notices],
  };
}

/**
 * The asked classes, or the one with the largest logit that is not taken away.
 * @throws RangeError for a class that does not exist
 */
function wantedOf(
  { classes, against }: MethodQuery,
  ranking: Uint32Array,
  { scores }: MethodSubject,
): Differentiated[] {
  const asked = classes.length > 0 ? classes : [ranking.find((one) => one !== against) ?? 0];
  for (const one of [...asked, against ?? 0]) {
    if (!(Number.isInteger(one) && one >= 0 && one < scores.classes)) {
      throw new RangeError(`there is no class ${one} of ${scores.classes}`);
    }
  }
  return asked.map((one) => ({ class: one, ...(against === undefined ? {} : { against }) }));
}

/**
 * The layer of maps for pictures of one size; looked for once.
 * @param asked name of a tensor; undefined for that of the model's own map, or else the last one that fits
 * @param photo for models to which noise says nothing
 * @throws CamError `noSpatialMap`, `tensorNotFound`, `noGradientRule`, or where the runtime refuses the model.
 */
export async function targetOf(
  open: OpenModel,
  subject: MethodSubject,
  { model, targets }: SizedModel,
  { method, layer: asked }: Pick<MethodQuery, 'method' | 'layer'>,
  photo: RgbPicture,
): Promise<LayerTarget> {
  const { known, analysis, config } = subject;
  const { scores, size: picture } = model;
  const preprocessing = config.preprocessing.value;
  const layers = await findLayers(known, scores.input, analysis, scores.output);
  const question = { model, preprocessing, layers, photo };
  const keep = async (wanted: string[], find: () => Promise<LayerTarget | undefined>) => {
    const key = JSON.stringify(wanted);
    const { cacheFolder } = open;
    const kept = { known, cacheFolder, output: scores.output, picture, preprocessing, wanted };
    if (!targets.has(key)) targets.set(key, await keptTarget(kept, find));
    return targets.get(key);
  };
  const own = await ownLayer(open, subject, question, asked, photo);
  const target =
    own ??
    (asked === undefined
      ? await keep([], async () => (await findTarget(question)) ?? (await ofBranch(question)))
      : await keep(['layer', asked], () => askedTarget(question, asked)));
  if (!target) {
    const { file } = known.graph;
    if (asked !== undefined) throw noSuchLayer(file, asked);
    rememberLayerless(known, scores.output);
    throw noLayer(file);
  }
  if (asked !== undefined || own || method === 'grad-cam') return target;
  return (
    (await keep(['behindNormalisation'], () => behindNormalisation(question, target))) ?? target
  );
}

/** The last layer of one branch: a part of what the picture says. */
async function ofBranch(question: TargetQuestion): Promise<LayerTarget | undefined> {
  return placedReading(question, await branchReadings(question.model.scores));
}

/** The layer of the model's own map, if that is asked for; undefined if the model has none. */
async function ownLayer(
  open: OpenModel,
  { analysis }: MethodSubject,
  question: TargetQuestion,
  asked: string | undefined,
  photo: RgbPicture,
): Promise<LayerTarget | undefined> {
  if (CamError.is(analysis) || (asked ?? analysis.feature.name) !== analysis.feature.name) {
    return undefined;
  }
  return ownTarget(question, analysis, await open.placement('now', photo));
}

/** How far Grad-CAM is from the model's own exact map; nothing for a model that has none of this layer. */
function fromCam(
  { analysis }: MethodSubject,
  of: Differentiated,
  map: ScalarMap,
  { tensor, values }: FeatureOfLayer,
): { fromCam?: number } {
  if (CamError.is(analysis) || analysis.mapKind !== 'cam' || analysis.feature.name !== tensor) {
    return {};
  }
  const { classWeights } = analysis;
  if (!classWeights) return {};
  const exact =
    of.against === undefined
      ? classMap(values, classWeights, of.class)
      : contrastMap(values, classWeights, of.class, of.against);
  return { fromCam: relativeDifference(map.values, exact.values) };
}

function upright(map: ScalarMap, { turn }: Placement): ScalarMap {
  const { width, height, values } = turnFeature({ channels: 1, ...map }, turn);
  return { width, height, values };
}
