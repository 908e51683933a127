import type { Explanation, ModelDescription } from '../results/explanation.ts';
import type { ClassWeights } from './featureMap.ts';

/**
 * The weights that make the maps of a picture: the model's, or, for `gradCam`, the picture's own.
 * @throws RangeError if the explanation does not belong to the model.
 */
export function classWeightsOf(
  model: Pick<ModelDescription, 'classWeights'>,
  explanation: Pick<Explanation, 'classWeights'>,
): ClassWeights {
  const weights = explanation.classWeights ?? model.classWeights;
  if (!weights) throw new RangeError('neither the model nor the explanation has class weights');
  return weights;
}
