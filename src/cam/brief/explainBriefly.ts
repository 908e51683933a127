import { classLabel } from '../base/classLabel.ts';
import { decodeImage } from '../image/decode.ts';
import { thumbnailOf } from '../image/thumbnail.ts';
import type { PictureOptions } from '../model/explainImage.ts';
import { explainPhoto } from '../model/explainImage.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { BriefExplanation } from '../results/brief.ts';
import { classScore } from './classScore.ts';
import { mapDrawing } from './mapDrawing.ts';

/** Longest side of the thumbnail in pixels. */
const THUMBNAIL_PX = 256;

const SCORES = 3;

/**
 * The explanation of a picture in brief: a thumbnail, the map of the first class, the first three classes. Thumbnail
 * and map come from the same bytes.
 * @throws CamError about the model or the picture.
 */
export async function explainBriefly(
  model: OpenModel,
  imagePath: string,
  options: PictureOptions,
): Promise<BriefExplanation> {
  const decoding = decodeImage(imagePath, options);
  const explanation = await explainPhoto(model, decoding, imagePath, options);
  const description = await model.description();
  const { modelVersion, ranking, expectedClass } = explanation;
  const first = Array.from(ranking.subarray(0, SCORES));
  return {
    imagePath,
    modelVersion,
    thumbnail: await thumbnailOf(await decoding, THUMBNAIL_PX),
    drawing: mapDrawing(description, explanation),
    scores: first.map((classIndex) => classScore(description, explanation, classIndex)),
    ...(expectedClass === undefined
      ? {}
      : {
          expected: {
            classIndex: expectedClass,
            label: classLabel(description.labels.value, expectedClass),
          },
        }),
  };
}
