import { rangeOf } from '../maps/cam.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import { isPointLike } from '../maps/pixels/pointLike.ts';
import type {
  EvaluatedPicture,
  PicturesPage,
  PicturesQuery,
} from '../results/evaluation/overview.ts';
import { queryPictures } from './classification/queryPictures.ts';
import { predictedOf } from './classification/topClasses.ts';
import type { Evaluation, KeptMaps } from './evaluation.ts';

/** A part of the pictures that a query selects, each with the map that says why. */
export async function picturesPage(
  evaluation: Evaluation,
  query: PicturesQuery,
): Promise<PicturesPage> {
  const { total, images } = queryPictures(evaluation.predictions, query);
  const rows: EvaluatedPicture[] = [];
  for (const image of images) rows.push(await evaluatedPicture(evaluation, image));
  return { total, rows };
}

async function evaluatedPicture(evaluation: Evaluation, image: number): Promise<EvaluatedPicture> {
  const { index, predictions } = evaluation;
  const at = (column: ArrayLike<number>) => column[image] ?? Number.NaN;
  const [truth, predicted] = [at(predictions.truth), predictedOf(predictions, image)];
  const map = mapFor(await evaluation.mapsOf(image), truth, predicted);
  return {
    image,
    path: index.images[image]?.path ?? '',
    truth,
    predicted,
    confidence: at(predictions.confidence),
    truthProbability: at(predictions.truthProbability),
    loss: at(predictions.loss),
    margin: at(predictions.margin),
    map,
    limit: map === undefined ? 1 : rangeOf(map).scale,
    geometry: evaluation.geometryOf(image),
    interpolation: isPointLike(index.model.poolings) ? 'cells' : 'bilinear',
  };
}

/** What made it say the predicted and not the right class; of a right picture the map of its class. */
function mapFor({ ofClasses }: KeptMaps, truth: number, predicted: number): ScalarMap | undefined {
  const said = ofClasses.get(predicted);
  if (truth === predicted) return said;
  const right = ofClasses.get(truth);
  if (!said || !right) return undefined;
  return { ...said, values: said.values.map((value, i) => value - (right.values[i] as number)) };
}
