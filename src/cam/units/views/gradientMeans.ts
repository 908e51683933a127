import type { ImageLabels } from '../../config/labels/folderLabels.ts';
import type { FolderIndex } from '../../folder/folderIndex.ts';
import type { ClassValue } from '../../results/units.ts';

/** Mean gradient × activation over the images of a class. */
export interface GradientMeans {
  /** For each channel. */
  means: Float64Array;
  /** Number of images. */
  used: number;
}

/**
 * Σ_{x,y} f_k(x, y) ∂S_c/∂f_k(x, y) for each channel, mean over some images of the class.
 * @returns undefined if it is kept for none of them
 */
export async function gradientMeans(
  index: FolderIndex,
  classIndex: number,
  images: readonly number[],
): Promise<GradientMeans | undefined> {
  const { images: found, values } = await index.gradientActivations(classIndex, images);
  if (found.length === 0) return undefined;
  const { channels } = index.model;
  const means = new Float64Array(channels);
  for (const [i, value] of values.entries()) {
    const k = i % channels;
    means[k] = (means[k] as number) + value / found.length;
  }
  return { means, used: found.length };
}

/** The mean gradient × activation of one channel in each class that has images. */
export async function gradientMeansByClass(
  index: FolderIndex,
  channel: number,
  imageLabels: ImageLabels,
): Promise<ClassValue[]> {
  const { images, classes, values } = await index.gradientColumn(channel);
  const named = new Set(imageLabels);
  const sums = new Map<number, { sum: number; count: number }>();
  for (const [i, classIndex] of classes.entries()) {
    const row = images[i] ?? 0;
    const of = named.has(classIndex) ? imageLabels[row] : index.images[row]?.predicted;
    if (of !== classIndex) continue;
    const { sum, count } = sums.get(classIndex) ?? { sum: 0, count: 0 };
    sums.set(classIndex, { sum: sum + (values[i] as number), count: count + 1 });
  }
  return [...sums].map(([classIndex, { sum, count }]) => ({ classIndex, value: sum / count }));
}
