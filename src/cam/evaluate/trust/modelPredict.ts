import { ofClasses } from '../../classifier/head/outputValues.ts';
import type { ImageInput } from '../../classifier/probe/pictureInput.ts';
import type { Preprocessing } from '../../config/preprocessing.ts';
import { valuesOfReals } from '../../image/prepareInput.ts';
import { probabilitiesOf } from '../../maps/scores.ts';
import type { OpenModel, SizedOptions } from '../../model/openModel.ts';
import { scoringModel } from '../runs/scoringModel.ts';
import type { Predict } from './pictures/realPicture.ts';

/** A model as a function of pictures before normalisation. */
export interface PictureModel {
  input: ImageInput;
  preprocessing: Preprocessing;
  predict: Predict;
}

/**
 * A model that gives probabilities, by its own activation, of pictures of its input's size. Pixels go through the same
 * scaling as those of a photo.
 * @throws CamError if the model takes no picture or gives no scores, or the runtime refuses it.
 */
export async function pictureModel(model: OpenModel, options: SizedOptions): Promise<PictureModel> {
  const scoring = await scoringModel(model, options);
  const { input, preprocessing, activation, rows } = scoring;
  const predict: Predict = async (pictures) => {
    const inputs = pictures.map((picture) => ({
      width: picture.width,
      height: picture.height,
      values: valuesOfReals(picture, preprocessing, input),
    }));
    const size = scoring.batchSize(inputs[0] ?? { width: 1, height: 1 });
    const scores: Float32Array[] = [];
    for (let i = 0; i < inputs.length; i += size) {
      scores.push(...(await scoring.run(inputs.slice(i, i + size))));
    }
    return scores.map((values) => ofClasses(probabilitiesOf(values, activation), rows));
  };
  return { input, preprocessing, predict };
}
