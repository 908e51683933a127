import path from 'node:path';
import type { ClassWeights, Readout } from '../maps/featureMap.ts';
import type { Initializer, OnnxModel } from '../onnx/model.ts';
import type { SessionSettings } from '../runtime/session.ts';
import { proposeMatrices } from './classWeights.ts';
import { GraphFunction, isClose } from './graphFunction.ts';
import { createRandom, randomValues } from './probes.ts';
import type { FeatureLayout, SpatialTensor } from './spatialTensor.ts';
import { fromChannelFirst, tensorDims, toChannelFirst } from './spatialTensor.ts';

/** A class map traced one step back: the features before the class convolution, and its weights. */
export interface ClassMapStep {
  feature: SpatialTensor;
  layout: FeatureLayout;
  classWeights: ClassWeights;
  readout: Readout;
}

const TOLERANCE = 2e-3;

/** True where channel c of the map is, up to one common factor, the map of class c. */
export function isIdentity({ classes, channels, weights }: ClassWeights): boolean {
  if (classes !== channels || classes < 2) return false;
  const factor = weights[0] ?? 0;
  if (factor === 0) return false;
  for (let c = 0; c < classes; c++) {
    for (let k = 0; k < channels; k++) {
      const expected = c === k ? factor : 0;
      if (Math.abs((weights[c * channels + k] ?? 0) - expected) > TOLERANCE * Math.abs(factor)) {
        return false;
      }
    }
  }
  return true;
}

/**
 * Where the last spatial tensor already is the class map (SqueezeNet, NIN, fully convolutional), looks
 * one step back: class map = relu?(W·f + b) at each position, read by probing. A padded 1×1 convolution
 * adds a border that sees no feature.
 * @param earlier cut points before `classMap`, nearest first
 * @returns undefined where the step is not linear at each position by itself
 */
export async function traceClassMap(
  model: OnnxModel,
  classMap: SpatialTensor,
  layout: FeatureLayout,
  earlier: SpatialTensor[],
  file: string,
  settings: Pick<SessionSettings, 'externalDataFolder'>,
): Promise<ClassMapStep | undefined> {
  let end: SpatialTensor = classMap;
  let hasRelu = false;
  for (const start of earlier) {
    const step = await GraphFunction.create(model, start, [end], file, settings);
    try {
      const elementwise = await findElementwise(step, start, end);
      if (elementwise) {
        hasRelu ||= elementwise === 'relu';
        end = start;
        continue;
      }
      const found = await readPointwiseLinear(step, start, end, layout, path.dirname(file));
      if (!found) return undefined;
      const { classWeights, startLayout, borderPositions } = found;
      const readout: Readout =
        hasRelu || borderPositions > 0 ? { kind: 'meanOfRelu', borderPositions } : { kind: 'mean' };
      if (!hasRelu && borderPositions > 0) return undefined;
      return { feature: start, layout: startLayout, classWeights, readout };
    } finally {
      await step.dispose();
    }
  }
  return undefined;
}

async function findElementwise(
  step: GraphFunction,
  start: SpatialTensor,
  end: SpatialTensor,
): Promise<'relu' | 'identity' | undefined> {
  if (start.dims.join() !== end.dims.join()) return undefined;
  const dims = start.dims.slice(1);
  const probe = randomValues(
    createRandom(3),
    dims.reduce((a, b) => a * b, 1),
    -1,
    1,
  );
  const [values] = await step.evaluate([probe], dims, end.name);
  if (!values) return undefined;
  if (isClose(probe, values, TOLERANCE)) return 'identity';
  const rectified = probe.map((value) => Math.max(0, value));
  return isClose(rectified, values, TOLERANCE) ? 'relu' : undefined;
}

interface PointwiseLinear {
  classWeights: ClassWeights;
  startLayout: FeatureLayout;
  borderPositions: number;
}

/** A part of the model that may be end(x, y) = W·start(x − p, y − p) + b, with b alone on a border p wide. */
interface Pointwise {
  from: FeatureLayout;
  to: FeatureLayout;
  padding: number;
  /** Channel-first maps in, channel-first maps out. */
  call: (maps: Float32Array[]) => Promise<Float32Array[]>;
}

