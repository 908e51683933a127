import type { Matrix } from './matrices/matrix.ts';
import type { LinearHead } from './samples/linearHead.ts';
import type { Samples } from './samples/samples.ts';
import type { SummedLoss } from './smoothHead.ts';
import { fitSmoothHead } from './smoothHead.ts';

/**
 * Multinomial logistic regression: w minimises −Σ log softmax(w·z_i + b)_{y_i} + (L·n/2)·|w|²; the biases are not
 * penalised. Of two classes it is their difference that is penalised. Scikit-learn's `LogisticRegression(C=1/(L·n))` on
 * standardised features is the same; of two classes it gives the difference alone.
 * @param strength L
 * @param signal ends the work: throws the signal's reason
 * @throws CamError `tooFewSamples`
 */
export function logistic(
  samples: Samples,
  strength: number,
  signal?: AbortSignal,
): Promise<LinearHead> {
  const lossOf = (scores: Matrix) => crossEntropy(scores, samples.labels);
  // |w₁|² + |w₂|² = |w₁ − w₂|²/2, because the weights of two classes are opposite.
  const penalty = samples.classes.length === 2 ? 2 * strength : strength;
  return fitSmoothHead(samples, { strength: penalty, isBiasPenalised: false, lossOf }, signal);
}

/** −Σ log softmax(s)_y, and softmax(s)_c − [c = y]. */
function crossEntropy({ rows, columns, values }: Matrix, labels: ArrayLike<number>): SummedLoss {
  const slopes = new Float64Array(values.length);
  let value = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const scores = values.subarray(start, start + columns);
    const largest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      slopes[start + c] = Math.exp((scores[c] as number) - largest);
      sum += slopes[start + c] as number;
    }
    for (let c = 0; c < columns; c++) slopes[start + c] = (slopes[start + c] as number) / sum;
    const own = labels[row] as number;
    value += largest + Math.log(sum) - (scores[own] as number);
    slopes[start + own] = (slopes[start + own] as number) - 1;
  }
  return { value, slopes };
}
