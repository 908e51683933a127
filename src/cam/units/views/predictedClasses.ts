import type { UnitIndex } from '../unitIndex.ts';

/**
 * Number of images that the model predicts for each class, the most frequent first, ties by class; none without images.
 */
export function predictedClasses({
  images,
}: Pick<UnitIndex, 'images'>): { classIndex: number; images: number }[] {
  const counts = new Map<number, number>();
  for (const { predicted } of images) counts.set(predicted, (counts.get(predicted) ?? 0) + 1);
  return [...counts]
    .map(([classIndex, count]) => ({ classIndex, images: count }))
    .sort((a, b) => b.images - a.images || a.classIndex - b.classIndex);
}
