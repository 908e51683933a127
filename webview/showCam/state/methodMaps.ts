import type { Rect } from '../../../src/cam/base/geometry.ts';
import { meanOf, rangeOf } from '../../../src/cam/maps/cam.ts';
import type { ClassWeights, ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { magnitudePercentile } from '../../../src/cam/maps/pixels/fineMap.ts';
import { methodBox } from '../../../src/cam/maps/pixels/methodLook.ts';
import type { Explanation } from '../../../src/cam/results/explanation.ts';
import type { MethodMap, WantedMap } from '../../../src/protocol/mapMethods.ts';
import type { ViewState } from '../../../src/protocol/showCam.ts';
import type { Maps, ShownMap } from './mapSource.ts';
import { isOfPixels } from './mapWays.ts';

/** Stands for a map that is on its way. */
export const BLANK: ScalarMap = { width: 1, height: 1, values: new Float32Array(1) };

/** The map has no channels. */
const NO_WEIGHTS: ClassWeights = {
  ...{ classes: 1, channels: 0, positions: 1 },
  ...{ weights: new Float32Array(), bias: new Float32Array(1) },
};

/** Maps of one picture by one method, as far as they are here. One of them is on show until the next one is here. */
export class MethodMaps implements Maps {
  readonly #answer: Explanation;
  readonly #wanted: WantedMap;
  readonly #onShow: MethodMap | undefined;
  readonly #known: ReadonlyMap<string, MethodMap>;
  readonly #shown = new Map<string, ShownMap>();
  readonly #boxes = new WeakMap<ScalarMap, Map<number, Rect | undefined>>();

  /** @param onShow undefined while the first one is on its way; then `wanted` is what it will show */
  constructor(
    answer: Explanation,
    wanted: WantedMap,
    onShow: MethodMap | undefined,
    known: ReadonlyMap<string, MethodMap>,
  ) {
    this.#answer = answer;
    this.#wanted = wanted;
    this.#onShow = onShow;
    this.#known = known;
  }

  get topClass(): number {
    return this.#answer.ranking[0] as number;
  }

  classOf({ selectedClass }: ViewState): number {
    return this.#valid(selectedClass) ?? this.topClass;
  }

  contrastOf(view: ViewState): number | undefined {
    const against = this.#valid(view.contrastClass);
    return against === this.classOf(view) ? undefined : against;
  }

  hasClassMap(classIndex: number): boolean {
    return this.#known.has(this.#keyOf(classIndex));
  }

  classMap(classIndex: number): ScalarMap {
    return this.#known.get(this.#keyOf(classIndex))?.map ?? BLANK;
  }

  /** The map on show, which may not yet be that of the view's class. Equal views give the same object. */
  shown({ scaleLimit, clip }: ViewState): ShownMap {
    const key = `${scaleLimit} ${clip}`;
    let shown = this.#shown.get(key);
    if (shown === undefined) {
      shown = this.#make(scaleLimit, clip);
      this.#shown.set(key, shown);
    }
    return shown;
  }

  /** Cached for each map and threshold. */
  box(map: ScalarMap, threshold: number): Rect | undefined {
    const all = [this.#onShow, ...this.#known.values()];
    const found = all.find((one) => one?.map === map);
    if (!found) return undefined;
    const boxes = this.#boxes.get(map) ?? new Map<number, Rect | undefined>();
    this.#boxes.set(map, boxes);
    if (!boxes.has(threshold)) {
      boxes.set(threshold, methodBox(found.method, map, found.geometry, threshold));
    }
    return boxes.get(threshold);
  }

  limitOfClass(classIndex: number, { clip }: ViewState): number {
    return this.#limitOf(this.classMap(classIndex), clip);
  }

  interpolation({ interpolation }: ViewState): ViewState['interpolation'] {
    return this.#isOfPixels ? 'cells' : interpolation;
  }

  get #isOfPixels(): boolean {
    return isOfPixels(this.#wanted.method);
  }

  #keyOf(classIndex: number): string {
    return mapKey({ method: this.#wanted.method, classIndex, against: undefined });
  }

  #limitOf(map: ScalarMap, clip: ViewState['clip']): number {
    return (this.#isOfPixels && magnitudePercentile(map, clip)) || rangeOf(map).scale;
  }

  #make(scaleLimit: number | undefined, clip: ViewState['clip']): ShownMap {
    const {
      map,
      class: classIndex,
      against,
    } = this.#onShow ?? {
      ...{ map: BLANK, class: this.#wanted.classIndex, against: this.#wanted.against },
    };
    const { min, max } = rangeOf(map);
    const limitOf =
      scaleLimit !== undefined
        ? { kind: 'byHand' as const }
        : this.#isOfPixels
          ? { kind: 'percentile' as const, percent: clip }
          : { kind: 'own' as const };
    return {
      kind: against === undefined ? 'class' : 'contrast',
      ...{ classIndex, contrastIndex: against, channel: undefined },
      ...{ map, mean: meanOf(map), min, max },
      limit: scaleLimit ?? this.#limitOf(map, clip),
      ...{ limitOf, weights: NO_WEIGHTS, bias: 0 },
    };
  }

  #valid(index: number | undefined): number | undefined {
    return index !== undefined && index < this.#answer.ranking.length ? index : undefined;
  }
}

/** For a picture without any map. */
export function noMaps(answer: Explanation): Maps {
  const wanted: WantedMap = {
    ...{ method: 'occlusion', classIndex: answer.ranking[0] as number, against: undefined },
  };
  return new MethodMaps(answer, wanted, undefined, new Map());
}

/** Names a map among all of a picture. */
export function mapKey({ method, classIndex, against }: WantedMap): string {
  return `${method} ${classIndex} ${against}`;
}
