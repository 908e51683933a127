import { t } from '@vscode/l10n';
import type { Geometry, Size } from '../../base/geometry.ts';
import type { ImageAnnotation } from '../../folder/annotations/annotation.ts';
import { storedSize, turnedPixel } from '../../folder/annotations/coordinates.ts';
import { invalidAnnotations } from '../../folder/annotations/errors.ts';
import type { LeftOut } from '../../folder/annotations/leftOut.ts';
import { askedPixels } from '../../folder/annotations/rasterise.ts';
import type { FeatureMap } from '../../maps/featureMap.ts';
import { upsampleBilinear } from '../../maps/pixels/upsample.ts';

/** Longer side of the masks that are compared, in pixels (Bau et al. 2017: 112). */
const WORKING_SIDE = 112;

/** A region begins at this fraction of its channel's maximum in the picture. */
const REGION_THRESHOLD = 0.5;

/** A region with less of its area on the best object counts as background. */
const MIN_SHARE_ON_OBJECT = 0.25;

/** One picture's annotation over the model's input, at the working resolution. */
export interface SeenObjects extends Size {
  /** 1 where the model saw the photo and the annotation says something. */
  counted: Uint8Array;
  /** Each single object; `name` is an index into the list of names, `pixels` are those that it covers. */
  objects: SeenObject[];
}

interface SeenObject {
  name: number;
  pixels: Int32Array;
}

/** How often objects cover a picture on average, at most: the time for one picture depends on it. */
const MAX_LAYERS = 64;

/**
 * Brings an annotation under the map. Each working pixel takes the annotation's pixel under its centre; what
 * is in padding or is ignored is not counted, nor what lies outside the map.
 * @param leftOut gets the objects that cannot be used
 */
export function seenObjects(
  { file, size, orientation, objects, ignored }: ImageAnnotation,
  { resized, crop, mapped = crop }: Geometry,
  nameIndex: (name: string) => number,
  leftOut: LeftOut,
): SeenObjects {
  const scale = WORKING_SIDE / Math.max(mapped.width, mapped.height);
  const width = Math.max(1, Math.round(mapped.width * scale));
  const height = Math.max(1, Math.round(mapped.height * scale));
  const stored = storedSize(size, orientation);
  const from = new Int32Array(width * height).fill(-1);
  for (let i = 0; i < from.length; i++) {
    const x = mapped.x + (((i % width) + 0.5) * mapped.width) / width;
    const y = mapped.y + ((Math.floor(i / width) + 0.5) * mapped.height) / height;
    if (x < 0 || y < 0 || x >= resized.width || y >= resized.height) continue;
    // The annotation may have been drawn in another size than the photo's, or in the photo as a viewer turns it.
    const column = Math.floor((x * stored.width) / resized.width);
    const row = Math.floor((y * stored.height) / resized.height);
    const [right, down] = turnedPixel(column, row, stored, orientation);
    from[i] = down * size.width + right;
  }
  const counted = new Uint8Array(from.map((at) => (at >= 0 && ignored?.[at] !== 1 ? 1 : 0)));
  const asked = askedPixels(from, size.width);
  const seen: SeenObject[] = [];
  let room = MAX_LAYERS * width * height;
  for (const { name, covers } of objects) {
    if (name === '') continue;
    const covered = leftOut.orReason(() => covers(asked));
    if (!covered) continue;
    const pixels = pixelsWhere((i) => counted[i] === 1 && covered[i] === 1, from.length);
    room -= pixels.length;
    if (room < 0) {
      leftOut.add(invalidAnnotations.moreLayersThan(file, MAX_LAYERS, t('a picture')));
      break;
    }
    if (pixels.length > 0) seen.push({ name: nameIndex(name), pixels });
  }
  return { width, height, counted, objects: seen };
}

/** The pixels of the union of the objects of each name. */
function byName({ objects, width, height }: SeenObjects): Map<number, Int32Array> {
  const parts = new Map<number, Int32Array[]>();
  for (const { name, pixels } of objects) {
    const others = parts.get(name);
    if (others) others.push(pixels);
    else parts.set(name, [pixels]);
  }
  const union = (all: Int32Array[]): Int32Array => {
    const isIn = new Uint8Array(width * height);
    for (const pixels of all) for (const pixel of pixels) isIn[pixel] = 1;
    return pixelsWhere((i) => isIn[i] === 1, isIn.length);
  };
  return new Map(
    [...parts].map(([name, [first, ...more]]) => [
      name,
      first && more.length === 0 ? first : union([first ?? new Int32Array(), ...more]),
    ]),
  );
}

/** The largest values of one channel, from which a quantile is read. */
export class LargestValues {
  #values: Float32Array = new Float32Array(0);
  #kept = 0;
  #seen = 0;

