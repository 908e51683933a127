import type { Claim } from './claim.ts';
import { makeClaim } from './claim.ts';
import type { Classifier } from './classifier/classifier.ts';
import { inputDims } from './classifier/imageInput.ts';
import { sigmoid, softmax } from './classifier/logits.ts';
import type { Preprocessing } from './classifier/preprocessing.ts';
import type { FeatureLayout } from './classifier/spatialTensor.ts';
import { toChannelFirst } from './classifier/spatialTensor.ts';
import { CamError } from './errors.ts';
import type { Explanation } from './explanation.ts';
import type { DecodedImage } from './image/decode.ts';
import type { PreparedInput } from './image/prepareInput.ts';
import { prepareInput } from './image/prepareInput.ts';
import type { FeatureMap } from './maps/featureMap.ts';
import { checkIdentity } from './maps/identity.ts';
import { keepWinners } from './maps/maxPooling.ts';
import { toHalfPrecision } from './onnx/halfPrecision.ts';
import { TensorElementType } from './onnx/model.ts';
import type { FloatTensor, RawTensor } from './runtime/session.ts';
import { asFloatTensor } from './runtime/session.ts';

/** An explanation without what only the caller knows: which model, by which description. */
export type ImageExplanation = Omit<Explanation, 'modelHash' | 'modelVersion'>;

/** Absolute paths, for messages. */
export interface ImageAndModel {
  imagePath: string;
  modelPath: string;
}

/**
 * Runs one picture through a classifier and takes everything that its maps need.
 * @throws CamError about the picture, the preprocessing, or values that are not finite.
 */
export async function explainImage(
  classifier: Classifier,
  preprocessing: Preprocessing,
  decoded: DecodedImage,
  paths: ImageAndModel,
): Promise<ImageExplanation> {
  const prepared = prepare(classifier, decoded, preprocessing, paths);
  const { feature, logits } = await runClassifier(classifier, prepared);
  requireFinite(logits, paths);
  const featureMap = toFeatureMap(classifier, feature);
  const identity = checkIdentity(featureMap, classifier.classWeights, classifier.readout, logits);
  const claim = claimFor(classifier, featureMap, identity);
  return {
    imagePath: paths.imagePath,
    geometry: prepared.geometry,
    featureMap,
    logits,
    probabilities: classifier.logits.activation === 'softmax' ? softmax(logits) : sigmoid(logits),
    ranking: rankByLogit(logits),
    residual: identity.residual,
    relativeResidual: identity.relativeResidual,
    claim: claim.text,
    exact: claim.exact,
    picture: decoded.picture,
    notices: [...decoded.notices, ...prepared.notices],
  };
}

/** As {@link prepareInput}; its errors get the names of the files that they are about. */
function prepare(
  classifier: Classifier,
  decoded: DecodedImage,
  preprocessing: Preprocessing,
  { imagePath, modelPath }: ImageAndModel,
): PreparedInput {
  try {
    return prepareInput(decoded, preprocessing, classifier.input);
  } catch (error) {
    if (!CamError.is(error)) throw error;
    const { code, message, nextAction } = error;
    throw new CamError(
      { code, message: `${imagePath} under ${modelPath}: ${message}`, nextAction, file: modelPath },
      { cause: error },
    );
  }
}

async function runClassifier(
  classifier: Classifier,
  { geometry, tensor }: PreparedInput,
): Promise<{ feature: FloatTensor; logits: Float32Array }> {
  const { input, session, featureOutput, logitsOutput } = classifier;
  const dims = inputDims(input, geometry.crop.width, geometry.crop.height);
  const fed: RawTensor =
    input.elementType === TensorElementType.float16
      ? { type: 'float16', dims, data: toHalfPrecision(tensor) }
      : { type: 'float32', dims, data: tensor };
  const results = await session.run({ [input.name]: fed }, [featureOutput, logitsOutput]);
  const take = (name: string) => {
    const result = results.get(name);
    if (!result) throw new Error(`the session gave no ${name}`);
    return asFloatTensor(name, result);
  };
  return { feature: take(featureOutput), logits: take(logitsOutput).values };
}

function requireFinite(logits: Float32Array, { imagePath, modelPath }: ImageAndModel): void {
  if (logits.every(Number.isFinite)) return;
  throw new CamError({
    code: 'outputNotFinite',
    message: `${modelPath} itself gives NaN or infinite logits for ${imagePath}; there is no map to draw.`,
    nextAction: 'Check the preprocessing, and that the weights of the model are finite.',
    file: modelPath,
  });
}

/** The map of this picture; its size is taken from the result, a model of free size gives another grid. */
function toFeatureMap(classifier: Classifier, feature: FloatTensor): FeatureMap {
  const [, a = 0, b = 0, c = 0] = feature.dims;
  const channelAxis = classifier.layout.channelAxis;
  const layout: FeatureLayout =
    channelAxis === 1
      ? { channelAxis, channels: a, height: b, width: c }
      : { channelAxis, channels: c, height: a, width: b };
  const { channels, width, height } = layout;
  const map = { channels, width, height, values: toChannelFirst(feature.values, layout) };
  return classifier.mapKind === 'maxPooled' ? keepWinners(map) : map;
}

function claimFor(
  classifier: Classifier,
  featureMap: FeatureMap,
  identity: ReturnType<typeof checkIdentity>,
): Claim {
  const isHalf = classifier.logits.elementType === TensorElementType.float16;
  const precision = isHalf ? 'float16' : 'float32';
  return makeClaim(classifier.mapKind, classifier.readout, featureMap, identity, precision);
}

function rankByLogit(logits: Float32Array): Uint32Array {
  const ranking = Uint32Array.from(logits.keys());
  return ranking.sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b);
}