async function readPointwiseLinear(
  step: GraphFunction,
  start: SpatialTensor,
  end: SpatialTensor,
  to: FeatureLayout,
  folder: string,
): Promise<PointwiseLinear | undefined> {
  const from = layoutLike(start, to);
  const padding = (to.width - from.width) / 2;
  if (!Number.isInteger(padding) || padding < 0) return undefined;
  if (to.height - from.height !== 2 * padding) return undefined;
  const dims = tensorDims(from, 1).slice(1);
  const call = async (maps: Float32Array[]) => {
    const rows = maps.map((map) => fromChannelFirst(map, from));
    const results = await step.evaluate(rows, dims, end.name);
    return results.map((values) => toChannelFirst(values, to));
  };
  const pointwise = { from, to, padding, call };
  const classWeights = await readPointwiseWeights(pointwise, step.initializers, folder);
  if (!classWeights) return undefined;
  const borderPositions = to.width * to.height - from.width * from.height;
  return { classWeights, startLayout: from, borderPositions };
}

async function readPointwiseWeights(
  pointwise: Pointwise,
  initializers: Initializer[],
  folder: string,
): Promise<ClassWeights | undefined> {
  const { from, to, call } = pointwise;
  const shape = { classes: to.channels, channels: from.channels };
  const elements = from.channels * from.width * from.height;
  const map = randomValues(createRandom(4), elements, -1, 1);
  const [ofZero = new Float32Array(), actual = new Float32Array()] = [
    ...(await call([new Float32Array(elements)])),
    ...(await call([map])),
  ];
  const toPositions = to.width * to.height;
  const bias = Float32Array.from(
    { length: to.channels },
    (_, c) => ofZero[c * toPositions + targetPosition(pointwise, 0)] ?? 0,
  );
  for await (const weights of proposeMatrices(initializers, shape, folder)) {
    const proposed = { ...shape, weights, bias };
    if (predictsMap(pointwise, proposed, map, actual)) return proposed;
  }
  const probed = await probePointwiseWeights(pointwise, shape, bias);
  return predictsMap(pointwise, probed, map, actual) ? probed : undefined;
}

/** Each position of a probe carries another one-hot channel, so that a few maps read all weights. */
async function probePointwiseWeights(
  pointwise: Pointwise,
  { classes, channels }: Pick<ClassWeights, 'classes' | 'channels'>,
  bias: Float32Array,
): Promise<ClassWeights> {
  const { from, to, call } = pointwise;
  const positions = from.width * from.height;
  const toPositions = to.width * to.height;
  const weights = new Float32Array(classes * channels);
  for (let first = 0; first < channels; first += positions) {
    const count = Math.min(positions, channels - first);
    const probe = new Float32Array(channels * positions);
    for (let i = 0; i < count; i++) probe[(first + i) * positions + i] = 1;
    const [values = new Float32Array()] = await call([probe]);
    for (let i = 0; i < count; i++) {
      const target = targetPosition(pointwise, i);
      for (let c = 0; c < classes; c++) {
        weights[c * channels + first + i] =
          (values[c * toPositions + target] ?? 0) - (bias[c] ?? 0);
      }
    }
  }
  return { classes, channels, weights, bias };
}

function targetPosition({ from, to, padding }: Pointwise, position: number): number {
  const y = Math.floor(position / from.width) + padding;
  return y * to.width + (position % from.width) + padding;
}

/** Classes on which the prediction of a random map is compared; each one has all its channels checked. */
const CHECKED_CLASSES = 32;

function predictsMap(
  pointwise: Pointwise,
  { classes, channels, weights, bias }: ClassWeights,
  map: Float32Array,
  actual: Float32Array,
): boolean {
  const { from, to } = pointwise;
  const positions = from.width * from.height;
  const toPositions = to.width * to.height;
  const stride = Math.max(1, Math.floor(classes / CHECKED_CLASSES));
  for (let c = 0; c < classes; c += stride) {
    const predicted = new Float32Array(toPositions).fill(bias[c] ?? 0);
    for (let position = 0; position < positions; position++) {
      let sum = bias[c] ?? 0;
      for (let k = 0; k < channels; k++) {
        sum += (weights[c * channels + k] ?? 0) * (map[k * positions + position] ?? 0);
      }
      predicted[targetPosition(pointwise, position)] = sum;
    }
    const found = actual.subarray(c * toPositions, (c + 1) * toPositions);
    if (!isClose(found, predicted, TOLERANCE)) return false;
  }
  return true;
}

function layoutLike(tensor: SpatialTensor, like: FeatureLayout): FeatureLayout {
  const [, a, b, c] = tensor.dims;
  return like.channelAxis === 1
    ? { channelAxis: 1, channels: a, height: b, width: c }
    : { channelAxis: 3, channels: c, height: a, width: b };
}
