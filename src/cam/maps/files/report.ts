import { classLabel } from '../../base/classLabel.ts';
import type { Rect } from '../../base/geometry.ts';
import type { Explanation, ModelDescription } from '../../results/explanation.ts';
import type { FidelityCheck } from '../../results/fidelity.ts';
import type { PlaceCheck } from '../../results/placeCheck.ts';
import { classMap, contrastMap } from '../cam.ts';
import { channelOf } from '../channelName.ts';
import type { ChannelContribution } from '../channels.ts';
import { rankChannelsByContribution } from '../channels.ts';
import { classWeightsOf } from '../classWeightsOf.ts';
import type { MapKind, Pooling, ScalarMap } from '../featureMap.ts';
import { boxInPhoto, DEFAULT_BOX_THRESHOLD } from '../pixels/box.ts';
import { isPointLike } from '../pixels/pointLike.ts';

/**
 * An explanation as plain JSON: what `--json` prints and the panel saves. Fields may be added; those that are here keep
 * their name and meaning.
 */
export interface ExplanationReport {
  /** Absolute path of the image. */
  image: string;
  /** Absolute path of the model. */
  model: string;
  /** SHA-256 of the model file, hexadecimal. */
  modelHash: string;
  mapKind: MapKind;
  /** The kind of map, and how reliable it is. */
  claim: FidelityCheck;
  /** Whether its cells lie where they are drawn; boxes are where they lie. */
  place: PlaceCheck;
  /** readout(M) − S of the top class, in logit units. */
  residual: number;
  /** Index of the class that the picture's folder names; absent if it names none. */
  expectedClass?: number;
  /** [width, height] of the maps, in cells. */
  grid: [width: number, height: number];
  /** The requested classes, or the five with the largest logits, in descending order. */
  classes: ClassReport[];
  /** The ten channels that add most to the top class's logit, in descending order. */
  channels: ChannelReport[];
  /** Channels of the feature map that are switched off; absent if there are none. */
  silencedChannels?: number[];
}

/** `channel` counts the channels of the tensor; without `weight` if each position has its own. */
interface ChannelReport extends ChannelContribution {
  pooling: Pooling;
  /** The user's name for it; absent if it has none. */
  name?: string;
}

/** A class with the model's own numbers. */
export interface ScoreReport {
  index: number;
  label: string;
  logit: number;
  probability: number;
}

interface ClassReport extends ScoreReport {
  /** The class that is taken away; absent for the map of one class. */
  against?: ScoreReport;
  /** M_c in logit units without the bias, or M_c − M_against: `grid[1]` rows of `grid[0]` values. */
  map: number[][];
  /** Box of the map at 20 % of its maximum in photo pixels; null if no value is positive. */
  box: Rect | null;
}

/** What a report of classes needs of an explanation. */
interface Scored {
  logits: Float32Array;
  probabilities: Float32Array;
}

/**
 * Converts an explanation to JSON.
 * @param classes class indices to report, in this order; if empty, the five largest logits
 * @param against a class whose map is taken away from each; it is none of the default ones
 * @throws RangeError if a class does not exist.
 */
export function reportExplanation(
  model: ModelDescription,
  explanation: Explanation,
  classes: readonly number[] = [],
  against?: number,
): ExplanationReport {
  const { featureMap } = explanation;
  const topClass = explanation.ranking[0] as number;
  const reported = classes.length > 0 ? classes : firstClasses(explanation.ranking, 5, against);
  const channels = rankChannelsByContribution(
    featureMap,
    classWeightsOf(model, explanation),
    topClass,
    10,
  );
  return {
    image: explanation.imagePath,
    model: model.path,
    modelHash: explanation.modelHash,
    mapKind: model.mapKind,
    claim: explanation.claim,
    place: explanation.place,
    residual: explanation.residual,
    ...(explanation.expectedClass === undefined
      ? {}
      : { expectedClass: explanation.expectedClass }),
    grid: [featureMap.width, featureMap.height],
    classes: reported.map((index) => reportClass(model, explanation, index, against)),
    channels: channels.map((row) => {
      const pooled = channelOf(model.poolings, featureMap.channels, row.channel);
      const name = model.unitNames[pooled.channel];
      return { ...row, ...pooled, ...(name === undefined ? {} : { name }) };
    }),
  };
}

function reportClass(
  model: ModelDescription,
  explanation: Explanation,
  index: number,
  against: number | undefined,
): ClassReport {
  const map = mapOfClass(model, explanation, index, against);
  const interpolation = isPointLike(model.poolings) ? 'cells' : 'bilinear';
  const box = boxInPhoto(map, explanation.geometry, DEFAULT_BOX_THRESHOLD, interpolation);
  const { value: labels } = model.labels;
  return {
    ...reportScore(labels, explanation, index),
    ...(against === undefined ? {} : { against: reportScore(labels, explanation, against) }),
    map: rowsOf(map),
    box: box === undefined ? null : roundRect(box),
  };
}

/** The map of a class, or its difference from that of another. @throws RangeError if a class does not exist. */
export function mapOfClass(
  model: ModelDescription,
  explanation: Explanation,
  index: number,
  against: number | undefined,
): ScalarMap {
  const { featureMap } = explanation;
  const classWeights = classWeightsOf(model, explanation);
  return against === undefined
    ? classMap(featureMap, classWeights, index)
    : contrastMap(featureMap, classWeights, index, against);
}

/** The classes with the largest logits, without one. */
export function firstClasses(ranking: Uint32Array, count: number, without?: number): number[] {
  return Array.from(ranking.subarray(0, count + 1))
    .filter((index) => index !== without)
    .slice(0, count);
}

/** The label of a class, `class 17` if it has none, and its scores. */
export function reportScore(
  labels: readonly string[],
  { logits, probabilities }: Scored,
  index: number,
): ScoreReport {
  return {
    index,
    label: classLabel(labels, index),
    logit: shortest(logits[index] as number),
    probability: shortest(probabilities[index] as number),
  };
}

/** Rows of a map, from the top. */
export function rowsOf({ width, height, values }: ScalarMap): number[][] {
  return Array.from({ length: height }, (_, y) =>
    Array.from(values.subarray(y * width, (y + 1) * width), shortest),
  );
}

/** Nine digits give a float32 exactly; as a double it would print seventeen. */
export function shortest(value: number): number {
  return Number(value.toPrecision(9));
}

/** A hundredth of a pixel is far finer than a map can locate. */
export function roundRect({ x, y, width, height }: Rect): Rect {
  const round = (value: number): number => Math.round(value * 100) / 100;
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}
