import { noPredictions, predict } from '../../../../src/cam/evaluate/classification/predictions.ts';
import type { Predictions } from '../../../../src/cam/evaluate/evaluation.ts';
import golden from '../../../fixtures/evaluate/classification/golden.json' with { type: 'json' };

export { golden };

/** Predictions for the logits of the fixture with these labels. */
export function goldenPredictions(labels: readonly (readonly number[])[]): Predictions {
  const predictions = noPredictions(golden.logits.length);
  for (const [image, logits] of golden.logits.entries()) {
    predict(predictions, image, Float32Array.from(logits), labels[image] ?? [], 'softmax');
  }
  return predictions;
}

export const singleLabels = golden.truth.map((label) => [label]);
