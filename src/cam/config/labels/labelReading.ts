import { numberedLabel } from '../../base/classLabel.ts';

/** Labels as a source states them. */
export interface LabelReading {
  /** In the order of their numbers if they have any, else in that of the source. */
  values: string[];
  /** The number of the first label, where the source numbers them: most count from 0, some from 1. */
  first: 0 | 1;
  /** What is not certain about the reading: sentences for the user. */
  doubts: string[];
  /** Why the source cannot be used: a sentence for the user. */
  contradiction?: string;
}

/** Labels without numbers, in the order of the source. */
export function inOrder(values: string[]): LabelReading {
  return { values, first: 0, doubts: [] };
}

/** The labels in the order of their numbers; undefined unless each number from 0, or from 1, occurs once. */
export function byNumber(
  entries: readonly (readonly [number: number, label: string])[],
): LabelReading | undefined {
  const first = firstNumber(entries.map(([number]) => number));
  if (first === undefined) return undefined;
  const values: string[] = [];
  for (const [number, label] of entries) values[number - first] = label;
  return { values, first, doubts: [] };
}

/** The smallest of the numbers, if they are 0, 1, 2 … or 1, 2, 3 …, each once, in any order. */
export function firstNumber(numbers: readonly number[]): 0 | 1 | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [first] = sorted;
  if (first !== 0 && first !== 1) return undefined;
  return sorted.every((number, i) => number === first + i) ? first : undefined;
}

/** `class 0`, `class 1`, … if no label is known. */
export function numberedLabels(classes: number): string[] {
  return Array.from({ length: classes }, (_, index) => numberedLabel(index));
}
