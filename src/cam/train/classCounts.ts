import { walkFolder } from '../folder/scan/walkFolder.ts';
import type { TrainingState } from '../results/training.ts';
import type { TrainingLabels } from './trainingSet.ts';
import { classesOf } from './trainingSet.ts';

/**
 * How many pictures of each class a folder has, by their names.
 * @param folder absolute
 * @throws CamError `labelsUnreadable`
 */
export async function classCounts(
  folder: string,
  { labels }: TrainingLabels,
): Promise<Pick<TrainingState, 'classes' | 'pictures'>> {
  const images: { path: string }[] = [];
  for await (const { path } of walkFolder(folder, () => undefined)) images.push({ path });
  const { classes, classOf } = await classesOf(folder, images, labels);
  const counts = new Array<number>(classes.length).fill(0);
  for (const classIndex of classOf.values()) counts[classIndex] = (counts[classIndex] ?? 0) + 1;
  return {
    classes: classes.map((name, classIndex) => ({ name, pictures: counts[classIndex] ?? 0 })),
    pictures: images.length,
  };
}
