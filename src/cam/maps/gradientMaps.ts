import type { FeatureMap, ScalarMap } from './featureMap.ts';
import { largestMagnitude } from './identity.ts';

// Maps of a feature map f_k(x, y) and the gradient g_k(x, y) = ∂S/∂f_k(x, y) of the same shape. All are n times what
// their papers define, n = width·height: so the mean of a map is in logit units, as that of a class activation map is.

/**
 * Grad-CAM before its ReLU (Selvaraju et al., ICCV 2017): n·Σ_k mean(g_k)·f_k(x, y), signed. If the map is pooled by its
 * mean and a linear layer follows, this is the class activation map.
 */
export function gradCam(feature: FeatureMap, gradient: FeatureMap): ScalarMap {
  const positions = feature.width * feature.height;
  return combine(feature, (k) => {
    let sum = 0;
    for (let i = 0; i < positions; i++) sum += gradient.values[k * positions + i] as number;
    return () => sum;
  });
}

/**
 * HiResCAM (Draelos & Carin 2020): n·Σ_k g_k(x, y)·f_k(x, y), signed. If the layers behind the map are linear in pieces,
 * its mean is what the map adds to the logit, without the biases behind it.
 */
export function hiResCam(feature: FeatureMap, gradient: FeatureMap): ScalarMap {
  const positions = feature.width * feature.height;
  return combine(feature, (k) => (i) => positions * (gradient.values[k * positions + i] as number));
}

/**
 * How much of HiResCAM is left when its channels are added: the largest value ÷ the largest of the sums without signs. It
 * is 0 but for rounding where each cell is normalised behind the layer: a gradient is orthogonal to what it does not feel.
 */
export function uncancelledPart(feature: FeatureMap, gradient: FeatureMap): number {
  const positions = feature.width * feature.height;
  const unsigned = combine(
    { ...feature, values: feature.values.map(Math.abs) },
    (k) => (i) => positions * Math.abs(gradient.values[k * positions + i] as number),
  );
  const left = largestMagnitude(hiResCam(feature, gradient).values);
  return left / (largestMagnitude(unsigned.values) || 1);
}

/**
 * Gradient × activation of each channel: Σ over the cells of f_k(x, y)·g_k(x, y). For a mean and a linear layer this is
 * w_k times the mean of f_k.
 */
export function gradientActivations(feature: FeatureMap, gradient: FeatureMap): Float32Array {
  const positions = feature.width * feature.height;
  return Float32Array.from({ length: feature.channels }, (_, k) => {
    let sum = 0;
    for (let i = k * positions; i < (k + 1) * positions; i++) {
      sum += (feature.values[i] as number) * (gradient.values[i] as number);
    }
    return sum;
  });
}

/** LayerCAM before its last ReLU (Jiang et al., TIP 2021): n·Σ_k ReLU(g_k(x, y))·f_k(x, y). */
export function layerCam(feature: FeatureMap, gradient: FeatureMap): ScalarMap {
  const positions = feature.width * feature.height;
  return combine(
    feature,
    (k) => (i) => positions * Math.max(0, gradient.values[k * positions + i] as number),
  );
}

/** Of the largest gradient: what differs by less is rounding. */
const SAME = 1e-5;

/**
 * Whether the gradient of each channel is the same at all positions, as in front of mean pooling and a linear layer. Then
 * LayerCAM is Σ_k ReLU(w_k)·f_k: nearly the same for every class.
 */
export function isUniform({ channels, width, height, values }: FeatureMap): boolean {
  const positions = width * height;
  const limit = SAME * largestMagnitude(values);
  for (let k = 0; k < channels; k++) {
    const first = values[k * positions] as number;
    for (let i = 1; i < positions; i++) {
      if (Math.abs((values[k * positions + i] as number) - first) > limit) return false;
    }
  }
  return true;
}

/** Σ_k w_k(i)·f_k(i) at each position i, in float64. */
function combine(
  { channels, width, height, values }: FeatureMap,
  weightOf: (channel: number) => (position: number) => number,
): ScalarMap {
  const positions = width * height;
  const sums = new Float64Array(positions);
  for (let k = 0; k < channels; k++) {
    const weight = weightOf(k);
    for (let i = 0; i < positions; i++) {
      sums[i] = (sums[i] as number) + weight(i) * (values[k * positions + i] as number);
    }
  }
  return { width, height, values: Float32Array.from(sums) };
}

/** Colour channels of a picture, or of a gradient at it: channel-first. */
export type ColourMap = FeatureMap;

/** Back-propagation saliency (Simonyan et al. 2014): the largest |∂S/∂x| of the colours of each pixel; never negative. */
export function saliency({ channels, width, height, values }: ColourMap): ScalarMap {
  const pixels = width * height;
  const strongest = new Float32Array(pixels);
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < pixels; i++) {
      const size = Math.abs(values[c * pixels + i] as number);
      if (size > (strongest[i] as number)) strongest[i] = size;
    }
  }
  return { width, height, values: strongest };
}

/**
 * The sum over the colours of x·g, signed.
 * @param weights x: the picture, or its difference from a baseline
 */
export function weightedColours(weights: ColourMap, { values }: ColourMap): ScalarMap {
  return combine(weights, (c) => {
    const start = c * weights.width * weights.height;
    return (i) => values[start + i] as number;
  });
}
