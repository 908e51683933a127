import { balancedAccuracy, chooseStrength } from '../linear/chooseStrength.ts';
import { foldsOf } from '../linear/folds.ts';
import { logistic } from '../linear/logistic.ts';
import type { Matrix } from '../linear/matrices/matrix.ts';
import { rowOf } from '../linear/matrices/matrix.ts';
import { Products } from '../linear/matrices/products.ts';
import { checkedRidge } from '../linear/outOfFold.ts';
import type { LinearHead } from '../linear/samples/linearHead.ts';
import { scoresOf } from '../linear/samples/linearHead.ts';
import type { Samples } from '../linear/samples/samples.ts';
import { allRows, rowsByClass, samplesOf } from '../linear/samples/samples.ts';
import { squaredHinge } from '../linear/squaredHinge.ts';
import type { Learner } from '../results/training.ts';
import { tooFewGroups } from './errors.ts';
import type { TrainingSet } from './trainingSet.ts';

export interface LearningOptions {
  learner: Learner;
  /** Penalty of the weights; undefined to choose it. */
  strength: number | undefined;
  folds: number;
  seed: number;
}

/** A head of all pictures, and what heads that have not learned from a picture say of it. */
export interface LearnedHead {
  head: LinearHead;
  strength: number;
  /** By number of the fold. */
  foldStrengths: readonly number[];
  /** n × classes. */
  outOfFold: Matrix;
  /** Number of the fold of each picture. */
  folds: Int32Array;
}

/** L that are tried for heads without a closed form; of equally good ones the first. */
const STRENGTHS = [1, 0.1, 10, 0.01, 0.001];

/** Parts in which these are tried. */
export const INNER_FOLDS = 3;

/**
 * Learns class weights from pictures. The strength is chosen by balanced accuracy: for ridge where each picture or group
 * is left out, else in three folds; for each fold's head from the pictures that it learns from, so that no picture has a
 * say in a head that is judged by it.
 * @param onStep is called before each head that is learned, with the share that is done
 * @throws CamError `tooFewSamples`
 */
export async function learnHead(
  set: TrainingSet,
  options: LearningOptions,
  onStep: (done: number) => void,
): Promise<LearnedHead> {
  const folds = foldsOf(set.labels, set.groups, options.folds, options.seed);
  const heads = 1 + new Set(folds).size;
  const strengths: number[] = [];
  const strengthOf = async (rows: Uint32Array): Promise<number> => {
    onStep(strengths.length / heads);
    const strength = options.strength ?? (await choose(set, rows, options));
    strengths.push(strength);
    return strength;
  };
  const learned =
    options.learner === 'ridge'
      ? await checkedRidge(set, folds, strengthOf)
      : await checkedHead(set, folds, options.learner, strengthOf);
  // The first head is that of all pictures.
  const [strength = 1, ...foldStrengths] = strengths;
  return { ...learned, strength, foldStrengths, folds };
}

async function choose(
  set: TrainingSet,
  rows: Uint32Array,
  { learner, seed }: LearningOptions,
): Promise<number> {
  const { samples: part, rows: kept } = learnable(set, rows);
  if (part.classes.length < 2)
    throw tooFewGroups(set.classes.filter((name) => !part.classes.includes(name)));
  const groups = set.groups && kept.map((row) => set.groups?.[row] ?? 0);
  if (learner === 'ridge') return (await chooseStrength(part, groups, seed)).strength;
  const folds = foldsOf(part.labels, groups, INNER_FOLDS, seed);
  let best = { strength: 1, accuracy: -1 };
  for (const strength of STRENGTHS) {
    const { outOfFold } = await foldScores(part, folds, learner, async () => strength);
    const accuracy = balancedAccuracy(outOfFold, part);
    if (accuracy > best.accuracy) best = { strength, accuracy };
  }
  return best.strength;
}

/** The samples of these rows without the classes of which fewer than two are there. */
export function learnable(
  set: Samples,
  rows: Uint32Array,
): { samples: Samples; rows: Uint32Array; classes: number[] } {
  const members = rowsByClass(set, rows);
  const classes = set.classes.map((_, c) => c).filter((c) => (members[c]?.length ?? 0) > 1);
  const kept = rows.filter((row) => classes.includes(set.labels[row] as number));
  const { features, labels } = samplesOf(set, kept);
  return {
    samples: {
      features,
      classes: classes.map((c) => set.classes[c] ?? ''),
      labels: Int32Array.from(labels, (label) => classes.indexOf(label)),
    },
    ...{ rows: kept, classes },
  };
}

async function checkedHead(
  samples: Samples,
  folds: Int32Array,
  learner: 'svm' | 'logistic',
  strengthOf: (rows: Uint32Array) => Promise<number>,
): Promise<{ head: LinearHead; outOfFold: Matrix }> {
  const strength = await strengthOf(allRows(samples.features));
  const head = await LEARNERS[learner](samples, strength);
  return { head, ...(await foldScores(samples, folds, learner, strengthOf)) };
}

const LEARNERS = { svm: squaredHinge, logistic } as const;

/** Scores of each sample by a head that was learned without those of its fold; −∞ for classes that this one lacks. */
async function foldScores(
  samples: Samples,
  folds: Int32Array,
  learner: 'svm' | 'logistic',
  strengthOf: (rows: Uint32Array) => Promise<number>,
): Promise<{ outOfFold: Matrix }> {
  const columns = samples.classes.length;
  const values = new Float64Array(folds.length * columns).fill(Number.NEGATIVE_INFINITY);
  const products = new Products();
  for (const fold of [...new Set(folds)].sort((a, b) => a - b)) {
    const all = allRows(samples.features);
    const others = all.filter((row) => folds[row] !== fold);
    const { samples: part, classes } = learnable(samples, others);
    const head = await LEARNERS[learner](part, await strengthOf(others));
    const rows = all.filter((row) => folds[row] === fold);
    const scores = await scoresOf(head, samples.features, products, rows);
    for (const [i, row] of rows.entries()) {
      for (const [n, c] of classes.entries()) {
        values[row * columns + c] = rowOf(scores, i)[n] as number;
      }
    }
  }
  return { outOfFold: { rows: folds.length, columns, values } };
}
