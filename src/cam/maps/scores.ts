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

/** σ(z) = 1 / (1 + exp(−z)) */
export function sigmoid(logits: ArrayLike<number>): Float32Array {
  return Float32Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));
}

/** Probabilities of the classes, computed from the logits as in the model. */
export function probabilitiesOf(
  logits: ArrayLike<number>,
  activation: 'softmax' | 'sigmoid',
): Float32Array {
  return activation === 'softmax' ? softmax(logits) : sigmoid(logits);
}

/** Class indices by descending logit; ties by index. */
export function rankByLogit(logits: Float32Array): Uint32Array {
  const ranking = Uint32Array.from(logits.keys());
  return ranking.sort((a, b) => (logits[b] as number) - (logits[a] as number) || a - b);
}
