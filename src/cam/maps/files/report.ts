import { classLabel } from '../../base/classLabel.ts';
import type { Rect } from '../../base/geometry.ts';
import type { Explanation, ModelDescription } from '../../results/explanation.ts';
import type { FidelityCheck } from '../../results/fidelity.ts';
import type { PlaceCheck } from '../../results/placeCheck.ts';
import { classMap } from '../cam.ts';
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

interface ClassReport {
  index: number;
  label: string;
  logit: number;
  probability: number;
  /** M_c in logit units without the bias: `grid[1]` rows of `grid[0]` values. */
  map: number[][];
  /** Box of the map at 20 % of its maximum in photo pixels; null if no value is positive. */
  box: Rect | null;
}

/**
 * Converts an explanation to JSON.
 * @param classes class indices to report, in this order; by default the five largest logits
 * @throws RangeError if a class does not exist.
 */
export function reportExplanation(
  model: ModelDescription,
  explanation: Explanation,
  classes: readonly number[] = Array.from(explanation.ranking.subarray(0, 5)),
): ExplanationReport {
  const { featureMap } = explanation;
  const topClass = explanation.ranking[0] as number;
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
    classes: classes.map((index) => reportClass(model, explanation, index)),
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
): ClassReport {
  const map = classMap(explanation.featureMap, classWeightsOf(model, explanation), index);
  const interpolation = isPointLike(model.poolings) ? 'cells' : 'bilinear';
  const box = boxInPhoto(map, explanation.geometry, DEFAULT_BOX_THRESHOLD, interpolation);
  return {
    index,
    label: classLabel(model.labels.value, index),
    logit: shortest(explanation.logits[index] as number),
    probability: shortest(explanation.probabilities[index] as number),
    map: rowsOf(map),
    box: box === undefined ? null : roundRect(box),
  };
}

function rowsOf({ width, height, values }: ScalarMap): number[][] {
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
