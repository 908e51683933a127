import type {
  ClassificationReport,
  ClassRow,
  ConfusedPair,
} from '../../results/evaluation/overview.ts';
import type { Rate } from '../../results/evaluation/scores.ts';
import type { Predictions } from '../evaluation.ts';
import { wilson } from '../statistics/wilson.ts';
import { calibrationOf } from './calibration.ts';
import { confusionPairs } from './confusionPairs.ts';

/**
 * Errors of the pictures that have a label, as a whole and by class. Precision is right ÷ predicted, recall right ÷
 * pictures, accuracy (right + neither) ÷ labelled. With several labels for each picture, the accuracies of the whole are
 * 1 − the mean error over the labels; classes, confused pairs and calibration take the label with the largest logit.
 * @param labels names of all classes
 */
export function classificationReport(
  predictions: Predictions,
  labels: readonly string[],
): ClassificationReport {
  const labelled = labelledOf(predictions);
  const { loss, top1Error, top5Error } = predictions;
  const sumOf = (column: Float32Array): number =>
    labelled.reduce((sum, image) => sum + (column[image] as number), 0);
  const accuracyFrom = (errors: Float32Array): Rate =>
    wilson(labelled.length - sumOf(errors), labelled.length);
  const pairs = confusionPairs(predictions, labels.length);
  return {
    labelled: labelled.length,
    top1: accuracyFrom(top1Error),
    top5: labels.length > 5 ? accuracyFrom(top5Error) : undefined,
    meanLoss: sumOf(loss) / labelled.length,
    calibration: calibrationOf(predictions, labelled),
    classes: classRows(pairs, labels, labelled.length),
    confusions: pairs
      .filter((pair) => pair.truth !== pair.predicted)
      .sort((a, b) => b.count - a.count || a.truth - b.truth || a.predicted - b.predicted),
  };
}

function labelledOf({ truth }: Predictions): Uint32Array {
  const images = new Uint32Array(truth.length);
  let count = 0;
  for (let image = 0; image < truth.length; image++) {
    if ((truth[image] as number) >= 0) images[count++] = image;
  }
  return images.subarray(0, count);
}

function classRows(
  pairs: readonly ConfusedPair[],
  labels: readonly string[],
  labelled: number,
): ClassRow[] {
  const pictures = new Uint32Array(labels.length);
  const predicted = new Uint32Array(labels.length);
  const right = new Uint32Array(labels.length);
  const add = (column: Uint32Array, c: number, count: number): void => {
    column[c] = (column[c] as number) + count;
  };
  for (const pair of pairs) {
    add(pictures, pair.truth, pair.count);
    add(predicted, pair.predicted, pair.count);
    if (pair.truth === pair.predicted) add(right, pair.truth, pair.count);
  }
  const rows = labels.map((label, classIndex) =>
    classRow(
      {
        classIndex,
        label,
        pictures: pictures[classIndex] as number,
        predicted: predicted[classIndex] as number,
        right: right[classIndex] as number,
      },
      labelled,
    ),
  );
  return rows.filter((row) => row.pictures > 0 || row.predicted > 0);
}

function classRow(
  counts: Omit<ClassRow, 'precision' | 'recall' | 'accuracy'>,
  labelled: number,
): ClassRow {
  const { pictures, predicted, right } = counts;
  const neither = labelled - pictures - predicted + right;
  return {
    ...counts,
    precision: predicted > 0 ? wilson(right, predicted) : undefined,
    recall: pictures > 0 ? wilson(right, pictures) : undefined,
    accuracy: wilson(right + neither, labelled),
  };
}
