import type { Activation } from '../../maps/scores.ts';
import { logSumExp } from '../../maps/scores.ts';
import type { Predictions } from '../evaluation.ts';
import { RANKS } from './topClasses.ts';

/** The smallest normal float32: a model that gives probabilities has no logit to compute a smaller one from. */
const SMALLEST = 2 ** -126;

/** Columns for so many pictures: no classes and no labels yet. */
export function noPredictions(pictures: number): Predictions {
  const unknown = () => new Float32Array(pictures).fill(Number.NaN);
  return {
    truth: new Int32Array(pictures).fill(-1),
    top: new Int32Array(RANKS * pictures).fill(-1),
    confidence: unknown(),
    truthProbability: unknown(),
    loss: unknown(),
    margin: unknown(),
    top1Error: unknown(),
    top5Error: unknown(),
  };
}

/**
 * Writes what the model says of one picture into its row.
 *
 * Top classes are those with the largest logits, ties by class. Of several labels the one with the largest logit is the
 * right class; the top-k error is the mean over the labels of [not among the first k] (Russakovsky et al., IJCV 2015).
 * The loss is −log p of the right class, in float64 from the logits, so that it is finite where p is 0.
 * @param logits of all classes; probabilities, or per cent, where `activation` says so
 * @param labels different classes of the model; none if the picture has no label
 * @param logSum log Σ exp of all scores, for `partOfSoftmax`; left out if these classes are all
 */
export function predict(
  predictions: Predictions,
  image: number,
  logits: Float32Array,
  labels: readonly number[],
  activation: Activation,
  logSum?: number,
): void {
  const top = predictions.top.subarray(RANKS * image, RANKS * (image + 1));
  rankInto(top, logits);
  const lossOf = lossesOf(logits, activation, logSum);
  predictions.confidence[image] = Math.exp(-lossOf(top[0] as number));
  const [first, ...others] = labels;
  if (first === undefined) return;
  const at = (c: number): number => logits[c] as number;
  const truth = others.reduce((best, c) => (isBefore(at(c), c, at(best), best) ? c : best), first);
  const loss = lossOf(truth);
  const rival = top[0] === truth ? top[1] : top[0];
  predictions.truth[image] = truth;
  predictions.loss[image] = loss;
  predictions.truthProbability[image] = Math.exp(-loss);
  // NaN if there is no other class.
  predictions.margin[image] = at(truth) - at(rival as number);
  predictions.top1Error[image] = errorOf(labels, top.subarray(0, 1));
  predictions.top5Error[image] = errorOf(labels, top);
}

/** Whether class a is ranked before class b: by logit, ties by class. */
function isBefore(logitA: number, a: number, logitB: number, b: number): boolean {
  return logitA > logitB || (logitA === logitB && a < b);
}

function rankInto(top: Int32Array, logits: Float32Array): void {
  top.fill(-1);
  const last = top.length - 1;
  let limit = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < logits.length; c++) {
    const logit = logits[c] as number;
    if (c > last && !(logit > limit)) continue;
    let rank = Math.min(c, last);
    while (rank > 0 && (logits[top[rank - 1] as number] as number) < logit) {
      top[rank] = top[rank - 1] as number;
      rank--;
    }
    top[rank] = c;
    if (c >= last) limit = logits[top[last] as number] as number;
  }
}

/** −log of the probability of a class. */
function lossesOf(
  logits: Float32Array,
  activation: Activation,
  allLogSum: number | undefined,
): (classIndex: number) => number {
  const at = (c: number): number => logits[c] as number;
  switch (activation) {
    case 'softmax':
    case 'partOfSoftmax': {
      const logSum = allLogSum ?? logSumExp(logits);
      return (c) => logSum - at(c);
    }
    case 'sigmoid':
      // −log σ(z), without an overflow for large |z|.
      return (c) => Math.max(-at(c), 0) + Math.log1p(Math.exp(-Math.abs(at(c))));
    case 'none':
      return (c) => -Math.log(Math.max(at(c), SMALLEST));
    case 'percent':
      return (c) => -Math.log(Math.max(at(c) / 100, SMALLEST));
  }
}

function errorOf(labels: readonly number[], top: Int32Array): number {
  return labels.filter((label) => !top.includes(label)).length / labels.length;
}
