import type { Rect } from '../../base/geometry.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import type { LocalizationQuery, LocalizationRow } from '../../results/evaluation/localization.ts';
import type { Rate } from '../../results/evaluation/scores.ts';
import type { PictureObjects } from '../evaluation.ts';
import type { MapSource, PictureMaps } from '../mapSource.ts';
import {
  drawWeights,
  RESAMPLES,
  ResampledClassMean,
  ResampledMean,
} from '../statistics/bootstrap.ts';
import { wilson } from '../statistics/wilson.ts';
import { BoxAccuracy } from './boxAccuracy.ts';
import { BoxOverlaps } from './boxOverlaps.ts';
import { energyIn, pointingHit } from './evidence.ts';
import { bestIou, localizationError, RIGHT_OVERLAP, suggestedBoxes } from './guesses.ts';
import { normalised } from './levels.ts';
import { GRID, mapOnPhoto } from './mapOnPhoto.ts';
import type { PictureRegions } from './pictureRegions.ts';
import { PixelPrecision } from './pixelPrecision.ts';

/** One annotated picture, for all rows. */
export interface AnnotatedPicture {
  /** Row of the index. */
  image: number;
  /** Its class. */
  truth: number;
  objects: PictureObjects;
  regions: PictureRegions;
  /** See {@link drawWeights}. */
  weights: Uint8Array;
}

/** Errors of classification that are known of a picture without its maps' source. */
export interface ClassErrors {
  top1: number;
  top5: number;
}

/** Numbers of each picture; NaN where it does not count. */
const COLUMNS = ['top1', 'top5', 'top1Box', 'top5Box', 'iou', 'hit', 'energy', 'area'] as const;
type Column = (typeof COLUMNS)[number];

/** Memory for one map after another. */
const overlaps = new BoxOverlaps();

/** The scores of one row: of each picture a few numbers are kept, never a map. */
export class RowScores {
  /** Rows of the index, in the order in which they were added. */
  readonly images: number[] = [];
  readonly #classes: number[] = [];
  readonly #columns: Record<Column, Float32Array>;
  /** Corners and sizes of the first box; NaN without one. */
  readonly #boxes: Float32Array;
  readonly #accuracy: BoxAccuracy;
  readonly #pixels = new PixelPrecision();

  constructor(
    readonly source: MapSource,
    readonly query: LocalizationQuery,
    capacity: number,
  ) {
    const columns = COLUMNS.map((name) => [name, new Float32Array(capacity).fill(Number.NaN)]);
    this.#columns = Object.fromEntries(columns);
    this.#boxes = new Float32Array(4 * capacity).fill(Number.NaN);
    this.#accuracy = new BoxAccuracy(capacity);
  }

  /**
   * @param map of the picture's class; its values are finite
   * @param errors of classification, if they are known better than by the maps' own classes
   */
  add(
    picture: AnnotatedPicture,
    maps: PictureMaps,
    map: ScalarMap,
    errors: ClassErrors | undefined,
  ): void {
    const { image, truth, objects, regions, weights } = picture;
    const { boxRule, hasGeometry } = this.query;
    const place = this.images.push(image) - 1;
    this.#classes.push(truth);
    const set = (column: Column, value: number) => {
      this.#columns[column][place] = value;
    };
    const boxes = suggestedBoxes(map, maps, boxRule, hasGeometry);
    const ious = boxes.map((box) => bestIou(box, objects.boxes));
    set('iou', ious[0] ?? 0);
    if (boxes[0]) this.#setBox(place, boxes[0]);
    if (maps.top.length > 0) {
      const rank = maps.top.slice(0, 5).indexOf(truth);
      set('top1', errors?.top1 ?? (rank === 0 ? 0 : 1));
      set('top5', errors?.top5 ?? (rank >= 0 ? 0 : 1));
      set('top1Box', localizationError(boxRule, rank, ious, 1));
      set('top5Box', localizationError(boxRule, rank, ious, 5));
    }
    const onPhoto = mapOnPhoto(map, maps.geometry, { width: GRID, height: GRID }, hasGeometry);
    this.#accuracy.set(place, overlaps.of(onPhoto.values, regions.boxes));
    if (regions.hits) set('hit', pointingHit(onPhoto, regions.hits));
    set('energy', energyIn(onPhoto, regions.inBox));
    set('area', regions.boxArea);
    if (regions.mask) this.#pixels.add(normalised(onPhoto.values), regions.mask, weights);
  }

