import type { Evaluated } from './lbfgs.ts';
import { minimise } from './lbfgs.ts';
import type { Matrix } from './matrices/matrix.ts';
import { Products } from './matrices/products.ts';
import type { LinearHead } from './samples/linearHead.ts';
import { foldScale } from './samples/linearHead.ts';
import type { Samples } from './samples/samples.ts';
import { allRows, requireTwoOfEach } from './samples/samples.ts';
import { standardise } from './samples/standardise.ts';
import { standardRows } from './samples/standardRows.ts';

/** A loss summed over the samples, with its derivatives by their scores (n×classes). */
export interface SummedLoss {
  readonly value: number;
  readonly slopes: Float64Array;
}

export interface SmoothHeadSettings {
  /** L: penalty in parts of the number of samples, above 0. */
  readonly strength: number;
  readonly isBiasPenalised: boolean;
  lossOf(scores: Matrix): SummedLoss;
}

/**
 * The head that minimises (1/n)·Σ loss + (L/2)·|w|² over standardised features, for raw features.
 * @throws CamError `tooFewSamples`
 */
export async function fitSmoothHead(
  samples: Samples,
  { strength, isBiasPenalised, lossOf }: SmoothHeadSettings,
  signal?: AbortSignal,
): Promise<LinearHead> {
  requireTwoOfEach(samples);
  const products = new Products(signal);
  const standard = standardise(samples.features);
  const rows = standardRows(samples.features, standard, allRows(samples.features));
  const n = rows.rows;
  const classes = samples.classes.length;
  const { columns } = rows;
  const weightsOf = (values: Float64Array): Matrix => ({ rows: classes, columns, values });

  const evaluate = async (values: Float64Array): Promise<Evaluated> => {
    const scores = await products.multiply(rows, weightsOf(values), 'second');
    const loss = lossOf(scores);
    const slopes: Matrix = { rows: n, columns: classes, values: loss.slopes };
    const gradient = (await products.multiply(slopes, rows, 'first')).values;
    let squares = 0;
    for (let i = 0; i < gradient.length; i++) {
      const isBias = i % columns === columns - 1;
      const weight = isBias && !isBiasPenalised ? 0 : (values[i] as number);
      squares += weight * weight;
      gradient[i] = (gradient[i] as number) / n + strength * weight;
    }
    return { value: loss.value / n + (strength / 2) * squares, gradient };
  };
  const found = await minimise(evaluate, new Float64Array(classes * columns));
  return foldScale(weightsOf(found), standard);
}
