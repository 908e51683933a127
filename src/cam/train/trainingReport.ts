import { wilson } from '../evaluate/statistics/wilson.ts';
import type { FolderIndex } from '../folder/folderIndex.ts';
import { rowOf } from '../linear/matrices/matrix.ts';
import { indexOfLargest } from '../maps/scores.ts';
import type { Rate } from '../results/evaluation/scores.ts';
import type { ClassResult, TrainingReport, WrongPicture } from '../results/training.ts';
import type { LearnedHead } from './learnHead.ts';
import type { TrainingSet } from './trainingSet.ts';

/** Mistakes that a report lists. */
const MOST_WRONG = 100;

interface Judged
  extends Pick<
    TrainingReport,
    'classes' | 'accuracy' | 'balancedAccuracy' | 'folds' | 'confusion' | 'wrong'
  > {
  baselines: Omit<TrainingReport['baselines'], 'meanColour'>;
}

/** How well heads recognise the pictures that they have not learned from. */
export function judge(
  set: TrainingSet,
  { outOfFold, folds }: LearnedHead,
  index: Pick<FolderIndex, 'images'>,
): Judged {
  const truth = Array.from(set.labels);
  const predicted = truth.map((_, i) => indexOfLargest(rowOf(outOfFold, i)));
  const isRight = truth.map((label, i) => predicted[i] === label);
  const confusion = confusionOf(truth, predicted, set.classes.length);
  const classes = classResults(set.classes, confusion);
  const nothing = truth.map(() => 0);
  const own = set.images.map((image) => index.images[image]?.predicted ?? 0);
  return {
    classes,
    accuracy: rateOf(isRight),
    balancedAccuracy: sum(classes.map(({ recall }) => recall.value)) / classes.length,
    folds: [...new Set(folds)]
      .sort((a, b) => a - b)
      .map((fold) => rateOf(isRight.filter((_, i) => folds[i] === fold))),
    confusion,
    baselines: {
      majority: rateOf(byMajority(truth, folds, nothing)),
      ownClasses: rateOf(byMajority(truth, folds, own)),
    },
    wrong: truth
      .flatMap((label, i): WrongPicture[] => {
        if (isRight[i]) return [];
        const guess = predicted[i] as number;
        const scores = rowOf(outOfFold, i);
        return [
          {
            path: index.images[set.images[i] ?? 0]?.path ?? '',
            ...{ truth: label, predicted: guess },
            margin: (scores[guess] as number) - (scores[label] as number),
            fold: folds[i] as number,
          },
        ];
      })
      .sort((a, b) => b.margin - a.margin)
      .slice(0, MOST_WRONG),
  };
}

/** Rows are classes, columns what was predicted. */
function confusionOf(
  truth: readonly number[],
  predicted: readonly number[],
  classes: number,
): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [i, label] of truth.entries()) {
    const row = counts[label];
    const column = predicted[i] as number;
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return counts;
}

function classResults(
  names: readonly string[],
  confusion: readonly (readonly number[])[],
): ClassResult[] {
  return names.map((name, c) => {
    const pictures = sum(confusion[c] ?? []);
    const right = confusion[c]?.[c] ?? 0;
    const taken = sum(confusion.map((row) => row[c] ?? 0));
    return { name, pictures, recall: wilson(right, pictures), precision: wilson(right, taken) };
  });
}

/**
 * Whether each picture is of the class that is most frequent among the pictures of the other folds with the same key,
 * or, where there are none, among all of these.
 */
function byMajority(
  truth: readonly number[],
  folds: Int32Array,
  keys: readonly number[],
): boolean[] {
  const counts = (fold: number, key: number | undefined) => {
    const found = new Map<number, number>();
    for (const [i, label] of truth.entries()) {
      if (folds[i] === fold || (key !== undefined && keys[i] !== key)) continue;
      found.set(label, (found.get(label) ?? 0) + 1);
    }
    return [...found].sort(([a, m], [b, n]) => n - m || a - b)[0]?.[0];
  };
  const known = new Map<string, number | undefined>();
  return truth.map((label, i) => {
    const name = `${folds[i]} ${keys[i]}`;
    if (!known.has(name)) {
      known.set(name, counts(folds[i] as number, keys[i]) ?? counts(folds[i] as number, undefined));
    }
    return known.get(name) === label;
  });
}

function rateOf(right: readonly boolean[]): Rate {
  return wilson(right.filter(Boolean).length, right.length);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
