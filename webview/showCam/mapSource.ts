import type { Explanation, ModelDescription } from '../../src/cam/explanation.ts';
import { channelMap, classMap, contrastMap, meanOf, rangeOf } from '../../src/cam/maps/cam.ts';
import type { ClassWeights, FeatureMap, ScalarMap } from '../../src/cam/maps/featureMap.ts';
import type { ViewState } from '../../src/protocol/showCam.ts';

/** The map on the stage and everything needed to read it. */
export interface ShownMap {
  kind: 'class' | 'contrast' | 'channel';
  classIndex: number;
  /** The class that `classIndex` is held against. */
  contrastIndex: number | undefined;
  channel: number | undefined;
  map: ScalarMap;
  mean: number;
  min: number;
  max: number;
  /** The colour scale runs from −limit to +limit, in logit units. */
  limit: number;
  /** What `limit` is the peak of. */
  limitOf:
    | { kind: 'class'; classIndex: number }
    | { kind: 'channel'; channel: number }
    | { kind: 'own' };
  /** The weights that make the map, as the weights of a single class. */
  weights: ClassWeights;
  /** b_c, or b_a − b_b for a contrast. */
  bias: number;
}

/** Maps of one explanation, each computed once, when first asked for. */
export class MapSource {
  readonly explanation: Explanation;
  readonly model: ModelDescription;
  readonly #classMaps = new Map<number, ScalarMap>();
  readonly #shown = new Map<string, ShownMap>();
  readonly #weights = new Map<string, ClassWeights>();

  constructor(explanation: Explanation, model: ModelDescription) {
    this.explanation = explanation;
    this.model = model;
  }

  get topClass(): number {
    return this.explanation.ranking[0] ?? 0;
  }

  /** M_c at feature resolution. */
  classMap(classIndex: number): ScalarMap {
    let map = this.#classMaps.get(classIndex);
    if (map === undefined) {
      map = classMap(this.explanation.featureMap, this.model.classWeights, classIndex);
      this.#classMaps.set(classIndex, map);
    }
    return map;
  }

  /** The class that the view asks for; the top class where it asks for none or for one that is not there. */
  classOf(view: ViewState): number {
    return this.#valid(view.selectedClass, this.model.classWeights.classes) ?? this.topClass;
  }

  /** The map that the view asks for. Equal views give the same object. */
  shown(view: ViewState): ShownMap {
    const classIndex = this.classOf(view);
    const against = this.#valid(view.contrastClass, this.model.classWeights.classes);
    const contrastIndex = against === classIndex ? undefined : against;
    const channel = this.#valid(view.selectedChannel, this.explanation.featureMap.channels);
    const key = `${classIndex} ${contrastIndex} ${channel} ${view.scale}`;
    let shown = this.#shown.get(key);
    if (shown === undefined) {
      shown = this.#make(classIndex, contrastIndex, channel, view.scale);
      if (this.#shown.size > 64) this.#shown.clear();
      this.#shown.set(key, shown);
    }
    return shown;
  }

  /** The colour limit for the map of any class under the current switch, for thumbnails. */
  limitOfClass(classIndex: number, scale: ViewState['scale']): number {
    return rangeOf(this.classMap(scale === 'image' ? this.topClass : classIndex)).scale;
  }

  #make(
    classIndex: number,
    contrastIndex: number | undefined,
    channel: number | undefined,
    scale: ViewState['scale'],
  ): ShownMap {
    const weights = this.#weightsOf(classIndex, contrastIndex);
    const map =
      channel !== undefined
        ? this.#channelMap(weights, channel)
        : contrastIndex !== undefined
          ? contrastMap(
              this.explanation.featureMap,
              this.model.classWeights,
              classIndex,
              contrastIndex,
            )
          : this.classMap(classIndex);
    const { min, max, scale: own } = rangeOf(map);
    const shared = scale === 'image' ? this.#sharedLimit(weights, channel) : undefined;
    return {
      kind: channel !== undefined ? 'channel' : contrastIndex !== undefined ? 'contrast' : 'class',
      classIndex,
      contrastIndex,
      channel,
      map,
      mean: meanOf(map),
      min,
      max,
      limit: shared?.limit ?? own,
      limitOf: shared?.limitOf ?? { kind: 'own' },
      weights,
      bias: weights.bias[0] ?? 0,
    };
  }

  /** Classes share the peak of the top class; the channels of a class share that of the strongest. */
  #sharedLimit(
    weights: ClassWeights,
    channel: number | undefined,
  ): { limit: number; limitOf: ShownMap['limitOf'] } {
    if (channel === undefined) {
      const limit = rangeOf(this.classMap(this.topClass)).scale;
      return { limit, limitOf: { kind: 'class', classIndex: this.topClass } };
    }
    const strongest = strongestChannel(this.explanation.featureMap, weights);
    const limit = rangeOf(this.#channelMap(weights, strongest)).scale;
    return { limit, limitOf: { kind: 'channel', channel: strongest } };
  }

  /** w_k f_k(x, y): what one channel adds to the map, in logit units. */
  #channelMap(weights: ClassWeights, channel: number): ScalarMap {
    const map = channelMap(this.explanation.featureMap, channel);
    const weight = weights.weights[channel] ?? 0;
    return { ...map, values: map.values.map((value) => value * weight) };
  }

  #weightsOf(classIndex: number, contrastIndex: number | undefined): ClassWeights {
    const key = `${classIndex} ${contrastIndex}`;
    let made = this.#weights.get(key);
    if (made === undefined) {
      made = singleClass(this.model.classWeights, classIndex, contrastIndex);
      this.#weights.set(key, made);
    }
    return made;
  }

  #valid(index: number | undefined, count: number): number | undefined {
    return index !== undefined && index < count ? index : undefined;
  }
}

function singleClass(all: ClassWeights, a: number, b: number | undefined): ClassWeights {
  const { channels } = all;
  const weights = all.weights.slice(a * channels, (a + 1) * channels);
  let bias = all.bias[a] ?? 0;
  if (b !== undefined) {
    for (let k = 0; k < channels; k++) {
      weights[k] = (weights[k] ?? 0) - (all.weights[b * channels + k] ?? 0);
    }
    bias -= all.bias[b] ?? 0;
  }
  return { classes: 1, channels, weights, bias: Float32Array.of(bias) };
}

/** The channel with the largest single value of w_k f_k(x, y). */
function strongestChannel(featureMap: FeatureMap, { weights }: ClassWeights): number {
  const positions = featureMap.width * featureMap.height;
  let strongest = 0;
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < featureMap.values.length; i++) {
    const k = Math.floor(i / positions);
    const value = (weights[k] ?? 0) * (featureMap.values[i] ?? 0);
    if (value > peak) {
      peak = value;
      strongest = k;
    }
  }
  return strongest;
}
