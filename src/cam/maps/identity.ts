import { channelMeans, classMap, readLogit } from './cam.ts';
import type { ClassWeights, FeatureMap, Readout } from './featureMap.ts';

/** How well the maps account for the model's own logits. */
export interface IdentityCheck {
  /** readout(M) − S of the class with the largest logit, in logit units. */
  residual: number;
  /** Largest |readout(M_c) − S_c| over the checked classes ÷ largest |S_c| over all classes. */
  relativeResidual: number;
  /** How many classes were compared. */
  checkedClasses: number;
}

const TOP_CLASSES = 5;
const SAMPLED_CLASSES = 16;

/**
 * Compares the logits that the maps predict with the model's logits, for this very picture.
 *
 * `residual` always goes through the map of the top class as it is drawn. For the `mean` readout every class is
 * compared, by mean(M_c) = Σ_k w_k^c F_k (C·K products; with weights for each of the n positions C·K·n). For
 * `meanOfRelu` each class needs its whole map, so the five largest logits and 16 classes at equal steps (0, ⌈C/16⌉,
 * 2⌈C/16⌉, …) are compared, or all of them if there are no more than 21.
 *
 * NaN in features or logits gives NaN residuals, and no comparison with NaN passes.
 * @param logits one value per class
 * @throws RangeError if the numbers of classes or channels differ.
 */
export function checkIdentity(
  featureMap: FeatureMap,
  classWeights: ClassWeights,
  readout: Readout,
  logits: Float32Array,
): IdentityCheck {
  if (logits.length !== classWeights.classes) {
    throw new RangeError(
      `there are ${logits.length} logits and class weights for ${classWeights.classes} classes`,
    );
  }
  const offBy = (classIndex: number): number =>
    readLogit(
      classMap(featureMap, classWeights, classIndex),
      classWeights.bias[classIndex] as number,
      readout,
    ) - (logits[classIndex] as number);

  const top = largestLogits(logits, TOP_CLASSES);
  const residual = offBy(top[0] as number);
  const { largest, checkedClasses } =
    readout.kind === 'mean'
      ? largestByMeans(featureMap, classWeights, logits)
      : largestByMaps(logits, top, offBy);
  const largestLogit = largestMagnitude(logits);
  const worst = Math.max(largest, Math.abs(residual));
  return { residual, relativeResidual: worst === 0 ? 0 : worst / largestLogit, checkedClasses };
}

function largestByMeans(
  featureMap: FeatureMap,
  { classes, channels, positions, weights, bias }: ClassWeights,
  logits: Float32Array,
): { largest: number; checkedClasses: number } {
  const parts =
    positions > 1
      ? new Float64Array(featureMap.values).map((value) => value / positions)
      : channelMeans(featureMap);
  let largest = 0;
  for (let c = 0; c < classes; c++) {
    const predicted = dot(weights, c * channels * positions, parts) + (bias[c] as number);
    largest = Math.max(largest, Math.abs(predicted - (logits[c] as number)));
  }
  return { largest, checkedClasses: classes };
}

/** Σ_k weights[start + k]·parts[k]; four sums, so that the processor can add in parallel. */
function dot(weights: Float32Array, start: number, parts: Float64Array): number {
  const whole = parts.length - (parts.length % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < whole; k += 4) {
    a += (weights[start + k] as number) * (parts[k] as number);
    b += (weights[start + k + 1] as number) * (parts[k + 1] as number);
    c += (weights[start + k + 2] as number) * (parts[k + 2] as number);
    d += (weights[start + k + 3] as number) * (parts[k + 3] as number);
  }
  for (let k = whole; k < parts.length; k++)
    a += (weights[start + k] as number) * (parts[k] as number);
  return a + b + c + d;
}

function largestByMaps(
  logits: Float32Array,
  top: number[],
  offBy: (classIndex: number) => number,
): { largest: number; checkedClasses: number } {
  const few = logits.length <= TOP_CLASSES + SAMPLED_CLASSES;
  const step = few ? 1 : Math.ceil(logits.length / SAMPLED_CLASSES);
  const checked = new Set(top);
  for (let c = 0; c < logits.length; c += step) checked.add(c);
  let largest = 0;
  for (const c of checked) largest = Math.max(largest, Math.abs(offBy(c)));
  return { largest, checkedClasses: checked.size };
}

function largestLogits(logits: Float32Array, count: number): number[] {
  const order = Array.from(logits.keys());
  order.sort((a, b) => (logits[b] as number) - (logits[a] as number));
  return order.slice(0, count);
}

/** Largest |v|; 0 if there is none. */
export function largestMagnitude(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Largest |a − b| ÷ largest |b|, over values in the same order; 0 if all are equal. */
export function relativeDifference(a: Float32Array, b: Float32Array): number {
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < b.length; i++) {
    largest = Math.max(largest, Math.abs(b[i] as number));
    difference = Math.max(difference, Math.abs((a[i] as number) - (b[i] as number)));
  }
  return difference === 0 ? 0 : difference / largest;
}
