import path from 'node:path';
import { CamError } from '../errors.ts';
import type { ClassWeights } from '../maps/featureMap.ts';
import { TensorElementType } from '../onnx/model.ts';
import { readClassWeights } from './classWeights.ts';
import type { GraphFunction, GraphTensor } from './graphFunction.ts';
import { isClose } from './graphFunction.ts';
import type { LogitsTensor } from './logits.ts';
import { findLogits } from './logits.ts';
import {
  constantChannels,
  createRandom,
  flattenChannels,
  maxOfValues,
  meanOfValues,
  randomValues,
} from './probes.ts';
import type { FeatureLayout, SpatialTensor } from './spatialTensor.ts';
import { fromChannelFirst, possibleLayouts } from './spatialTensor.ts';

/** How the head reduces the last spatial map to one number for each channel. */
export type Pooling = 'mean' | 'max';

/** A head that is linear in the pooled channels: S = W·pool(f) + b. */
export interface LinearHead {
  layout: FeatureLayout;
  pooling: Pooling;
  logits: LogitsTensor;
  classWeights: ClassWeights;
}

/** An affine head is exact to 1e-6; half precision inside the head leaves 1e-3. */
const TOLERANCE = 2e-3;

/** What reading a head needs: the head as a function, from where to where, and its weights' home. */
export interface HeadPart {
  head: GraphFunction;
  feature: SpatialTensor;
  /** Tensors behind the feature map, the model's output first. */
  tail: GraphTensor[];
  /** Absolute path of the model. */
  file: string;
}

/**
 * Reads the head, everything behind the last spatial tensor, as a function (Zhou et al. 2016, section 2):
 * a head that depends on the map only through its spatial mean (or maximum) and is affine in it has the
 * weights w_k^c = head(channel k constant 1)_c − head(0)_c and the bias head(0).
 * @throws CamError `headNotLinear`, `headDependsOnPosition`, `headWeightsAllZero`.
 */
export async function readHead({ head, feature, tail, file }: HeadPart): Promise<LinearHead> {
  const random = createRandom(1);
  const dims = feature.dims.slice(1);
  const elements = dims.reduce((product, size) => product * size, 1);
  const probes = [0, 1].map(() => randomValues(random, elements, -1, 1));
  const logits = await findLogits(head, probes, dims, tail, file);
  for (const layout of possibleLayouts(feature.dims)) {
    if (layout.height * layout.width < 2) continue;
    const call: Call = (maps) =>
      head.evaluate(
        maps.map((map) => fromChannelFirst(map, layout)),
        dims,
        logits.name,
      );
    const pooling = await findPooling(call, layout, random);
    if (!pooling) continue;
    const classWeights = await readClassWeights(head, layout, logits.name, path.dirname(file));
    if (classWeights.weights.every((weight) => weight === 0)) throw allZero(file);
    return { layout, pooling, logits, classWeights };
  }
  throw await explainRefusal(head, dims, logits.name, probes, file);

  /** Undefined where the layout is not the right one. */
  async function findPooling(
    call: Call,
    layout: FeatureLayout,
    random: () => number,
  ): Promise<Pooling | undefined> {
    const pooling = await findSymmetricPooling(call, layout, random);
    if (pooling && !(await isAffineInConstants(call, layout, random))) {
      if (tail.some(isQuantised)) throw quantised(file);
      throw notLinear(
        file,
        `pools the map by its ${pooling} and then applies a non-linear function`,
      );
    }
    return pooling;
  }
}

type Call = (channelFirstMaps: Float32Array[]) => Promise<Float32Array[]>;

/** A map with another level in each channel, so that pooled values are far from 0, and noise on it. */
function noisyLevels({ channels, height, width }: FeatureLayout, random: () => number) {
  const levels = randomValues(random, channels, -2, 2);
  const noise = randomValues(random, channels * height * width, -1, 1);
  return noise.map((value, i) => value + (levels[Math.floor(i / (height * width))] ?? 0));
}

async function findSymmetricPooling(
  call: Call,
  layout: FeatureLayout,
  random: () => number,
): Promise<Pooling | undefined> {
  const map = noisyLevels(layout, random);
  const [ofZero, actual, ofMean, ofMax] = await call([
    new Float32Array(map.length),
    map,
    flattenChannels(map, layout.channels, meanOfValues),
    flattenChannels(map, layout.channels, maxOfValues),
  ]);
  if (!ofZero || !actual || !ofMean || !ofMax) return undefined;
  const effect = difference(actual, ofZero);
  if (isClose(effect, difference(ofMean, ofZero), TOLERANCE)) return 'mean';
  return isClose(effect, difference(ofMax, ofZero), TOLERANCE) ? 'max' : undefined;
}

function difference(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value - (b[i] ?? 0));
}

/** head(a + b) − head(b) = head(a) − head(0) for maps that are constant in each channel. */
async function isAffineInConstants(
  call: Call,
  layout: FeatureLayout,
  random: () => number,
): Promise<boolean> {
  const a = constantChannels(randomValues(random, layout.channels, -2, 2), layout);
  const b = constantChannels(randomValues(random, layout.channels, -2, 2), layout);
  return isAffine(call, a, b);
}

async function isAffine(call: Call, a: Float32Array, b: Float32Array): Promise<boolean> {
  const sum = a.map((value, i) => value + (b[i] ?? 0));
  const [ofA, ofB, ofSum, ofZero] = await call([a, b, sum, new Float32Array(a.length)]);
  if (!ofA || !ofB || !ofSum || !ofZero) return false;
  return isClose(difference(ofA, ofZero), difference(ofSum, ofB), TOLERANCE);
}

async function explainRefusal(
  head: GraphFunction,
  dims: readonly number[],
  logitsName: string,
  [a = new Float32Array(), b = new Float32Array()]: Float32Array[],
  file: string,
): Promise<CamError> {
  const call: Call = (rows) => head.evaluate(rows, dims, logitsName);
  if (!(await isAffine(call, a, b))) {
    return notLinear(file, 'does not pool the map, but applies non-linear layers to all of it');
  }
  return new CamError({
    code: 'headDependsOnPosition',
    message: `${file} has no class activation map: its head gives every position of the last feature map a weight of its own (flatten, then linear), so there is no weight for each channel.`,
    nextAction:
      'Put a global average pooling before the last linear layer, e.g. nn.AdaptiveAvgPool2d(1), train and export again.',
    file,
  });
}

function notLinear(file: string, what: string): CamError {
  return new CamError({
    code: 'headNotLinear',
    message: `${file} has no class activation map: its head ${what}.`,
    nextAction:
      'End the network with a global average pooling and one linear layer, train and export again.',
    file,
  });
}

function allZero(file: string): CamError {
  return new CamError({
    code: 'headWeightsAllZero',
    message: `${file} has class weights that are all zero: every map would be empty.`,
    nextAction: 'Export the model after training (or after loading its weights).',
    file,
  });
}

function isQuantised({ elementType }: GraphTensor): boolean {
  return elementType === TensorElementType.int8 || elementType === TensorElementType.uint8;
}

function quantised(file: string): CamError {
  return new CamError({
    code: 'headNotLinear',
    message: `${file} has no exact class activation map: its head is quantised to 8 bits, and rounding is not linear.`,
    nextAction: 'Choose the float model that it was made from; its global average pooling is read.',
    file,
  });
}
