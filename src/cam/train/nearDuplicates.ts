import type { FolderIndex } from '../folder/folderIndex.ts';
import type { NearPair } from '../linear/nearPairs.ts';
import { Similarities } from '../linear/nearPairs.ts';
import { Components } from '../linear/samples/components.ts';
import type { Samples } from '../linear/samples/samples.ts';
import type { Leaks, NearPictures } from '../results/training.ts';

/** Pairs that a report lists. */
const EXAMPLES = 20;

/** Of more pictures each is not compared with each unless that is asked for: the time grows with n². */
const MOST_COMPARED = 30_000;

/** A group for each picture, the same for those that are nearly the same, directly or through others. */
export async function groupsOfNearDuplicates(samples: Samples): Promise<Int32Array> {
  const components = new Components(samples.features.rows);
  if (samples.features.rows < 2) return components.numbers();
  const similarities = await Similarities.of(samples);
  await similarities.eachPair(await similarities.threshold(), ({ first, second }) =>
    components.link(first, second),
  );
  return components.numbers();
}

/** Which pictures are nearly the same and yet in different folds, or of different classes. */
export async function leaksOf(
  set: Samples & { images: readonly number[] },
  folds: Int32Array,
  { images }: Pick<FolderIndex, 'images'>,
): Promise<Leaks | undefined> {
  if (set.features.rows > MOST_COMPARED) return undefined;
  const { labels } = set;
  const similarities = await Similarities.of(set);
  const threshold = await similarities.threshold();
  const concerned = new Set<number>();
  const apart = new MostSimilar();
  const contradicting = new MostSimilar();
  let sameClass = 0;
  await similarities.eachPair(threshold, (pair) => {
    const { first, second } = pair;
    const isOneClass = labels[first] === labels[second];
    if (!isOneClass) contradicting.add(pair);
    if (folds[first] === folds[second]) return;
    apart.add(pair);
    if (isOneClass) sameClass++;
    concerned.add(first).add(second);
  });
  const named = ({ first, second, similarity }: NearPair): NearPictures => {
    const both = <T>(of: (row: number) => T): [T, T] => [of(first), of(second)];
    return {
      paths: both((row) => images[set.images[row] ?? 0]?.path ?? ''),
      classes: both((row) => labels[row] ?? 0),
      folds: both((row) => folds[row] ?? 0),
      similarity,
    };
  };
  return {
    ...{ threshold, pairs: apart.count, sameClass, pictures: concerned.size },
    examples: apart.pairs.map(named),
    otherClass: { pairs: contradicting.count, examples: contradicting.pairs.map(named) },
  };
}

/** Counts pairs, and keeps the most similar ones. */
class MostSimilar {
  count = 0;
  /** The most similar first. */
  readonly pairs: NearPair[] = [];

  add(pair: NearPair): void {
    this.count++;
    const last = this.pairs.at(-1);
    if (this.pairs.length === EXAMPLES && last && pair.similarity <= last.similarity) return;
    const place = this.pairs.findIndex(({ similarity }) => similarity < pair.similarity);
    this.pairs.splice(place < 0 ? this.pairs.length : place, 0, pair);
    if (this.pairs.length > EXAMPLES) this.pairs.pop();
  }
}
