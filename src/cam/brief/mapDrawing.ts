import type { Rect } from '../base/geometry.ts';
import { classMap, rangeOf } from '../maps/cam.ts';
import { classWeightsOf } from '../maps/classWeightsOf.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import { roundRect } from '../maps/files/report.ts';
import { boxInPhoto, DEFAULT_BOX_THRESHOLD } from '../maps/pixels/box.ts';
import { reduceByMean } from '../maps/pixels/fineMap.ts';
import {
  METHOD_CELLS,
  methodBox,
  methodInterpolation,
  methodLimit,
} from '../maps/pixels/methodLook.ts';
import { isPointLike } from '../maps/pixels/pointLike.ts';
import type { MapDrawing } from '../results/brief.ts';
import type { Explanation, ModelDescription } from '../results/explanation.ts';
import { wayName } from '../results/mapWay.ts';
import type { ClassMap, MethodExplanation } from '../results/methodMap.ts';
import type { Explained } from './explainAsAsked.ts';

/** Longest side of the map in a small drawing, in cells. */
const DRAWN_CELLS = 96;

/** The map of the first class, with what its drawing needs. */
export function mapDrawing(explained: Explained): MapDrawing {
  return explained.way === 'cam'
    ? camDrawing(explained.model, explained.explanation)
    : methodDrawing(explained.explanation);
}

/** The box of the map of the first class in photo pixels; undefined if no value is positive. */
export function mapBox(explained: Explained): Rect | undefined {
  const { way, explanation } = explained;
  const { geometry } = explanation;
  const box =
    way === 'cam'
      ? boxInPhoto(
          firstMap(explained.model, explained.explanation),
          geometry,
          DEFAULT_BOX_THRESHOLD,
          camInterpolation(explained.model),
        )
      : methodBox(way, onlyMap(explained.explanation).map, geometry);
  return box && roundRect(box);
}

/** The scale ends at the largest of the map's values. */
function camDrawing(model: ModelDescription, explanation: Explanation): MapDrawing {
  const { geometry, claim: fidelity, place } = explanation;
  const map = firstMap(model, explanation);
  return {
    ...{ way: 'cam', name: wayName('cam') },
    ...{ map, limit: rangeOf(map).scale, geometry },
    ...{ interpolation: camInterpolation(model), fidelity, place },
  };
}

function methodDrawing(explanation: MethodExplanation): MapDrawing {
  const { method, geometry, place } = explanation;
  const { map: whole, claim: fidelity } = onlyMap(explanation);
  const map = METHOD_CELLS[method] === 'pixels' ? reduceByMean(whole, DRAWN_CELLS) : whole;
  return {
    ...{ way: method, name: wayName(method) },
    ...{ map, limit: methodLimit(method, map), geometry },
    ...{ interpolation: methodInterpolation(method), fidelity, place },
  };
}

function firstMap(model: ModelDescription, explanation: Explanation): ScalarMap {
  const { featureMap, ranking } = explanation;
  return classMap(featureMap, classWeightsOf(model, explanation), ranking[0] ?? 0);
}

function camInterpolation({ poolings }: ModelDescription): MapDrawing['interpolation'] {
  return isPointLike(poolings) ? 'cells' : 'bilinear';
}

function onlyMap({ maps }: MethodExplanation): ClassMap {
  const [map] = maps;
  if (!map) throw new Error('a method gives a map for each class');
  return map;
}
