import type { ClassWeights, FeatureMap, Readout, ScalarMap } from './featureMap.ts';

/**
 * Class activation map M_c(x, y) = Σ_k w_k^c f_k(x, y) (Zhou et al., CVPR 2016, eq. 2). The result has the feature
 * map's width and height; values are in logit units, signed, without the bias. Sums run in float64.
 * @throws RangeError if `classIndex` is not a class or the channel counts differ.
 */
export function classMap(
  featureMap: FeatureMap,
  classWeights: ClassWeights,
  classIndex: number,
): ScalarMap {
  return weightedSum(featureMap, weightsOf(featureMap, classWeights, classIndex));
}

/**
 * Why class a and not class b: (w_a − w_b)·f(x, y), in logit units. For the `mean` readout its mean plus b_a − b_b is
 * the gap S_a − S_b between the two logits.
 * @throws RangeError if `a` or `b` is not a class or the channel counts differ.
 */
export function contrastMap(
  featureMap: FeatureMap,
  classWeights: ClassWeights,
  a: number,
  b: number,
): ScalarMap {
  const weightsB = weightsOf(featureMap, classWeights, b);
  const difference = Float64Array.from(
    weightsOf(featureMap, classWeights, a),
    (weight, k) => weight - (weightsB[k] as number),
  );
  return weightedSum(featureMap, difference);
}

/**
 * One channel f_k(x, y) alone, a view of the feature map's values (no copy).
 * @throws RangeError if `channel` is not a channel of the map.
 */
export function channelMap(featureMap: FeatureMap, channel: number): ScalarMap {
  const { width, height } = featureMap;
  requireIndex('channel', channel, featureMap.channels);
  const positions = width * height;
  const start = channel * positions;
  return { width, height, values: featureMap.values.subarray(start, start + positions) };
}

/** Mean of a map over its width·height positions, summed in float64. */
export function meanOf(map: ScalarMap): number {
  let sum = 0;
  for (const value of map.values) sum += value;
  return sum / map.values.length;
}

/** F_k = mean of f_k over the positions, one float64 per channel. */
export function channelMeans(featureMap: FeatureMap): Float64Array {
  const { channels, width, height, values } = featureMap;
  const positions = width * height;
  const means = new Float64Array(channels);
  for (let k = 0; k < channels; k++) {
    const end = (k + 1) * positions;
    let sum = 0;
    for (let i = k * positions; i < end; i++) sum += values[i] as number;
    means[k] = sum / positions;
  }
  return means;
}

/**
 * The logit that follows from a class's map, by the model's {@link Readout}: `mean`: mean(M) + b; `meanOfRelu`: (Σ
 * relu(M + b) + borderPositions·relu(b)) / (n + borderPositions).
 */
export function readLogit(map: ScalarMap, bias: number, readout: Readout): number {
  if (readout.kind === 'mean') return meanOf(map) + bias;
  let sum = readout.borderPositions * Math.max(bias, 0);
  for (const value of map.values) sum += Math.max(value + bias, 0);
  return sum / (map.values.length + readout.borderPositions);
}

/**
 * The numbers from which a colour scale is chosen. `scale` is the maximum of the map; where no value
 * is positive, the largest magnitude; 1 for an all-zero map.
 */
export function rangeOf(map: ScalarMap): { min: number; max: number; scale: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of map.values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max, scale: max > 0 ? max : min < 0 ? -min : 1 };
}

/** The weights of one class: a view of `channels`·`positions` numbers. */
export function weightsOf(
  featureMap: FeatureMap,
  classWeights: ClassWeights,
  classIndex: number,
): Float32Array {
  const { classes, channels, positions, weights } = classWeights;
  requireIndex('class', classIndex, classes);
  if (channels !== featureMap.channels) {
    throw new RangeError(
      `the class weights are for ${channels} channels, the feature map has ${featureMap.channels}`,
    );
  }
  if (positions > 1 && positions !== featureMap.width * featureMap.height) {
    throw new RangeError(
      `the class weights are for ${positions} positions, the feature map has ${featureMap.width}×${featureMap.height}`,
    );
  }
  const size = channels * positions;
  return weights.subarray(classIndex * size, (classIndex + 1) * size);
}

/** @param weights one for each channel, or one for each value of the map */
function weightedSum(featureMap: FeatureMap, weights: ArrayLike<number>): ScalarMap {
  const { channels, width, height, values } = featureMap;
  const positions = width * height;
  const sums = new Float64Array(positions);
  if (weights.length === values.length) {
    for (let i = 0; i < values.length; i++) {
      const position = i % positions;
      sums[position] = (sums[position] as number) + (weights[i] as number) * (values[i] as number);
    }
    return { width, height, values: Float32Array.from(sums) };
  }
  for (let k = 0; k < channels; k++) {
    const weight = weights[k] as number;
    if (weight === 0) continue;
    const start = k * positions;
    for (let i = 0; i < positions; i++) {
      sums[i] = (sums[i] as number) + weight * (values[start + i] as number);
    }
  }
  return { width, height, values: Float32Array.from(sums) };
}

function requireIndex(what: string, index: number, count: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new RangeError(`${what} ${index} does not exist: there are ${count}`);
  }
}
