import type { Calibration } from '../../results/evaluation/overview.ts';
import type { Predictions } from '../evaluation.ts';
import { predictedOf } from './topClasses.ts';

/** As in the source. */
const BINS = 15;

/**
 * Expected calibration error, Σ_b n_b/n·|accuracy_b − confidence_b| over 15 equal bins of the probability of the first
 * class (Guo et al., ICML 2017, equation 5), and the bins of the reliability diagram. A bin holds its upper edge; the
 * first one also 0.
 * @param images those that have a label
 */
export function calibrationOf(
  { truth, top, confidence }: Predictions,
  images: Uint32Array,
): Calibration {
  const counts = new Float64Array(BINS);
  const confidences = new Float64Array(BINS);
  const rights = new Float64Array(BINS);
  for (const image of images) {
    const probability = confidence[image] as number;
    const bin = Math.min(Math.max(Math.ceil(probability * BINS) - 1, 0), BINS - 1);
    counts[bin] = (counts[bin] as number) + 1;
    confidences[bin] = (confidences[bin] as number) + probability;
    if (truth[image] === predictedOf({ top }, image)) rights[bin] = (rights[bin] as number) + 1;
  }
  const bins = Array.from(counts, (count, bin) => ({
    from: bin / BINS,
    to: (bin + 1) / BINS,
    count,
    confidence: (confidences[bin] as number) / count,
    accuracy: (rights[bin] as number) / count,
  }));
  const error = bins.reduce(
    (sum, { count, accuracy, confidence: mean }) =>
      count > 0 ? sum + (count / images.length) * Math.abs(accuracy - mean) : sum,
    0,
  );
  return { error, bins };
}
