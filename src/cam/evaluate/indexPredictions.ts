import type { FolderIndex } from '../folder/folderIndex.ts';
import type { Activation } from '../maps/scores.ts';
import { noPredictions, predict } from './classification/predictions.ts';
import type { Predictions } from './evaluation.ts';

/**
 * What a model says of the pictures of an index; reads all logits.
 * @param labels of each picture
 */
export async function predictionsOfIndex(
  index: FolderIndex,
  activation: Activation,
  labels: readonly (readonly number[])[],
): Promise<Predictions> {
  const { classes } = index.model;
  const predictions = noPredictions(index.images.length);
  for await (const { first, count, logits } of index.logitBlocks()) {
    for (let i = 0; i < count; i++) {
      const image = first + i;
      const row = logits.subarray(i * classes, (i + 1) * classes);
      const logSum = index.images[image]?.logSum;
      predict(predictions, image, row, labels[image] ?? [], activation, logSum);
    }
  }
  return predictions;
}
