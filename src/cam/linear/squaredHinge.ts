import type { Matrix } from './matrices/matrix.ts';
import type { LinearHead } from './samples/linearHead.ts';
import type { Samples } from './samples/samples.ts';
import type { SummedLoss } from './smoothHead.ts';
import { fitSmoothHead } from './smoothHead.ts';

/**
 * Linear support vector machines of each class against all others: w, with the bias, minimises
 * Σ max(0, 1 − y_i w·z̃_i)² + (L·n/2)·|w|², with y = ±1 (Chang, Hsieh & Lin 2008). Scikit-learn's
 * `LinearSVC(loss='squared_hinge', C=1/(L·n))` on standardised features is the same.
 * @param strength L
 * @param signal ends the work: throws the signal's reason
 * @throws CamError `tooFewSamples`
 */
export function squaredHinge(
  samples: Samples,
  strength: number,
  signal?: AbortSignal,
): Promise<LinearHead> {
  const lossOf = (scores: Matrix) => squaredHingeLoss(scores, samples.labels);
  return fitSmoothHead(samples, { strength, isBiasPenalised: true, lossOf }, signal);
}

function squaredHingeLoss(
  { rows, columns, values }: Matrix,
  labels: ArrayLike<number>,
): SummedLoss {
  const slopes = new Float64Array(values.length);
  let value = 0;
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) {
      const i = row * columns + c;
      const target = labels[row] === c ? 1 : -1;
      const missing = Math.max(0, 1 - target * (values[i] as number));
      value += missing * missing;
      slopes[i] = -2 * target * missing;
    }
  }
  return { value, slopes };
}