  /** @param capacity how many of the largest are kept at least */
  add(values: Float32Array, capacity: number): void {
    if (this.#values.length < this.#kept + values.length) {
      const room = new Float32Array(Math.max(2 * capacity, this.#kept) + values.length);
      room.set(this.#values.subarray(0, this.#kept));
      this.#values = room;
    }
    this.#values.set(values, this.#kept);
    this.#kept += values.length;
    this.#seen += values.length;
    if (this.#kept >= 2 * capacity) this.#trim(capacity);
  }

  /** The value T with P(value > T) ≤ share, and no smaller one that was seen. */
  threshold(share: number): number {
    this.#trim(this.#kept);
    return this.#values[Math.min(Math.floor(share * this.#seen), this.#kept - 1)] ?? 0;
  }

  #trim(capacity: number): void {
    this.#values.subarray(0, this.#kept).sort().reverse();
    this.#kept = Math.min(this.#kept, capacity);
  }
}

/**
 * How well channels fit objects (Bau et al., Network Dissection, CVPR 2017):
 * IoU_{k,c} = Σ |M_k ∩ L_c| ÷ Σ |M_k ∪ L_c|, where M_k is where the upsampled channel k is above its
 * threshold T_k and L_c the pixels of the objects named c. Both sums run over the annotated pictures that
 * show c: an annotation need not name everything in every picture, so a region in a picture without c is no
 * evidence against c. (Above, not at least: a channel that is 0 nearly everywhere has T_k = 0.)
 */
export class OverlapSums {
  readonly #thresholds: Float32Array;
  /** By name: for each channel the pixels in common, and those of the channel's region. */
  readonly #common: Float64Array[] = [];
  readonly #regions: Float64Array[] = [];
  readonly #objects: number[] = [];

  constructor(thresholds: Float32Array) {
    this.#thresholds = thresholds;
  }

  add(feature: FeatureMap, seen: SeenObjects): void {
    const unions = byName(seen);
    for (const [name, pixels] of unions) {
      this.#objects[name] = (this.#objects[name] ?? 0) + pixels.length;
      this.#common[name] ??= new Float64Array(feature.channels);
      this.#regions[name] ??= new Float64Array(feature.channels);
    }
    for (let k = 0; k < feature.channels; k++) {
      const threshold = this.#thresholds[k] ?? 0;
      const map = channelOf(feature, k);
      // Interpolation never rises above the cells.
      if (map.values.every((value) => value <= threshold)) continue;
      const { values } = upsampleBilinear(map, seen.width, seen.height);
      const region = regionOf(values, seen.counted, (value) => value > threshold);
      for (const [name, pixels] of unions) {
        const [common, regions] = [this.#common[name], this.#regions[name]];
        if (!common || !regions) continue;
        regions[k] = (regions[k] ?? 0) + region.area;
        common[k] = (common[k] ?? 0) + countIn(region, pixels);
      }
    }
  }

  /** IoU of a channel with the objects of a name; 0 if neither has a pixel. */
  iou(channel: number, name: number): number {
    const common = this.#common[name]?.[channel] ?? 0;
    const union = (this.#regions[name]?.[channel] ?? 0) + (this.#objects[name] ?? 0) - common;
    return union > 0 ? common / union : 0;
  }
}

/**
 * The object that overlaps best with a channel's region in one picture: where the upsampled channel is at
 * least half its maximum there. Undefined for background: no object, or less than a quarter of the region
 * on it. The same rule as in `training/evaluate.py`.
 * @returns index of the name
 */
export function fittingObject(
  feature: FeatureMap,
  channel: number,
  seen: SeenObjects,
): number | undefined {
  const { values } = upsampleBilinear(channelOf(feature, channel), seen.width, seen.height);
  let maximum = 0;
  for (const value of values) if (value > maximum) maximum = value;
  if (maximum === 0) return undefined;
  const region = regionOf(values, seen.counted, (value) => value >= REGION_THRESHOLD * maximum);
  let best: { name: number; overlap: number; common: number } | undefined;
  for (const { name, pixels } of seen.objects) {
    const common = countIn(region, pixels);
    const overlap = common / (pixels.length + region.area - common);
    if (common > 0 && (best === undefined || overlap > best.overlap)) {
      best = { name, overlap, common };
    }
  }
  const isOnObject = best !== undefined && best.common >= MIN_SHARE_ON_OBJECT * region.area;
  return isOnObject ? best?.name : undefined;
}

/** One channel as a map; shares the memory. */
export function channelOf({ width, height, values }: FeatureMap, channel: number) {
  const cells = width * height;
  return { width, height, values: values.subarray(channel * cells, (channel + 1) * cells) };
}

/** Where a channel is high. */
interface Region {
  isIn: Uint8Array;
  area: number;
}

function regionOf(
  values: Float32Array,
  counted: Uint8Array,
  isInside: (value: number) => boolean,
): Region {
  const isIn = new Uint8Array(values.length);
  let area = 0;
  values.forEach((value, i) => {
    if (counted[i] !== 1 || !isInside(value)) return;
    isIn[i] = 1;
    area++;
  });
  return { isIn, area };
}

function countIn({ isIn }: Region, pixels: Int32Array): number {
  let count = 0;
  for (const pixel of pixels) count += isIn[pixel] as number;
  return count;
}

function pixelsWhere(isThere: (pixel: number) => boolean, count: number): Int32Array {
  const pixels: number[] = [];
  for (let pixel = 0; pixel < count; pixel++) if (isThere(pixel)) pixels.push(pixel);
  return Int32Array.from(pixels);
}
