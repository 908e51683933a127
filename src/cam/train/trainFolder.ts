import path from 'node:path';
import type { StoredIndex } from '../folder/index/openIndex.ts';
import type { IndexOptions, IndexPlace } from '../folder/indexPlace.ts';
import type { LinearHead } from '../linear/samples/linearHead.ts';
import { temperatureOf } from '../linear/temperature.ts';
import { explainPicture } from '../model/explainImage.ts';
import { ModelCache } from '../model/modelCache.ts';
import { OpenModel } from '../model/openModel.ts';
import type { MeansHead } from '../newModel/headNodes.ts';
import { writeNewModel } from '../newModel/writeNewModel.ts';
import type { Learner, TrainingReport } from '../results/training.ts';
import type { Backbone } from './backbone.ts';
import { colourBaseline } from './colourBaseline.ts';
import { otherScores } from './errors.ts';
import type { LearnedHead } from './learnHead.ts';
import { learnHead } from './learnHead.ts';
import { learningCurve } from './learningCurve.ts';
import { leaksOf } from './nearDuplicates.ts';
import { givenAway } from './pictures/givenAway.ts';
import { sampledPictures } from './pictures/sampledPictures.ts';
import { judge } from './trainingReport.ts';
import type { TrainingLabels, TrainingSet } from './trainingSet.ts';
import { trainingSet } from './trainingSet.ts';

export interface TrainingOptions extends IndexOptions, TrainingLabels {
  /** Absolute path of the new model. */
  out: string;
  /** Whether a file of that name is replaced. */
  replaces?: boolean;
  /** Default: ridge. */
  learner?: Learner;
  /** Penalty of the weights, in parts of the number of pictures; chosen if left out. */
  strength?: number;
  /** Default: 5. */
  folds?: number;
  /** Default: 1. */
  seed?: number;
}

/** Part of the work that is learning; the rest checks how good the result is. */
const LEARNING = 0.7;

/**
 * Learns classes from the pictures of an index, and writes the backbone with the new head. Features are the means of the
 * feature map over its positions, so the new model has an exact class activation map; its logits are scores ÷ temperature,
 * see {@link temperatureOf}. The new model is run on some of the pictures before it gets its name.
 * @param onStep gets the share of the learning that is done
 * @throws CamError `labelsUnreadable`, `tooFewSamples`; `modelRefused` if the model cannot get a new head; `notWritable`
 */
export async function trainFolder(
  { graph, input, feature }: Backbone,
  place: IndexPlace,
  index: StoredIndex,
  options: TrainingOptions,
  onStep: (done: number) => void,
): Promise<TrainingReport> {
  const { learner = 'ridge', folds = 5, seed = 1, strength } = options;
  const set = await trainingSet(index, options);
  const learned = await learnHead(set, { learner, folds, seed, strength }, (done) =>
    onStep(done * LEARNING),
  );
  onStep(LEARNING);
  const checks = await furtherChecks(set, learned, index, { ...options, learner, seed });
  onStep(1);
  const temperature = temperatureOf(learned.outOfFold, set.labels);
  const head = asFloat32(learned.head, temperature);
  let difference = 0;
  const sidecar = await writeNewModel(
    {
      ...{ graph, input, feature, head },
      labels: [...set.classes],
      preprocessing: place.preprocessing,
    },
    options.out,
    async (file) => {
      difference = await largestDifference(file, head, set, index, options);
    },
  );
  const { channels, width, height } = feature.layout;
  const judged = judge(set, learned, index);
  return {
    ...{ file: options.out, sidecar, learner, seed, difference },
    ...{ strength: learned.strength, temperature },
    groups: set.groups && new Set(set.groups).size,
    feature: { tensor: feature.name, channels, width, height },
    pictures: set.images.length,
    unlabelled: set.unlabelled,
    unreadable: [...index.unreadable],
    ...judged,
    baselines: { ...judged.baselines, meanColour: checks.meanColour },
    leaks: checks.leaks,
    learningCurve: checks.learningCurve,
    givenAway: checks.givenAway,
    border: options.border ?? 0,
  };
}

/** What else says how far the accuracy can be believed. */
async function furtherChecks(
  set: TrainingSet,
  learned: LearnedHead,
  index: StoredIndex,
  options: TrainingOptions & { learner: Learner; seed: number },
) {
  const { learner, seed } = options;
  const sampled = await sampledPictures(set, index, options);
  const isGray = index.model.preprocessing.channels === 'gray';
  return {
    leaks: await leaksOf(set, learned.folds, index),
    givenAway: givenAway(set, index, sampled),
    meanColour: await colourBaseline(set, learned.folds, sampled, { isGray, seed }),
    learningCurve: learner === 'ridge' ? await learningCurve(set, learned, seed) : undefined,
  };
}

/** With scores ÷ temperature, so that their softmax says how sure they are. */
function asFloat32({ weights, biases }: LinearHead, temperature: number): MeansHead {
  return {
    weights: Float32Array.from(weights.values, (value) => value / temperature),
    biases: Float32Array.from(biases, (value) => value / temperature),
  };
}

/** Pictures on which a new model is run. */
const CHECKED = 3;

/** What rounding may change in a network that is run alone and in batches. */
const TOLERANCE = 1e-3;

/**
 * How the scores of a new model differ at most from w·mean f + b, in parts of the largest score, on pictures of different
 * classes.
 * @throws CamError `modelRefused` if they are others
 */
async function largestDifference(
  file: string,
  { weights, biases }: MeansHead,
  { features, labels, classes, images }: TrainingSet,
  index: StoredIndex,
  { useColourProfile }: TrainingOptions,
): Promise<number> {
  const decoding = useColourProfile === undefined ? {} : { useColourProfile };
  const models = new ModelCache();
  try {
    let [largest, apart] = [0, 0];
    for (let c = 0; c < Math.min(CHECKED, classes.length); c++) {
      const row = Array.from(labels).indexOf(c);
      const picture = path.join(index.folder, index.images[images[row] ?? 0]?.path ?? '');
      const model = await OpenModel.read(models, file);
      const { logits } = await explainPicture(model, picture, { ...decoding, place: 'later' });
      for (const [k, logit] of logits.entries()) {
        let score = biases[k] as number;
        for (let j = 0; j < features.columns; j++) {
          score +=
            (weights[k * features.columns + j] as number) *
            (features.values[row * features.columns + j] as number);
        }
        largest = Math.max(largest, Math.abs(score));
        apart = Math.max(apart, Math.abs(score - logit));
      }
    }
    if (!(apart <= TOLERANCE * largest)) throw otherScores(file, apart / largest);
    return apart / largest;
  } finally {
    await models.dispose();
  }
}
