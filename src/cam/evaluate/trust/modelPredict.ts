import { CamError } from '../../base/errors.ts';
import { ofClasses } from '../../classifier/head/outputValues.ts';
import type { PicturePixels } from '../../classifier/probe/pictureFeeds.ts';
import type { ImageInput } from '../../classifier/probe/pictureInput.ts';
import type { Preprocessing } from '../../config/preprocessing.ts';
import { BatchRunner } from '../../folder/scan/batchRunner.ts';
import { valuesOfReals } from '../../image/prepareInput.ts';
import type { Activation } from '../../maps/scores.ts';
import { probabilitiesOf } from '../../maps/scores.ts';
import { readSubject, sizedModel } from '../../methods/methodSubject.ts';
import { ownLogits } from '../../methods/ownLogits.ts';
import type { OpenModel } from '../../model/openModel.ts';
import type { Predict } from './pictures/realPicture.ts';

/** A model as a function of pictures before normalisation. */
export interface PictureModel {
  input: ImageInput;
  preprocessing: Preprocessing;
  predict: Predict;
}

/**
 * A model that gives probabilities, by its own activation, of pictures of its input's size. Pixels go through the same
 * scaling as those of a photo; pictures of a batch are run together where that gives the same numbers.
 * @throws CamError if the model takes no picture or gives no scores, or the runtime refuses it.
 */
export async function pictureModel(model: OpenModel): Promise<PictureModel> {
  const analysis = await model.analysisOrRefusal();
  if (CamError.is(analysis)) return withoutMap(model);
  const classifier = await model.load();
  const preprocessing = await model.preprocessing();
  const runner = new BatchRunner(classifier);
  const { activation, rows } = classifier.logits;
  const run = async (pictures: PicturePixels[]) => {
    const size = runner.batchSize(pictures[0] ?? { width: 1, height: 1 });
    const scores: Float32Array[] = [];
    for (let i = 0; i < pictures.length; i += size) {
      const runs = await runner.run(pictures.slice(i, i + size));
      scores.push(...runs.map((one) => one.scores));
    }
    return scores;
  };
  return asModel(classifier.input, preprocessing, run, activation, rows);
}

/** A model of which maps are made by methods alone. */
async function withoutMap(model: OpenModel): Promise<PictureModel> {
  const subject = await readSubject(model, {});
  const { input, logits } = subject.scores;
  const run = async (pictures: PicturePixels[]) => {
    const scores: Float32Array[] = [];
    for (const picture of pictures) {
      const { model: sized } = await sizedModel(subject, picture);
      const own = await ownLogits(model, subject, picture, await sized.logits(picture));
      scores.push(own.values);
    }
    return scores;
  };
  const preprocessing = subject.config.preprocessing.value;
  return asModel(input, preprocessing, run, logits.activation, logits.rows);
}

function asModel(
  input: ImageInput,
  preprocessing: Preprocessing,
  run: (pictures: PicturePixels[]) => Promise<Float32Array[]>,
  activation: Activation,
  rows: Parameters<typeof ofClasses>[1],
): PictureModel {
  const predict: Predict = async (pictures) => {
    const inputs = pictures.map((picture) => ({
      width: picture.width,
      height: picture.height,
      values: valuesOfReals(picture, preprocessing, input),
    }));
    const scores = await run(inputs);
    return scores.map((values) => ofClasses(probabilitiesOf(values, activation), rows));
  };
  return { input, preprocessing, predict };
}
