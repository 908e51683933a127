import { classLabel } from '../base/classLabel.ts';
import { shortest } from '../maps/files/report.ts';
import type { ClassScore } from '../results/brief.ts';
import type { Explanation, ModelDescription } from '../results/explanation.ts';

/** The score of a class, with the nine digits of a float32. */
export function classScore(
  model: ModelDescription,
  { logits, probabilities }: Explanation,
  classIndex: number,
): ClassScore {
  return {
    classIndex,
    label: classLabel(model.labels.value, classIndex),
    logit: shortest(logits[classIndex] ?? 0),
    probability: shortest(probabilities[classIndex] ?? 0),
  };
}
