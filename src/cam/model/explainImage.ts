import { CamError } from '../base/errors.ts';
import type { Size } from '../base/geometry.ts';
import type { Classifier } from '../classifier/classifier.ts';
import { ofClasses } from '../classifier/head/outputValues.ts';
import { runPicture } from '../classifier/runPicture.ts';
import { labelByFolder } from '../config/labels/folderLabels.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import type { DecodedImage, DecodeOptions } from '../image/decode.ts';
import { decodeImage } from '../image/decode.ts';
import type { PreparedInput } from '../image/prepareInput.ts';
import { prepareInput } from '../image/prepareInput.ts';
import { classWeightsOf } from '../maps/classWeightsOf.ts';
import type { ClassWeights, FeatureMap } from '../maps/featureMap.ts';
import { checkIdentity, relativeDifference } from '../maps/identity.ts';
import { pooledMap } from '../maps/pooledMap.ts';
import { probabilitiesOf, rankByLogit } from '../maps/scores.ts';
import { isUpright, turnFeature, turnWeights } from '../maps/turn.ts';
import type { Placement } from '../places/placement.ts';
import { placed } from '../places/placement.ts';
import type { Explanation } from '../results/explanation.ts';
import { describeFidelity, inTraining, withPlace } from '../results/fidelity.ts';
import { gradientNotFinite, logitsNotFinite, ofBoth, otherMap } from './errors.ts';
import type { OpenModel } from './openModel.ts';

/** An explanation without the facts that only the caller knows: the model and the version of its description. */
type ImageExplanation = Omit<Explanation, 'modelHash' | 'modelVersion' | 'expectedClass'>;

/** How a picture is read, and whether its map's place is measured first. */
export interface PictureOptions extends DecodeOptions {
  /** `later`: if it is not known yet where the map lies, nothing is measured; default `now`. */
  place?: 'now' | 'later';
}

/** Absolute paths, for messages. */
export interface ImageAndModel {
  imagePath: string;
  modelPath: string;
}

/**
 * Everything that the maps of one picture need. The picture is decoded while the model is loaded.
 * @throws CamError about the model or the picture.
 */
export function explainPicture(
  model: OpenModel,
  imagePath: string,
  options: PictureOptions,
): Promise<Explanation> {
  return explainPhoto(model, decodeImage(imagePath, options), imagePath, options);
}

/**
 * As {@link explainPicture}, for a picture that is being decoded.
 * @throws CamError about the model or the picture; about the model if both are at fault.
 */
export async function explainPhoto(
  model: OpenModel,
  decoding: Promise<DecodedImage>,
  imagePath: string,
  options: PictureOptions,
): Promise<Explanation> {
  decoding.catch(() => undefined);
  const classifier = await model.load();
  const hash = classifier.hash();
  hash.catch(() => undefined);
  const { version: modelVersion, path: modelPath, labels } = await model.description();
  const preprocessing = await model.preprocessing();
  const photo = await decoding;
  const placement = await model.placement(options.place ?? 'now', photo);
  const paths = { imagePath, modelPath };
  const explained = await explainImage(classifier, placement, preprocessing, photo, paths);
  const expectedClass = labelByFolder(imagePath, labels.value);
  return {
    ...explained,
    modelHash: await hash,
    modelVersion,
    ...(expectedClass === undefined ? {} : { expectedClass }),
  };
}

/**
 * Runs one picture through a classifier and takes everything that its maps need.
 * @throws CamError about the picture, the preprocessing, or values that are not finite.
 */
async function explainImage(
  classifier: Classifier,
  placement: Placement,
  preprocessing: Preprocessing,
  decoded: DecodedImage,
  paths: ImageAndModel,
): Promise<ImageExplanation> {
  const prepared = prepare(classifier, decoded, preprocessing, paths);
  const { width, height } = prepared.geometry.crop;
  const picture = { width, height, values: prepared.tensor };
  const { feature, logits, scores } = await runPicture(classifier, picture);
  requireFinite(logits, paths);
  requireFeature(classifier, feature, paths);
  const featureMap = pooledMap(feature, classifier.poolings, classifier.power);
  const gradient = await classifier.gradient?.at(feature);
  const classWeights = gradient?.classWeights;
  if (classWeights) requireFiniteGradient(classWeights, paths);
  const identity = checkIdentity(
    featureMap,
    classWeightsOf(classifier, { classWeights }),
    classifier.readout,
    logits,
  );
  const { mapKind, readout, precision } = classifier;
  const ranking = rankByLogit(logits);
  const check = gradient && {
    ...gradient,
    headResidual: relativeDifference(gradient.logits, logits),
    top: ranking[0] ?? 0,
  };
  const { activation, rows } = classifier.logits;
  const claim = describeFidelity(mapKind, readout, featureMap, identity, precision, check);
  return {
    imagePath: paths.imagePath,
    geometry: placed(prepared.geometry, placement),
    featureMap: turnFeature(featureMap, placement.turn),
    classWeights: uprightWeights(classifier, classWeights, featureMap, placement),
    logits,
    probabilities: ofClasses(probabilitiesOf(scores, activation), rows),
    ranking,
    residual: identity.residual,
    relativeResidual: identity.relativeResidual,
    claim: classifier.training ? inTraining(featureMap) : withPlace(claim, featureMap, placement),
    place: placement.check,
    picture: decoded.picture,
    notices: [...decoded.notices, ...prepared.notices],
  };
}

/** The picture's own weights; also the model's, if they have positions and the map was turned. */
function uprightWeights(
  classifier: Classifier,
  ofPicture: ClassWeights | undefined,
  grid: Size,
  { turn }: Placement,
): ClassWeights | undefined {
  const weights = ofPicture ?? classifier.classWeights;
  if (!weights || isUpright(turn) || weights.positions === 1) return ofPicture;
  return turnWeights(weights, grid, turn);
}

/** As {@link prepareInput}; its errors get the names of the files. */
export function prepare(
  { input }: Pick<Classifier, 'input'>,
  decoded: DecodedImage,
  preprocessing: Preprocessing,
  paths: ImageAndModel,
): PreparedInput {
  try {
    return prepareInput(decoded, preprocessing, input);
  } catch (error) {
    if (!CamError.is(error)) throw error;
    throw ofBoth(error, paths);
  }
}

/** A model may compute shapes that differ from the stated ones, which were used to read its head. */
function requireFeature(
  { classWeights, layout }: Classifier,
  { channels, width, height }: FeatureMap,
  { modelPath }: ImageAndModel,
): void {
  const positions = classWeights?.positions ?? 1;
  if (channels === layout.channels && (positions === 1 || positions === width * height)) return;
  throw otherMap(modelPath, { channels, width, height }, layout);
}

/** @throws CamError `outputNotFinite` */
export function requireFinite(logits: Float32Array, paths: ImageAndModel): void {
  if (logits.every(Number.isFinite)) return;
  throw logitsNotFinite(paths);
}

function requireFiniteGradient({ weights, bias }: ClassWeights, paths: ImageAndModel): void {
  if (weights.every(Number.isFinite) && bias.every(Number.isFinite)) return;
  throw gradientNotFinite(paths);
}
