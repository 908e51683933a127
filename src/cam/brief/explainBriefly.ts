import { classLabel } from '../base/classLabel.ts';
import { decodeImage } from '../image/decode.ts';
import { thumbnailOf } from '../image/thumbnail.ts';
import type { MethodProgress } from '../methods/explainByMethod.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { BriefExplanation } from '../results/brief.ts';
import { classScore } from './classScore.ts';
import type { AskedOptions } from './explainAsAsked.ts';
import { explainAsAsked } from './explainAsAsked.ts';
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
  options: AskedOptions,
  onProgress: (progress: MethodProgress) => void,
): Promise<BriefExplanation> {
  const photo = { path: imagePath, decoding: decodeImage(imagePath, options) };
  const explained = await explainAsAsked(model, photo, options, onProgress);
  const { version, labels } = explained.model;
  const { ranking, expectedClass } = explained.explanation;
  const first = Array.from(ranking.subarray(0, SCORES));
  return {
    imagePath,
    modelVersion: version,
    thumbnail: await thumbnailOf(await photo.decoding, THUMBNAIL_PX),
    drawing: mapDrawing(explained),
    scores: first.map((classIndex) => classScore(explained, classIndex)),
    ...(expectedClass === undefined
      ? {}
      : {
          expected: { classIndex: expectedClass, label: classLabel(labels.value, expectedClass) },
        }),
  };
}
