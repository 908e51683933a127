import type { ClassWeights, Readout } from '../../maps/featureMap.ts';
import type { Graph } from '../../onnx/file/graph.ts';
import type { WeightSource } from '../probe/computedWeights.ts';
import { GraphFunction } from '../probe/graphFunction.ts';
import { createRandom, isClose, randomValues } from '../probe/probes.ts';
import type { FeatureLayout, SpatialTensor } from '../probe/spatialTensor.ts';
import { fromChannelFirst, tensorDims, toChannelFirst } from '../probe/spatialTensor.ts';
import { proposeMatrices } from './classWeights.ts';

/** A class map traced one step back: the features before the class convolution, and its weights. */
export interface ClassMapStep {
  feature: SpatialTensor;
  layout: FeatureLayout;
  classWeights: ClassWeights;
  readout: Readout;
}

const TOLERANCE = 2e-3;
/** A random map this large leaves no class at 0 everywhere because of its bias. */
const WIDE = 16;
/** Weights that are only nearly the identity are kept as weights. */
const IDENTITY_TOLERANCE = 1e-5;

/** The factor s where the head is s·identity: channel c of the map is the map of class c; else undefined. */
export function identityFactor({ classes, channels, weights }: ClassWeights): number | undefined {
  if (classes !== channels || classes < 2) return undefined;
  const factor = weights[0] as number;
  if (factor === 0) return undefined;
  for (let c = 0; c < classes; c++) {
    for (let k = 0; k < channels; k++) {
      const expected = c === k ? factor : 0;
      const distance = Math.abs((weights[c * channels + k] as number) - expected);
      if (distance > IDENTITY_TOLERANCE * Math.abs(factor)) return undefined;
    }
  }
  return factor;
}

/**
 * Where the last spatial tensor is already the class map (SqueezeNet, NIN, fully convolutional), looks
 * one step back: class map = relu?(W·f + b) at each position, read by probing. A padded 1×1 convolution
 * adds a border that sees no feature.
 * @param earlier cut points before `classMap`, nearest first
 * @returns undefined where the step is not linear at each position by itself
 */
export async function traceClassMap(
  graph: Graph,
  classMap: SpatialTensor,
  layout: FeatureLayout,
  earlier: SpatialTensor[],
): Promise<ClassMapStep | undefined> {
  let end: SpatialTensor = classMap;
  let hasRelu = false;
  for (const start of earlier) {
    const step = await GraphFunction.create(graph, start, [end]);
    try {
      const elementwise = await findElementwise(step, start, end);
      if (elementwise) {
        hasRelu ||= elementwise === 'relu';
        end = start;
        continue;
      }
      const found = await readPointwiseLinear(step, start, end, layout, graph.file);
      if (!found) return undefined;
      const { classWeights, startLayout, borderPositions } = found;
      // A factor or bias for each channel by itself is not yet a convolution.
      if (identityFactor(classWeights) !== undefined && !found.isRectified) continue;
      hasRelu ||= found.isRectified;
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
  const probe = randomValues(createRandom(3), step.inputs, -1, 1);
  const [values] = await step.ask([probe]);
  if (!values) return undefined;
  if (isClose(probe, values, TOLERANCE)) return 'identity';
  const rectified = probe.map((value) => Math.max(0, value));
  return isClose(rectified, values, TOLERANCE) ? 'relu' : undefined;
}

interface PointwiseLinear {
  classWeights: ClassWeights;
  /** Whether the class map is relu(W·f + b), made by one operator. */
  isRectified: boolean;
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
  file: string,
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
  const read = await readPointwiseWeights(pointwise, step, file);
  const borderPositions = to.width * to.height - from.width * from.height;
  return read && { ...read, startLayout: from, borderPositions };
}

type PointwiseReading = Pick<PointwiseLinear, 'classWeights' | 'isRectified'>;

async function readPointwiseWeights(
  pointwise: Pointwise,
  source: WeightSource,
  file: string,
): Promise<PointwiseReading | undefined> {
  const { from, to, call } = pointwise;
  const shape = { classes: to.channels, channels: from.channels };
  const elements = from.channels * from.width * from.height;
  const map = randomValues(createRandom(4), elements, -1, 1);
  const wide = map.map((value) => value * WIDE);
  const [ofZero = new Float32Array(), actual = new Float32Array(), ofWide = new Float32Array()] = [
    ...(await call([new Float32Array(elements)])),
    ...(await call([map])),
    ...(await call([wide])),
  ];
  const toPositions = to.width * to.height;
  const bias = Float32Array.from(
    { length: to.channels },
    (_, c) => ofZero[c * toPositions + targetPosition(pointwise, 0)] as number,
  );
  const isRectified = ofWide.every((value) => value >= 0);
  for await (const weights of proposeMatrices(source, shape, file)) {
    const proposed = { ...shape, positions: 1, weights, bias };
    if (isRectified) {
      const near = biasBehindRelu(pointwise, proposed, map, actual);
      const far = biasBehindRelu(pointwise, proposed, wide, ofWide);
      const known = bias.map((value, c) => (value > 0 ? value : ((near[c] || far[c]) ?? 0)));
      const rectified = { ...proposed, bias: known };
      if (predictsMap(pointwise, rectified, map, actual, true))
        return { classWeights: rectified, isRectified };
    } else if (predictsMap(pointwise, proposed, map, actual, false)) {
      return { classWeights: proposed, isRectified };
    }
  }
  if (isRectified) return undefined;
  const probed = await probePointwiseWeights(pointwise, shape, bias);
  if (!predictsMap(pointwise, probed, map, actual, false)) return undefined;
  return { classWeights: probed, isRectified };
}

/** What relu(W·f + b) says about b where it is largest; NaN for a class about which it says nothing. */
function biasBehindRelu(
  pointwise: Pointwise,
  { classes, channels, weights }: ClassWeights,
  map: Float32Array,
  actual: Float32Array,
): Float32Array {
  const { from, to } = pointwise;
  const positions = from.width * from.height;
  const toPositions = to.width * to.height;
  return Float32Array.from({ length: classes }, (_, c) => {
    let largest = 0;
    let bias = Number.NaN;
    for (let position = 0; position < positions; position++) {
      const value = actual[c * toPositions + targetPosition(pointwise, position)] as number;
      if (value <= largest) continue;
      largest = value;
      bias = value - weigh(weights, c * channels, map, position, positions);
    }
    return bias;
  });
}

/** Each position of a probe carries a different one-hot channel, so that a few maps read all weights. */
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
          (values[c * toPositions + target] as number) - (bias[c] as number);
      }
    }
  }
  return { classes, channels, positions: 1, weights, bias };
}

