import { foldsOf } from './folds.ts';
import type { Matrix } from './matrices/matrix.ts';
import { putRows, zeros } from './matrices/matrix.ts';
import { Products } from './matrices/products.ts';
import { ridgeOfRows } from './ridge.ts';
import { scoresOf } from './samples/linearHead.ts';
import type { Samples } from './samples/samples.ts';
import { allRows, rowsByClass } from './samples/samples.ts';
import { standardise } from './samples/standardise.ts';

/** The samples of the other folds are dealt into so many parts; of these a head learns from 1, 2 or 4. */
const PARTS = 8;
const LEARNED_FROM = [1, 2, 4];

/** What heads say that have learned from a part of the other folds. */
export interface PartialLearning {
  /** Of the samples outside a fold. */
  readonly share: number;
  /** Number of samples that a head has learned from, the mean over the folds. */
  readonly samples: number;
  /** Scores n×classes of the samples of the judged folds; 0 for the others. */
  readonly outOfFold: Matrix;
}

/** Which samples are judged by which heads. */
export interface PartialLearningSettings {
  /** Fold of each sample. */
  readonly folds: ArrayLike<number>;
  /** Group of each sample; each sample is one if left out. */
  readonly groups: ArrayLike<number> | undefined;
  /** Folds whose samples are judged, and the strength of their heads. */
  readonly judged: ReadonlyMap<number, number>;
  readonly seed: number;
}

/**
 * Ridge scores of samples by heads that have learned from an eighth, a quarter and a half of the samples outside their
 * folds. These are dealt into eight parts like folds are: each has an equal share of every class, and groups stay whole
 * (see {@link foldsOf}). A smaller share is a part of a larger one. A share is left out if a head would have fewer than
 * two samples of a class, all of them if there are fewer than eight groups.
 * @param signal ends the work: throws the signal's reason
 */
export async function learnedFromParts(
  samples: Samples,
  { folds, groups, judged, seed }: PartialLearningSettings,
  signal?: AbortSignal,
): Promise<PartialLearning[]> {
  const products = new Products(signal);
  const all = allRows(samples.features);
  const dealt = [...judged].map(([fold, strength]) => {
    const others = all.filter((row) => folds[row] !== fold);
    const inside = all.filter((row) => folds[row] === fold);
    return { strength, inside, others, parts: partsOf(samples, groups, others, seed) };
  });
  const result: PartialLearning[] = [];
  for (const most of LEARNED_FROM) {
    const heads = dealt.map(({ others, parts, ...rest }) => ({
      ...rest,
      learned: others.filter((_, i) => (parts[i] ?? PARTS) < most),
    }));
    if (!heads.every(({ learned }) => hasTwoOfEach(samples, learned))) continue;
    const outOfFold = zeros(samples.features.rows, samples.classes.length);
    for (const { strength, inside, learned } of heads) {
      const standard = standardise(samples.features, learned);
      const head = await ridgeOfRows(samples, learned, standard, strength, products);
      putRows(outOfFold, inside, await scoresOf(head, samples.features, products, inside));
    }
    const count = heads.reduce((sum, { learned }) => sum + learned.length, 0) / heads.length;
    result.push({ share: most / PARTS, samples: count, outOfFold });
  }
  return result;
}

/** Part of each of the rows; none if there are fewer groups than parts. */
function partsOf(
  { labels }: Samples,
  groups: ArrayLike<number> | undefined,
  rows: Uint32Array,
  seed: number,
): Int32Array {
  const ofRows = groups && Array.from(rows, (row) => groups[row] as number);
  if ((ofRows ? new Set(ofRows).size : rows.length) < PARTS) return new Int32Array();
  return foldsOf(
    Array.from(rows, (row) => labels[row] as number),
    ofRows,
    PARTS,
    seed,
  );
}

function hasTwoOfEach(samples: Samples, rows: Uint32Array): boolean {
  return rowsByClass(samples, rows).every((own) => own.length > 1);
}
