import { CamError } from '../../base/errors.ts';
import type { Geometry } from '../../base/geometry.ts';
import type { ImageInput } from '../../classifier/probe/pictureInput.ts';
import type { Preprocessing } from '../../config/preprocessing.ts';
import type {
  AnnotatedImage,
  AnnotatedPicture,
  ImageAnnotation,
} from '../../folder/annotations/annotation.ts';
import { findAnnotations } from '../../folder/annotations/findAnnotations.ts';
import { LeftOut } from '../../folder/annotations/leftOut.ts';
import type { PictureRunner } from '../../folder/scan/pictureRunner.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import { decodePixels } from '../../image/decode.ts';
import { prepareInput } from '../../image/prepareInput.ts';
import type { FeatureMap, Pooling } from '../../maps/featureMap.ts';
import { turnFeature } from '../../maps/turn.ts';
import type { Placement } from '../../places/placement.ts';
import { placed } from '../../places/placement.ts';
import type { NameSuggestion, NameSuggestions } from '../../results/units.ts';
import type { SeenObjects } from './networkDissection.ts';
import {
  channelOf,
  fittingObject,
  LargestValues,
  OverlapSums,
  seenObjects,
} from './networkDissection.ts';

/** The progress of the naming, in pictures; with two rounds each picture counts twice. */
export interface NamingProgress {
  done: number;
  of: number;
}

/** Share of positions above a channel's threshold (Bau et al. 2017). */
const SHARE_ABOVE = 0.005;

/** Smallest IoU at which a unit counts as a detector (Bau et al. 2017). */
const DETECTED_FROM = 0.04;

const STRONGEST = 20;

/** Enough for the thresholds to settle; a folder with more is sampled evenly. */
const MAX_IMAGES = 5000;

/** Memory for feature maps that are kept between the rounds; beyond it the model runs twice. */
const MAX_MAP_BYTES = 256 * 2 ** 20;

/** A loaded model, and how pictures and maps are brought together. */
export interface RunnableModel {
  runner: Pick<PictureRunner, 'run'>;
  input: ImageInput;
  poolings: readonly Pooling[];
  preprocessing: Preprocessing;
  placement: Placement;
}

interface Run {
  feature: FeatureMap;
  geometry: Geometry;
  picture: AnnotatedPicture;
}

/**
 * Suggests names for channels from a folder's annotations, see {@link OverlapSums} and {@link fittingObject}. Pictures
 * that cannot be read are left out; so are objects and annotations that cannot be used, with their reasons.
 * @param folder absolute
 * @param unitNames the user's names
 * @throws CamError `annotationsNotFound`, `annotationsInvalid` if no annotation can be used, or about the model
 */
export async function suggestNames(
  model: RunnableModel,
  folder: string,
  unitNames: Readonly<Record<number, string>>,
  options: DecodeOptions,
  onProgress: (progress: NamingProgress) => void,
): Promise<NameSuggestions> {
  const leftOut = new LeftOut();
  const set = await findAnnotations(folder, leftOut);
  const images = evenly(set.images, MAX_IMAGES);
  const of = images.length * 2;
  const run = (image: AnnotatedImage) => runImage(model, image, options);

  const survey = new Survey(images.length);
  const kept = new Map<AnnotatedImage, Run>();
  const used: AnnotatedImage[] = [];
  let keptBytes = 0;
  for (const [index, image] of images.entries()) {
    const made = await run(image);
    if (made) {
      survey.add(used.length, made.feature);
      used.push(image);
      keptBytes += made.feature.values.byteLength;
      if (keptBytes <= MAX_MAP_BYTES) kept.set(image, made);
    }
    onProgress({ done: index + 1, of });
  }

  const names = new NameList();
  const overlaps = new OverlapSums(survey.thresholds());
  const strongest = survey.strongest();
  const fits = new Map<number, (number | undefined)[]>();
  let annotatedImages = 0;
  for (const [index, image] of used.entries()) {
    const made = kept.get(image) ?? (await run(image));
    const annotation = made && (await readOrLeaveOut(image, made.picture, leftOut));
    if (!made || !annotation) continue;
    const indexOf = (name: string) => names.indexOf(name);
    const seen = seenObjects(annotation, made.geometry, indexOf, leftOut);
    annotatedImages++;
    names.count(seen);
    overlaps.add(made.feature, seen);
    for (const channel of strongest.get(index) ?? []) {
      const fitting = fittingObject(made.feature, channel, seen);
      const others = fits.get(channel);
      if (others) others.push(fitting);
      else fits.set(channel, [fitting]);
    }
    onProgress({ done: images.length + index + 1, of });
  }
  onProgress({ done: of, of });
  if (annotatedImages === 0 && leftOut.first) throw leftOut.first;

  const suggestions = Array.from({ length: survey.channels }, (_, channel) =>
    suggestion(channel, names, overlaps, fits.get(channel) ?? []),
  ).flatMap((found) => found ?? []);
  for (const { unit } of suggestions) {
    unit.pooling = model.poolings[0] ?? 'mean';
    unit.name = unitNames[unit.channel];
  }
  return {
    annotations: set.source,
    annotatedImages,
    leftOut: leftOut.report(),
    suggestions: suggestions.sort((a, b) => b.iou - a.iou || a.unit.channel - b.unit.channel),
    undetected: undetected(names, overlaps, survey.channels),
    detectedFrom: DETECTED_FROM,
  };
}