function targetPosition({ from, to, padding }: Pointwise, position: number): number {
  const y = Math.floor(position / from.width) + padding;
  return y * to.width + (position % from.width) + padding;
}

/** Number of classes for which a random map checks the prediction, each over all its channels. */
const CHECKED_CLASSES = 32;

function predictsMap(
  pointwise: Pointwise,
  { classes, channels, weights, bias }: ClassWeights,
  map: Float32Array,
  actual: Float32Array,
  isRectified: boolean,
): boolean {
  if (!bias.every(Number.isFinite)) return false;
  const { from, to } = pointwise;
  const positions = from.width * from.height;
  const toPositions = to.width * to.height;
  const stride = Math.max(1, Math.floor(classes / CHECKED_CLASSES));
  const low = isRectified ? 0 : Number.NEGATIVE_INFINITY;
  for (let c = 0; c < classes; c += stride) {
    const predicted = new Float32Array(toPositions).fill(Math.max(low, bias[c] as number));
    for (let position = 0; position < positions; position++) {
      const sum = weigh(weights, c * channels, map, position, positions);
      predicted[targetPosition(pointwise, position)] = Math.max(low, sum + (bias[c] as number));
    }
    const found = actual.subarray(c * toPositions, (c + 1) * toPositions);
    if (!isClose(found, predicted, TOLERANCE)) return false;
  }
  return true;
}

/** Σ_k weights[start + k]·map[k, position] */
function weigh(
  weights: Float32Array,
  start: number,
  map: Float32Array,
  position: number,
  positions: number,
): number {
  const channels = map.length / positions;
  let sum = 0;
  for (let k = 0; k < channels; k++) {
    sum += (weights[start + k] as number) * (map[k * positions + position] as number);
  }
  return sum;
}

function layoutLike(tensor: SpatialTensor, like: FeatureLayout): FeatureLayout {
  const [, a = 0, b = 0, c = 0] = tensor.dims;
  return like.channelAxis === 1
    ? { channelAxis: 1, channels: a, height: b, width: c }
    : { channelAxis: 3, channels: c, height: a, width: b };
}
