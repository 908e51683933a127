import type { Rect } from '../../../src/cam/base/geometry.ts';
import { channelMap, classMap, contrastMap, meanOf, rangeOf } from '../../../src/cam/maps/cam.ts';
import { classWeightsOf } from '../../../src/cam/maps/classWeightsOf.ts';
import type { ClassWeights, FeatureMap, ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { boxInPhoto } from '../../../src/cam/maps/pixels/box.ts';
import { isPointLike } from '../../../src/cam/maps/pixels/pointLike.ts';
import type { Explanation, ModelDescription } from '../../../src/cam/results/explanation.ts';
import type { ViewState } from '../../../src/protocol/showCam.ts';
import { interpolationOf } from '../../shared/map/interpolation.ts';

/** The map on the stage and everything needed to read it. */
export interface ShownMap {
  kind: 'class' | 'contrast' | 'channel';
  classIndex: number;
  /** The class that `classIndex` is contrasted with. */
  contrastIndex: number | undefined;
  channel: number | undefined;
  map: ScalarMap;
  mean: number;
  min: number;
  max: number;
  /** The colour scale runs from −limit to +limit, in logit units. */
  limit: number;
  /** The source of the peak `limit`. */
  limitOf:
    | { kind: 'class'; classIndex: number }
    | { kind: 'channel'; channel: number }
    | { kind: 'bothModels'; of: { label: string; model: string } }
    | { kind: 'percentile'; percent: number }
    | { kind: 'byHand' }
    | { kind: 'own' };
  /** The weights that make the map, as the weights of a single class. */
  weights: ClassWeights;
  /** b_c, or b_a − b_b for a contrast. */
  bias: number;
}

/** The maps of one picture. */
export interface Maps {
  readonly topClass: number;
  /** The class of the view; the top class if it has none or an unknown one. */
  classOf(view: ViewState): number;
  /** The class that the view contrasts it with. */
  contrastOf(view: ViewState): number | undefined;
  /** Whether the map of a class is here; one by a method may be on its way. */
  hasClassMap(classIndex: number): boolean;
  classMap(classIndex: number): ScalarMap;
  /** The map on show. Equal views give the same object. */
  shown(view: ViewState): ShownMap;
  /** The box of a map, in photo pixels, from the map as drawn. */
  box(map: ScalarMap, threshold: number): Rect | undefined;
  /** The colour limit for the map of any class under the current switch, for thumbnails. */
  limitOfClass(classIndex: number, view: ViewState): number;
  interpolation(view: ViewState): ViewState['interpolation'];
}

/** Maps of one explanation, each computed once, on first use. */
export class MapSource implements Maps {
  readonly explanation: Explanation;
  readonly model: ModelDescription;
  /** With all channels: the map of one that is switched off is what it would add. */
  readonly #whole: Explanation;
  readonly classWeights: ClassWeights;
  readonly #classMaps = new Map<number, ScalarMap>();
  readonly #shown = new Map<string, ShownMap>();
  readonly #weights = new Map<string, ClassWeights>();
  readonly #boxes = new WeakMap<ScalarMap, Map<number, Rect | undefined>>();

  /** @param whole the explanation with all channels, if some are switched off */
  constructor(explanation: Explanation, model: ModelDescription, whole = explanation) {
    this.explanation = explanation;
    this.model = model;
    this.#whole = whole;
    this.classWeights = classWeightsOf(model, explanation);
  }

  get topClass(): number {
    return this.explanation.ranking[0] as number;
  }

  hasClassMap(classIndex: number): boolean {
    return classIndex < this.classWeights.classes;
  }

  /** M_c at feature resolution. */
  classMap(classIndex: number): ScalarMap {
    let map = this.#classMaps.get(classIndex);
    if (map === undefined) {
      map = classMap(this.explanation.featureMap, this.classWeights, classIndex);
      this.#classMaps.set(classIndex, map);
    }
    return map;
  }

  classOf(view: ViewState): number {
    return this.#valid(view.selectedClass, this.classWeights.classes) ?? this.topClass;
  }

  contrastOf(view: ViewState): number | undefined {
    const against = this.#valid(view.contrastClass, this.classWeights.classes);
    return against === this.classOf(view) ? undefined : against;
  }

  shown(view: ViewState): ShownMap {
    const classIndex = this.classOf(view);
    const contrastIndex = this.contrastOf(view);
    const channel = this.#valid(view.selectedChannel, this.explanation.featureMap.channels);
    const key = `${classIndex} ${contrastIndex} ${channel} ${view.scale} ${view.scaleLimit}`;
    let shown = this.#shown.get(key);
    if (shown === undefined) {
      shown = this.#make(classIndex, contrastIndex, channel, view);
      if (this.#shown.size > 64) this.#shown.clear();
      this.#shown.set(key, shown);
    }
    return shown;
  }

  /** Cached for each map and threshold. */
  box(map: ScalarMap, threshold: number): Rect | undefined {
    const known = this.#boxes.get(map) ?? new Map<number, Rect | undefined>();
    this.#boxes.set(map, known);
    if (!known.has(threshold)) {
      const interpolation = isPointLike(this.model.poolings) ? 'cells' : 'bilinear';
      known.set(threshold, boxInPhoto(map, this.explanation.geometry, threshold, interpolation));
    }
    return known.get(threshold);
  }

  limitOfClass(classIndex: number, { scale }: ViewState): number {
    return rangeOf(this.classMap(scale === 'image' ? this.topClass : classIndex)).scale;
  }

  interpolation(view: ViewState): ViewState['interpolation'] {
    return interpolationOf(this.model.poolings, view);
  }

  #make(
    classIndex: number,
    contrastIndex: number | undefined,
    channel: number | undefined,
    { scale, scaleLimit }: ViewState,
  ): ShownMap {
    const weights = this.#weightsOf(classIndex, contrastIndex);
    const map =
      channel !== undefined
        ? this.#channelMap(weights, channel)
        : contrastIndex !== undefined
          ? contrastMap(this.explanation.featureMap, this.classWeights, classIndex, contrastIndex)
          : this.classMap(classIndex);
    const { min, max, scale: own } = rangeOf(map);
    const given =
      scaleLimit !== undefined
        ? { limit: scaleLimit, limitOf: { kind: 'byHand' as const } }
        : scale === 'image'
          ? this.#sharedLimit(weights, channel)
          : undefined;
    return {
      kind: channel !== undefined ? 'channel' : contrastIndex !== undefined ? 'contrast' : 'class',
      classIndex,
      contrastIndex,
      channel,
      map,
      mean: meanOf(map),
      min,
      max,
      limit: given?.limit ?? own,
      limitOf: given?.limitOf ?? { kind: 'own' },
      weights,
      bias: weights.bias[0] as number,
    };
  }

  /** Classes share the peak of the top class; the channels of a class share the peak of the strongest one. */
  #sharedLimit(
    weights: ClassWeights,
    channel: number | undefined,
  ): { limit: number; limitOf: ShownMap['limitOf'] } {
    if (channel === undefined) {
      const limit = rangeOf(this.classMap(this.topClass)).scale;
      return { limit, limitOf: { kind: 'class', classIndex: this.topClass } };
    }
    const strongest = strongestChannel(this.#whole.featureMap, weights);
    const limit = rangeOf(this.#channelMap(weights, strongest)).scale;
    return { limit, limitOf: { kind: 'channel', channel: strongest } };
  }

  /** w_k f_k(x, y): the contribution of one channel to the map, in logit units. */
  #channelMap(weights: ClassWeights, channel: number): ScalarMap {
    const map = channelMap(this.#whole.featureMap, channel);
    const weightAt = channelWeight(weights, channel);
    return { ...map, values: map.values.map((value, i) => value * weightAt(i)) };
  }

  #weightsOf(classIndex: number, contrastIndex: number | undefined): ClassWeights {
    const key = `${classIndex} ${contrastIndex}`;
    let made = this.#weights.get(key);
    if (made === undefined) {
      made = singleClass(this.classWeights, classIndex, contrastIndex);
      this.#weights.set(key, made);
    }
    return made;
  }

  #valid(index: number | undefined, count: number): number | undefined {
    return index !== undefined && index < count ? index : undefined;
  }
}