/** The first round: thresholds, and in which pictures each channel is strongest. */
class Survey {
  readonly #images: number;
  #largest: LargestValues[] = [];
  #maxima: { image: number; maximum: number }[][] = [];

  constructor(images: number) {
    this.#images = images;
  }

  get channels(): number {
    return this.#largest.length;
  }

  add(image: number, feature: FeatureMap): void {
    if (this.#largest.length === 0) {
      this.#largest = Array.from({ length: feature.channels }, () => new LargestValues());
      this.#maxima = this.#largest.map(() => []);
    }
    const cells = feature.width * feature.height;
    // Twice the need for maps of equal size: later ones may be larger.
    const capacity = Math.ceil(2 * SHARE_ABOVE * cells * this.#images) + 1;
    for (const [channel, largest] of this.#largest.entries()) {
      const { values } = channelOf(feature, channel);
      largest.add(values, capacity);
      const maxima = this.#maxima[channel] ?? [];
      maxima.push({ image, maximum: values.reduce((a, b) => Math.max(a, b), -Infinity) });
      maxima.sort((a, b) => b.maximum - a.maximum || a.image - b.image);
      maxima.length = Math.min(maxima.length, STRONGEST);
    }
  }

  thresholds(): Float32Array {
    return Float32Array.from(this.#largest, (values) => values.threshold(SHARE_ABOVE));
  }

  /** By image: the channels that it is one of the strongest for. */
  strongest(): Map<number, number[]> {
    const byImage = new Map<number, number[]>();
    for (const [channel, maxima] of this.#maxima.entries()) {
      for (const { image } of maxima) {
        const channels = byImage.get(image);
        if (channels) channels.push(channel);
        else byImage.set(image, [channel]);
      }
    }
    return byImage;
  }
}

/** Names of objects, numbered in order of appearance, and the number of pictures that show each. */
class NameList {
  readonly #indices = new Map<string, number>();
  readonly images: number[] = [];

  indexOf(name: string): number {
    const index = this.#indices.get(name) ?? this.#indices.size;
    this.#indices.set(name, index);
    return index;
  }

  count({ objects }: SeenObjects): void {
    for (const name of new Set(objects.map((object) => object.name))) {
      this.images[name] = (this.images[name] ?? 0) + 1;
    }
  }

  /** Those that are seen in a picture. */
  all(): [name: string, index: number][] {
    return [...this.#indices].filter(([, index]) => (this.images[index] ?? 0) > 0);
  }
}

function suggestion(
  channel: number,
  names: NameList,
  overlaps: OverlapSums,
  fits: (number | undefined)[],
): NameSuggestion | undefined {
  let best: { name: string; index: number; iou: number } | undefined;
  for (const [name, index] of names.all()) {
    const iou = overlaps.iou(channel, index);
    if (iou > (best?.iou ?? 0)) best = { name, index, iou };
  }
  if (!best) return undefined;
  const { name, index, iou } = best;
  return {
    unit: { pooledChannel: channel, channel, pooling: 'mean', name: undefined },
    name,
    iou,
    purity: fits.filter((fitting) => fitting === index).length / Math.max(1, fits.length),
    purityOver: fits.length,
  };
}

function undetected(names: NameList, overlaps: OverlapSums, channels: number) {
  return names
    .all()
    .map(([name, index]) => {
      let bestIou = 0;
      for (let k = 0; k < channels; k++) bestIou = Math.max(bestIou, overlaps.iou(k, index));
      return { name, images: names.images[index] ?? 0, bestIou };
    })
    .filter(({ bestIou }) => bestIou < DETECTED_FROM)
    .sort((a, b) => b.bestIou - a.bestIou);
}

/** The annotation of a picture; undefined if it cannot be used. */
async function readOrLeaveOut(
  image: AnnotatedImage,
  picture: AnnotatedPicture,
  leftOut: LeftOut,
): Promise<ImageAnnotation | undefined> {
  try {
    return await image.read(picture, leftOut);
  } catch (error) {
    if (!CamError.is(error)) throw error;
    leftOut.add(error);
    return undefined;
  }
}

async function runImage(
  { runner, input, preprocessing, placement }: RunnableModel,
  image: AnnotatedImage,
  options: DecodeOptions,
): Promise<Run | undefined> {
  try {
    const photo = await decodePixels(image.path, options, async () => undefined);
    const { tensor, geometry } = prepareInput(photo, preprocessing, input);
    const { width, height } = geometry.crop;
    const [run] = await runner.run([{ width, height, values: tensor }]);
    if (!run) throw new Error('the session gave no row');
    const feature = turnFeature(run.feature, placement.turn);
    const { orientation } = photo;
    const picture = { width: photo.width, height: photo.height, orientation };
    return feature.values.every(Number.isFinite)
      ? { feature, geometry: placed(geometry, placement), picture }
      : undefined;
  } catch (error) {
    if (CamError.is(error) && /^image|^emptyFile|^fileNotFound|^lfsPointer/.test(error.code)) {
      return undefined;
    }
    throw error;
  }
}

function evenly<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] as T);
}
