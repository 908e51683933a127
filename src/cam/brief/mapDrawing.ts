import { classMap, rangeOf } from '../maps/cam.ts';
import { classWeightsOf } from '../maps/classWeightsOf.ts';
import { isPointLike } from '../maps/pixels/pointLike.ts';
import type { MapDrawing } from '../results/brief.ts';
import type { Explanation, ModelDescription } from '../results/explanation.ts';

/** The map of the first class, with what its drawing needs. The scale ends at the largest of its values. */
export function mapDrawing(model: ModelDescription, explanation: Explanation): MapDrawing {
  const { featureMap, ranking, geometry, claim: fidelity, place } = explanation;
  const map = classMap(featureMap, classWeightsOf(model, explanation), ranking[0] ?? 0);
  const interpolation = isPointLike(model.poolings) ? 'cells' : 'bilinear';
  return { map, limit: rangeOf(map).scale, geometry, interpolation, fidelity, place };
}