function singleClass(all: ClassWeights, a: number, b: number | undefined): ClassWeights {
  const { channels, positions } = all;
  const size = channels * positions;
  const own = all.weights.subarray(a * size, (a + 1) * size);
  const bias = all.bias[a] as number;
  const single = { classes: 1, channels, positions };
  if (b === undefined) return { ...single, weights: own, bias: Float32Array.of(bias) };
  const weights = own.map((weight, i) => weight - (all.weights[b * size + i] as number));
  return { ...single, weights, bias: Float32Array.of(bias - (all.bias[b] as number)) };
}

/** The weight of a channel at each position: one for all positions, or one for each. */
function channelWeight(
  { weights, positions }: ClassWeights,
  channel: number,
): (position: number) => number {
  if (positions > 1) return (position) => weights[channel * positions + position] as number;
  const weight = weights[channel] as number;
  return () => weight;
}

/** The channel with the largest single value of w_k f_k(x, y). */
function strongestChannel(featureMap: FeatureMap, weights: ClassWeights): number {
  const positions = featureMap.width * featureMap.height;
  let strongest = 0;
  let peak = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < featureMap.channels; k++) {
    const weightAt = channelWeight(weights, k);
    for (let i = 0; i < positions; i++) {
      const value = weightAt(i) * (featureMap.values[k * positions + i] as number);
      if (value > peak) {
        peak = value;
        strongest = k;
      }
    }
  }
  return strongest;
}
