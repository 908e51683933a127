import { oneClass, oneSample } from './errors.ts';

/** Features of n samples, row-major n×d. */
export interface Features {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Features with a class for each row. */
export interface Samples {
  readonly features: Features;
  readonly classes: readonly string[];
  /** Index of the class of each row. */
  readonly labels: ArrayLike<number>;
}

/** The rows of each class, among those given (all if left out). */
export function rowsByClass(
  { features, classes, labels }: Samples,
  rows: ArrayLike<number> = allRows(features),
): Uint32Array[] {
  const lists: number[][] = classes.map(() => []);
  for (let i = 0; i < rows.length; i++)
    lists[labels[rows[i] as number] as number]?.push(rows[i] as number);
  return lists.map((list) => Uint32Array.from(list));
}

export function allRows({ rows }: { rows: number }): Uint32Array {
  return new Uint32Array(rows).map((_, row) => row);
}

/** @throws CamError `tooFewSamples` if a class has fewer than two rows, or if there are fewer than two classes */
export function requireTwoOfEach(samples: Samples): void {
  if (samples.classes.length < 2) throw oneClass();
  for (const [index, rows] of rowsByClass(samples).entries()) {
    if (rows.length < 2) throw oneSample(samples.classes[index] as string, rows.length);
  }
}

/** Some of the samples, in the order of the rows that are given. */
export function samplesOf({ features, classes, labels }: Samples, rows: Uint32Array): Samples {
  const { columns } = features;
  const values = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    values.set(features.values.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return {
    features: { rows: rows.length, columns, values },
    classes,
    labels: rows.map((row) => labels[row] as number),
  };
}
