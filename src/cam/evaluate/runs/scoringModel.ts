import { CamError } from '../../base/errors.ts';
import { ofClasses } from '../../classifier/head/outputValues.ts';
import type { PicturePixels } from '../../classifier/probe/pictureFeeds.ts';
import type { ImageInput } from '../../classifier/probe/pictureInput.ts';
import type { Preprocessing } from '../../config/preprocessing.ts';
import { enlarge } from '../../config/preprocessing.ts';
import { BatchRunner } from '../../folder/scan/batchRunner.ts';
import type { Activation } from '../../maps/scores.ts';
import { readSubject, sizedModel } from '../../methods/methodSubject.ts';
import { ownLogits } from '../../methods/ownLogits.ts';
import type { OpenModel, SizedOptions } from '../../model/openModel.ts';

/** Scores of one picture: all values of the logits' tensor. */
type Scores = Float32Array;

/** A model that is run for its scores alone; it need not have a map. */
export interface ScoringModel {
  input: ImageInput;
  /** Enlarged by the input scale. */
  preprocessing: Preprocessing;
  labels: readonly string[];
  /** How probabilities follow from the scores. */
  activation: Activation;
  /** Where the classes are among the scores; undefined if they are all of them, in order. */
  rows: Parameters<typeof ofClasses>[1];
  /** How many pictures of this size to run at once. */
  batchSize(size: { width: number; height: number }): number;
  /** @param pictures of one size, at most `batchSize` */
  run(pictures: readonly PicturePixels[]): Promise<Scores[]>;
  /** The logits of the classes among the scores of a picture. */
  logitsOf(scores: Scores): Float32Array;
}

/**
 * Loads a model for its scores. Pictures of a batch are run together where that gives the same numbers.
 * @throws CamError if the model takes no picture or gives no scores, the runtime refuses it, or the sidecar is invalid.
 */
export async function scoringModel(model: OpenModel, options: SizedOptions): Promise<ScoringModel> {
  const analysis = await model.analysisOrRefusal();
  if (CamError.is(analysis)) return withoutMap(model, options);
  const classifier = await model.load();
  const { labels } = await model.description();
  const runner = new BatchRunner(classifier);
  const { activation, rows } = classifier.logits;
  return {
    ...{ input: classifier.input, labels: labels.value, activation, rows },
    preprocessing: await model.preprocessing(),
    batchSize: (size) => runner.batchSize(size),
    run: async (pictures) => (await runner.run(pictures)).map(({ scores }) => scores),
    logitsOf: (scores) => ofClasses(scores, rows).subarray(0, classifier.classes),
  };
}

/** A model of which maps are made by methods alone: its pictures are run one by one. */
async function withoutMap(model: OpenModel, options: SizedOptions): Promise<ScoringModel> {
  const subject = await readSubject(model, options);
  const { input, logits, classes } = subject.scores;
  const { labels, preprocessing } = subject.config;
  const { activation, rows } = logits;
  const scoresOf = async (picture: PicturePixels): Promise<Scores> => {
    const { model: sized } = await sizedModel(subject, picture);
    return (await ownLogits(model, subject, picture, await sized.logits(picture))).values;
  };
  return {
    ...{ input, labels: labels.value, activation, rows },
    preprocessing: enlarge(preprocessing.value, options.inputScale ?? 1),
    batchSize: () => 1,
    run: async (pictures) => {
      const scores: Scores[] = [];
      for (const picture of pictures) scores.push(await scoresOf(picture));
      return scores;
    },
    logitsOf: (scores) => ofClasses(scores, rows).subarray(0, classes),
  };
}
