import type { ImageLabels } from '../config/labels/folderLabels.ts';
import type { FolderClasses } from '../results/units.ts';

/**
 * The classes of a folder's images: those that its sub-folders name, or, if they name none, those that the model
 * predicts. The most frequent first, ties in the model's order; none without images.
 */
export function folderClasses(
  images: readonly { predicted: number }[],
  imageLabels: ImageLabels,
): FolderClasses {
  const by = imageLabels.some((label) => label !== undefined) ? 'folder' : 'prediction';
  const counts = new Map<number, number>();
  for (const [row, { predicted }] of images.entries()) {
    const classIndex = by === 'folder' ? imageLabels[row] : predicted;
    if (classIndex !== undefined) counts.set(classIndex, (counts.get(classIndex) ?? 0) + 1);
  }
  const classes = [...counts]
    .map(([classIndex, count]) => ({ classIndex, images: count }))
    .sort((a, b) => b.images - a.images || a.classIndex - b.classIndex);
  return { by, classes };
}
