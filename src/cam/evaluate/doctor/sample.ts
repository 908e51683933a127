import { shuffled } from '../statistics/shuffled.ts';

/** A picture and its right class. */
export interface LabelledPicture {
  /** Absolute. */
  path: string;
  classIndex: number;
}

/**
 * Pictures drawn at random, as many of each class as there are: one of each class in turn until `count` are drawn. The
 * same for the same pictures and seed, in whatever order they come.
 */
export function sampleEvenly<T extends LabelledPicture>(
  pictures: readonly T[],
  count: number,
  seed: number,
): T[] {
  const byClass = new Map<number, T[]>();
  const inOrder = pictures.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const picture of inOrder) {
    const others = byClass.get(picture.classIndex);
    if (others) others.push(picture);
    else byClass.set(picture.classIndex, [picture]);
  }
  const byNumber = [...byClass].sort(([a], [b]) => a - b);
  const classes = shuffled(
    byNumber.map(([classIndex, ofClass]) => shuffled(ofClass, seed + classIndex)),
    seed,
  );
  const sample: T[] = [];
  for (let turn = 0; sample.length < Math.min(count, pictures.length); turn++) {
    for (const ofClass of classes) {
      const picture = ofClass[turn];
      if (picture && sample.length < count) sample.push(picture);
    }
  }
  return sample;
}