  /** IoU of a picture's first box with the best of the annotated ones. */
  iou(place: number): number {
    return this.#columns.iou[place] as number;
  }

  /** Places in {@link images}, the worst picture first. */
  placesByIou(): number[] {
    const places = this.images.map((_, place) => place);
    return places.sort((a, b) => this.iou(a) - this.iou(b));
  }

  /** In photo pixels; undefined if nothing supported the class. */
  box(place: number): Rect | undefined {
    const [x = 0, y = 0, width = Number.NaN, height = 0] = this.#boxes.subarray(4 * place);
    return Number.isNaN(width) ? undefined : { x, y, width, height };
  }

  /**
   * @param choosing pictures on which τ is chosen, by their rows of the index; those of the others are scored by it.
   *   Undefined if it is chosen and scored on all (oracle).
   */
  report(choosing: ReadonlySet<number> | undefined): LocalizationRow {
    const places = this.images.map((_, place) => place);
    const isChoosing = (place: number) => choosing?.has(this.images[place] as number) ?? true;
    const scored = choosing ? places.filter((place) => !isChoosing(place)) : places;
    const chosen = this.#accuracy.bestThresholds(places.filter(isChoosing));
    const hasChoice = scored.length > 0 && places.some(isChoosing);
    const means = this.#means(new Set(hasChoice ? scored : []), chosen);
    return {
      source: this.source.source,
      name: this.source.name,
      pictures: places.length,
      top1ClassificationError: this.#rate('top1'),
      top5ClassificationError: this.#rate('top5'),
      top1LocalizationError: this.#rate('top1Box'),
      top5LocalizationError: this.#rate('top5Box'),
      gtKnown: this.#gtKnown(),
      ...means,
      pxAP: this.#pixels.score(),
      boxArea: mean(this.#columns.area.subarray(0, places.length)),
      threshold: hasChoice ? chosen.single / 1000 : undefined,
      curve: this.#accuracy.curve(scored),
    };
  }

  /** Means with intervals; one pass over the pictures, because each is drawn again for its resamples. */
  #means(scored: ReadonlySet<number>, chosen: ReturnType<BoxAccuracy['bestThresholds']>) {
    const [single, several] = [new ResampledMean(), new ResampledMean()];
    const [pointing, energy] = [new ResampledClassMean(), new ResampledMean()];
    const weights = new Uint8Array(RESAMPLES);
    for (const [place, image] of this.images.entries()) {
      drawWeights(this.query.seed, image, weights);
      if (scored.has(place)) {
        single.add(this.#accuracy.isRight(place, chosen), weights);
        several.add(this.#accuracy.shareRight(place, chosen), weights);
      }
      const hit = this.#columns.hit[place] as number;
      if (!Number.isNaN(hit)) pointing.add(this.#classes[place] as number, hit, weights);
      energy.add(this.#columns.energy[place] as number, weights);
    }
    return {
      maxBoxAcc: single.score(),
      maxBoxAccV2: several.score(),
      pointing: pointing.score(),
      energy: energy.score(),
    };
  }

  #rate(column: Column): Rate | undefined {
    const values = this.#columns[column].subarray(0, this.images.length);
    const counted = values.filter((value) => !Number.isNaN(value));
    if (counted.length === 0) return undefined;
    return wilson(
      counted.reduce((sum, value) => sum + value, 0),
      counted.length,
    );
  }

  #gtKnown(): Rate | undefined {
    const ious = this.#columns.iou.subarray(0, this.images.length);
    if (ious.length === 0) return undefined;
    return wilson(ious.filter((iou) => iou >= RIGHT_OVERLAP).length, ious.length);
  }

  #setBox(place: number, { x, y, width, height }: Rect): void {
    this.#boxes.set([x, y, width, height], 4 * place);
  }
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
