import type { Predictions } from '../evaluation.ts';

/** Classes that are kept of each picture, by falling logit: the length of a row of {@link Predictions.top}. */
export const RANKS = 5;

/** The class with the largest logit. */
export function predictedOf({ top }: Pick<Predictions, 'top'>, image: number): number {
  return top[RANKS * image] as number;
}

/** The first classes of a picture, by falling logit; fewer where the model has fewer. */
export function firstClassesOf({ top }: Pick<Predictions, 'top'>, image: number): number[] {
  return [...top.subarray(RANKS * image, RANKS * (image + 1))].filter((c) => c >= 0);
}
