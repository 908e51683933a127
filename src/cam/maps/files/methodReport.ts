import type { Rect } from '../../base/geometry.ts';
import type { FidelityCheck } from '../../results/fidelity.ts';
import type { ClassMap, MapMethod, MethodExplanation } from '../../results/methodMap.ts';
import type { PlaceCheck } from '../../results/placeCheck.ts';
import { methodBox } from '../pixels/methodLook.ts';
import type { ScoreReport } from './report.ts';
import { firstClasses, reportScore, roundRect, rowsOf } from './report.ts';

/**
 * Maps by a method as plain JSON: what `--json` prints with `--method`. Fields may be added; those that are here keep
 * their name and meaning.
 */
export interface MethodReport {
  /** Absolute path of the image. */
  image: string;
  /** Absolute path of the model. */
  model: string;
  /** SHA-256 of the model file, hexadecimal. */
  modelHash: string;
  method: MapMethod;
  /** The tensor that the maps are made of; absent for methods of the pixels and occlusion. */
  layer?: string;
  /** What the maps are, and how far they can be relied on: the least reliable of the classes' claims. */
  claim: FidelityCheck;
  /** Whether the cells lie where they are drawn; boxes are where they lie. */
  place: PlaceCheck;
  /** Index of the class that the picture's folder names; absent if it names none. */
  expectedClass?: number;
  /** [width, height] of the maps, in cells. */
  grid: [width: number, height: number];
  /** The requested classes in that order, or the one with the largest logit. */
  classes: MethodClassReport[];
  /** The five largest logits, in descending order. */
  predictions: ScoreReport[];
}

export interface MethodClassReport extends ScoreReport {
  /** The class whose logit is taken away; absent for the map of one class. */
  against?: ScoreReport;
  claim: FidelityCheck;
  /** `grid[1]` rows of `grid[0]` values. */
  map: number[][];
  /** Box of the map at 20 % of its maximum in photo pixels; null if no value is positive. */
  box: Rect | null;
}

/** What is reported of an explanation. */
type Explained = Omit<MethodExplanation, 'fileVersion' | 'picture' | 'notices'>;

/**
 * Converts maps by a method to JSON.
 * @param labels one for each class
 * @param modelHash SHA-256 of the model file
 */
export function reportMethod(
  labels: readonly string[],
  modelHash: string,
  explanation: Explained,
): MethodReport {
  const { method, layer, maps, place, expectedClass, ranking } = explanation;
  const [first] = maps;
  if (!first) throw new Error('an explanation has a map');
  return {
    image: explanation.imagePath,
    model: explanation.modelPath,
    modelHash,
    method,
    ...(layer === undefined ? {} : { layer }),
    claim: (maps.find(({ claim }) => claim.standing === 'mismatch') ?? first).claim,
    place,
    ...(expectedClass === undefined ? {} : { expectedClass }),
    grid: [first.map.width, first.map.height],
    classes: maps.map((one) => reportClass(labels, explanation, one)),
    predictions: firstClasses(ranking, 5).map((index) => reportScore(labels, explanation, index)),
  };
}

function reportClass(
  labels: readonly string[],
  explanation: Explained,
  { class: index, against, claim, map }: ClassMap,
): MethodClassReport {
  const box = methodBox(explanation.method, map, explanation.geometry);
  return {
    ...reportScore(labels, explanation, index),
    ...(against === undefined ? {} : { against: reportScore(labels, explanation, against) }),
    claim,
    map: rowsOf(map),
    box: box === undefined ? null : roundRect(box),
  };
}
