import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import { Slices } from '../../base/slices.ts';
import type { Classifier } from '../../classifier/classifier.ts';
import { loadClassifier } from '../../classifier/classifier.ts';
import type { PicturePixels } from '../../classifier/probe/pictureFeeds.ts';
import { createRandom } from '../../classifier/probe/probes.ts';
import { runPicture } from '../../classifier/runPicture.ts';
import { classMap } from '../../maps/cam.ts';
import type { ClassWeights, FeatureMap, ScalarMap } from '../../maps/featureMap.ts';
import { pooledMap } from '../../maps/pooledMap.ts';
import { rankByLogit } from '../../maps/scores.ts';
import type { Finding } from '../../results/evaluation/scores.ts';
import type { RandomisationRow } from '../../results/evaluation/trust.ts';
import { drawWeights, RESAMPLES, ResampledMean } from '../statistics/bootstrap.ts';
import { spearman } from '../statistics/spearman.ts';
import { randomHead, withRandomWeights } from './randomWeights.ts';

/** Random models for each row. */
export const SEEDS = 3;

/** Classes that are no other class: they may look alike. */
const FIRST = 5;

/** What is kept of a picture for the correlation with other models. */
interface OwnMap {
  image: number;
  input: () => PicturePixels;
  classIndex: number;
  map: ScalarMap;
}

/**
 * Spearman's correlation of the model's signed maps with those of models of random weights (Adebayo et al., NeurIPS
 * 2018), on the grid of the map, with two lines to hold them against: the map of another picture and of another class.
 */
export class Randomisation {
  readonly #classifier: Classifier;
  readonly #weights: ClassWeights;
  readonly #heads: ClassWeights[];
  readonly #seed: number;
  readonly #own: OwnMap[] = [];
  readonly #byHead = new Correlations();
  readonly #byAll = new Correlations();
  readonly #byPicture = new Correlations();
  readonly #byClass = new Correlations();
  #isAllLeftOut = false;

  /** @param weights of the classes, as they are */
  constructor(classifier: Classifier, weights: ClassWeights, seed: number) {
    this.#classifier = classifier;
    this.#weights = weights;
    this.#seed = seed;
    // Where the channels are the classes, no weights of a head are read.
    const hasHead = classifier.mapKind !== 'classMapOnly';
    this.#heads = seeds(seed).map((one) => (hasHead ? randomHead(weights, one) : weights));
  }

  /**
   * Takes the maps of one picture.
   * @param input the picture, made again when it is needed
   */
  async add(image: number, input: () => PicturePixels): Promise<void> {
    const { feature, logits } = await runPicture(this.#classifier, input());
    const pooled = this.#pooled(feature);
    const ranking = rankByLogit(logits);
    const classIndex = ranking[0] ?? 0;
    const map = classMap(pooled, this.#weights, classIndex);
    const weights = this.#weightsOf(image);
    if (this.#classifier.mapKind !== 'classMapOnly') {
      const maps = this.#heads.map((head) => classMap(pooled, head, classIndex));
      this.#byHead.add(map, maps, weights);
    }
    const others = ranking.subarray(FIRST);
    if (others.length > 0) {
      const drawn = Math.floor(createRandom(this.#seed + image)() * others.length);
      const other = classMap(pooled, this.#weights, others[drawn] as number);
      this.#byClass.add(map, [other], weights);
    }
    this.#own.push({ image, input, classIndex, map });
  }

  /** Runs the pictures through the models of random weights. @param onPicture is called for each picture and model */
  async runAll(onPicture: () => void): Promise<void> {
    for (const [i, { map, image }] of this.#own.entries()) {
      const other = this.#own[(i + 1) % this.#own.length];
      if (other && other.image !== image) {
        this.#byPicture.add(map, [other.map], this.#weightsOf(image));
      }
    }
    const maps = this.#own.map((): ScalarMap[] => []);
    for (const [n, seed] of seeds(this.#seed).entries()) {
      const random = await this.#load(seed);
      if (!random) {
        this.#isAllLeftOut = true;
        return;
      }
      try {
        const slices = new Slices();
        for (const [i, { input, classIndex }] of this.#own.entries()) {
          const { feature } = await runPicture(random, input());
          maps[i]?.push(
            classMap(this.#pooled(feature), this.#heads[n] as ClassWeights, classIndex),
          );
          onPicture();
          if (slices.isOver) await slices.next();
        }
      } finally {
        await random.release();
      }
    }
    for (const [i, { map, image }] of this.#own.entries()) {
      this.#byAll.add(map, maps[i] ?? [], this.#weightsOf(image));
    }
  }

  async #load(seed: number): Promise<Classifier | undefined> {
    try {
      const analysis = await withRandomWeights(this.#classifier, seed);
      return analysis && (await loadClassifier(analysis));
    } catch (error) {
      if (CamError.is(error) && error.code === 'modelRefused') return undefined;
      throw error;
    }
  }

  #pooled(feature: FeatureMap): FeatureMap {
    return pooledMap(feature, this.#classifier.poolings, this.#classifier.power);
  }

  #weightsOf(image: number): Uint8Array {
    const weights = new Uint8Array(RESAMPLES);
    drawWeights(this.#seed, image, weights);
    return weights;
  }

  rows(): RandomisationRow[] {
    const lines: [RandomisationRow['kind'], string, Correlations][] = [
      ['headRandomised', t('class weights random'), this.#byHead],
      ['allRandomised', t('all weights random'), this.#byAll],
      ['otherPicture', t('map of another picture'), this.#byPicture],
      ['otherClass', t('map of another class'), this.#byClass],
    ];
    return lines.flatMap(([kind, name, correlations]) => {
      const correlation = correlations.mean.score();
      return correlation ? [{ kind, name, correlation }] : [];
    });
  }

  findings(): Finding[] {
    const found: Finding[] = [];
    const add = (count: number, text: string) => {
      found.push({ kind: 'noMap', count, text, examples: [] });
    };
    if (this.#isAllLeftOut) {
      add(
        1,
        t(
          'The model is not run with random weights: it is too large, or its weights are not float32.',
        ),
      );
    }
    const { constant } = this.#byAll;
    if (constant > 0) {
      add(
        constant,
        t('{0} maps of models with random weights are constant: they do not count.', constant),
      );
    }
    return found;
  }
}

/** Mean over pictures of the mean over the random models. */
class Correlations {
  readonly mean = new ResampledMean();
  /** Maps that have no ranks. */
  constant = 0;

  add(map: ScalarMap, others: readonly ScalarMap[], weights: Uint8Array): void {
    const found = others
      .filter(({ values }) => values.length === map.values.length)
      .map(({ values }) => spearman(map.values, values))
      .filter(Number.isFinite);
    this.constant += others.length - found.length;
    if (found.length === 0) return;
    this.mean.add(found.reduce((sum, one) => sum + one, 0) / found.length, weights);
  }
}

function seeds(seed: number): number[] {
  return Array.from({ length: SEEDS }, (_, i) => seed * SEEDS + i);
}
