/** softmax(z)_c = exp(z_c) / Σ exp(z), computed with the largest logit subtracted. */
export function softmax(logits: ArrayLike<number>): Float32Array {
  let max = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < logits.length; c++) max = Math.max(max, logits[c] ?? max);
  const exponentials = new Float64Array(logits.length);
  let sum = 0;
  for (let c = 0; c < logits.length; c++) {
    exponentials[c] = Math.exp((logits[c] ?? max) - max);
    sum += exponentials[c] as number;
  }
  const probabilities = new Float32Array(logits.length);
  for (let c = 0; c < logits.length; c++) probabilities[c] = (exponentials[c] as number) / sum;
  return probabilities;
}

/** log Σ exp(z), in float64. */
export function logSumExp(logits: Float32Array): number {
  const max = logits[indexOfLargest(logits)] ?? 0;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - max);
  return max + Math.log(sum);
}

/** Index of the largest value, the first of equals. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] as number) > (values[largest] as number)) largest = i;
  }
  return largest;
}

/** σ(z) = 1 / (1 + exp(−z)) */
export function sigmoid(logits: ArrayLike<number>): Float32Array {
  return Float32Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));
}

/**
 * How probabilities follow from the explained values: `partOfSoftmax`: a softmax over these and some more, which the
 * model leaves out; `none`: they are probabilities; `percent`: they are, in per cent.
 */
export type Activation = 'softmax' | 'sigmoid' | 'partOfSoftmax' | 'none' | 'percent';

/**
 * Probabilities of the classes, computed from the logits as in the model.
 * @param logits for `partOfSoftmax`, all that the softmax takes
 */
export function probabilitiesOf(logits: ArrayLike<number>, activation: Activation): Float32Array {
  switch (activation) {
    case 'softmax':
    case 'partOfSoftmax':
      return softmax(logits);
    case 'sigmoid':
      return sigmoid(logits);
    case 'none':
      return Float32Array.from(logits);
    case 'percent':
      return Float32Array.from(logits, (value) => value / 100);
  }
}

/**
 * Probabilities after the logits have changed.
 * For `partOfSoftmax` the logits that the model leaves out count as unchanged: p'_c = p_c·e^(ΔS_c) ÷ (Σ p·e^(ΔS) + p_left).
 */
export function changedProbabilities(
  before: { logits: Float32Array; probabilities: Float32Array },
  logits: Float32Array,
  activation: Activation,
): Float32Array {
  if (activation !== 'partOfSoftmax') return probabilitiesOf(logits, activation);
  const raised = before.probabilities.map(
    (p, c) => p * Math.exp((logits[c] as number) - (before.logits[c] as number)),
  );
  const left = 1 - before.probabilities.reduce((sum, p) => sum + p, 0);
  const all = raised.reduce((sum, p) => sum + p, Math.max(0, left));
  return raised.map((p) => p / all);
}

/** Class indices by descending logit; ties by index. */
export function rankByLogit(logits: Float32Array): Uint32Array {
  const ranking = Uint32Array.from(logits.keys());
  return ranking.sort((a, b) => (logits[b] as number) - (logits[a] as number) || a - b);
}
