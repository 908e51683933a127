import { t } from '@vscode/l10n';
import { imagenetOffset } from './classNames.ts';

/** What numbers of classes mean: the number of the model's first class, or why that is not certain. */
type NumberReading = { first: 0 | 1 } | { doubt: string };

const BACKGROUND = /^[\s_]*(background|none|unknown)[\s_]*$/i;

/**
 * Tells from the numbers of a whole data set from where its classes are counted; never guessed. Counted from 0 if 0 is
 * among them, from 1 if the number of classes is. In doubt if neither is, if the model has a class for the background,
 * which may be counted or not, and for ImageNet-1k without 0: ILSVRC's own numbers run from 1 to 1000 in another order.
 * @param isFromZero whether the form of the file says that they are counted from 0
 */
export function readClassNumbers(
  numbers: Iterable<number>,
  labels: readonly string[],
  isFromZero = false,
): NumberReading {
  let [smallest, largest] = [Infinity, -Infinity];
  for (const number of numbers) {
    smallest = Math.min(smallest, number);
    largest = Math.max(largest, number);
  }
  const classes = labels.length;
  if (largest > classes || ((smallest === 0 || isFromZero) && largest === classes)) {
    return {
      doubt: t(
        'The class numbers run from {0} to {1}, but the model has {2} classes.',
        smallest,
        largest,
        classes,
      ),
    };
  }
  const isOpen = smallest > 0 && !isFromZero;
  if (isOpen && imagenetOffset(labels) !== undefined) {
    return {
      doubt: t(
        "The class numbers run from {0} to {1}: they can be counted from 0 or 1 in the order of WordNet ids, or be ILSVRC's own.",
        smallest,
        largest,
      ),
    };
  }
  if (BACKGROUND.test(labels[0] ?? '')) {
    if (largest === classes - 1) return { first: 0 };
    return {
      doubt: t(
        'The class numbers run from {0} to {1}: they can be counted with or without the class "{2}" of the model.',
        smallest,
        largest,
        labels[0] ?? '',
      ),
    };
  }
  if (!isOpen && largest < classes) return { first: 0 };
  if (largest === classes) return { first: 1 };
  return {
    doubt: t(
      'The class numbers run from {0} to {1}: they can be counted from 0 or from 1.',
      smallest,
      largest,
    ),
  };
}
