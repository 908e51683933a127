import { classLabel } from '../base/classLabel.ts';
import { shortest } from '../maps/files/report.ts';
import type { ClassScore } from '../results/brief.ts';
import type { Explained } from './explainAsAsked.ts';

/** The score of a class, with the nine digits of a float32. */
export function classScore({ model, explanation }: Explained, classIndex: number): ClassScore {
  const { logits, probabilities } = explanation;
  return {
    classIndex,
    label: classLabel(model.labels.value, classIndex),
    logit: shortest(logits[classIndex] ?? 0),
    probability: shortest(probabilities[classIndex] ?? 0),
  };
}
