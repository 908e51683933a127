import { shuffled } from '../evaluate/statistics/shuffled.ts';
import { oneGroup } from './samples/errors.ts';
import { rowsOfGroups } from './samples/groups.ts';
import { allRows } from './samples/samples.ts';

/**
 * Fold of each sample: groups stay together, and each fold has as equal a share of every class as they allow. Groups are
 * taken by size, the largest first, equal ones in a seeded order; each joins the fold where Σ over classes and folds of
 * (samples ÷ samples of the class)² grows least, among equals the smallest.
 * @param labels class of each sample
 * @param groups group of each sample; each sample is one if left out
 * @param most number of folds, unless there are fewer groups
 * @returns numbers from 0
 * @throws CamError `tooFewSamples` if there is only one group
 */
export function foldsOf(
  labels: ArrayLike<number>,
  groups: ArrayLike<number> | undefined,
  most: number,
  seed: number,
): Int32Array {
  const all = Uint32Array.from({ length: labels.length }, (_, row) => row);
  const members = rowsOfGroups(groups ?? all);
  if (members.length < 2) throw oneGroup();
  const totals = countsOf(labels, all);
  const folds = Array.from({ length: Math.min(most, members.length) }, () => new Fold());
  const result = new Int32Array(labels.length);
  const bySize = shuffled(members, seed).sort((a, b) => b.length - a.length);
  for (const rows of bySize) {
    const counts = countsOf(labels, rows);
    const fold = bestFold(folds, counts, totals);
    folds[fold]?.add(counts, rows.length);
    for (const row of rows) result[row] = fold;
  }
  return result;
}

/**
 * The rows of about `most` samples that stand for all: whole groups, an equal share of every class. All if they are no
 * more.
 * @param groups group of each sample
 */
export function stratifiedPart(
  labels: ArrayLike<number>,
  groups: ArrayLike<number>,
  most: number,
  seed: number,
): Uint32Array {
  const all = allRows({ rows: groups.length });
  if (all.length <= most) return all;
  const folds = foldsOf(labels, groups, Math.ceil(all.length / most), seed);
  return all.filter((row) => folds[row] === 0);
}

/** How many samples a fold has, in all and of each class. */
class Fold {
  size = 0;
  readonly #counts = new Map<number, number>();

  add(counts: ReadonlyMap<number, number>, size: number): void {
    this.size += size;
    for (const [label, count] of counts) this.#counts.set(label, this.#of(label) + count);
  }

  /** (n + g)² − n² = g·(2n + g), in parts of the class, summed over the classes of a group */
  growth(counts: ReadonlyMap<number, number>, totals: ReadonlyMap<number, number>): number {
    let sum = 0;
    for (const [label, count] of counts) {
      sum += (count * (2 * this.#of(label) + count)) / (totals.get(label) ?? 1) ** 2;
    }
    return sum;
  }

  #of(label: number): number {
    return this.#counts.get(label) ?? 0;
  }
}

function bestFold(
  folds: readonly Fold[],
  counts: ReadonlyMap<number, number>,
  totals: ReadonlyMap<number, number>,
): number {
  let best = 0;
  let least = { growth: Number.POSITIVE_INFINITY, size: Number.POSITIVE_INFINITY };
  for (const [index, fold] of folds.entries()) {
    const growth = fold.growth(counts, totals);
    const isBetter = growth < least.growth || (growth === least.growth && fold.size < least.size);
    if (!isBetter) continue;
    best = index;
    least = { growth, size: fold.size };
  }
  return best;
}

function countsOf(labels: ArrayLike<number>, rows: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const label = labels[row] as number;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}
