import type { BlockShape, KeptActivations } from './block.ts';
import { keptActivations } from './combine.ts';

/** Number of images of each channel whose activation is kept. */
const PER_CHANNEL = 16;

/** Memory for activations that are not written yet. */
const MAX_BYTES = 64 * 2 ** 20;

/** Marks an image whose activation is written, or was not kept. */
const WRITTEN = -1;

/**
 * The strongest images of each channel so far: by maximum, equal maxima (those of a ReLU6 at 6) by mean, then by path.
 * Holds the activations that are not written yet; its memory does not grow with the number of images.
 */
export class StrongestImages {
  readonly #channels: number;
  readonly #size: number;
  readonly #places: number;
  readonly #counts: Uint8Array;
  /** For each channel and place: index = k·places + j. */
  readonly #maxima: Float32Array;
  readonly #means: Float32Array;
  readonly #paths: string[];
  readonly #rows: Int32Array;
  readonly #activations: Float32Array;
  /** Place of the weakest of each channel. */
  readonly #weakest: Uint8Array;

  constructor({ channels, grid }: BlockShape) {
    this.#channels = channels;
    this.#size = grid.width * grid.height;
    const room = Math.floor(MAX_BYTES / (4 * channels * this.#size));
    this.#places = Math.max(1, Math.min(PER_CHANNEL, room));
    const count = channels * this.#places;
    this.#counts = new Uint8Array(channels);
    this.#maxima = new Float32Array(count);
    this.#means = new Float32Array(count);
    this.#paths = new Array(count).fill('');
    this.#rows = new Int32Array(count).fill(WRITTEN);
    this.#activations = new Float32Array(count * this.#size);
    this.#weakest = new Uint8Array(channels);
  }

  /**
   * Adds an image that is not written yet.
   * @param row by which {@link take} names it
   * @param map channel-first; undefined if its grid is not the usual one: its activations are not kept
   */
  add(
    row: number,
    path: string,
    { maxima, means }: { maxima: Float32Array; means: Float32Array },
    map: Float32Array | undefined,
  ): void {
    const size = this.#size;
    for (let k = 0; k < this.#channels; k++) {
      const place = this.#placeFor(k, maxima[k] as number, means[k] as number, path);
      if (place < 0) continue;
      this.#rows[place] = map ? row : WRITTEN;
      if (!map) continue;
      const from = k * size;
      const to = place * size;
      for (let i = 0; i < size; i++) this.#activations[to + i] = map[from + i] as number;
    }
  }

  /** Adds an image that is already in the index: index = k·rows + i. */
  addWritten(
    paths: readonly string[],
    { maxima, means }: { maxima: Float32Array; means: Float32Array },
  ): void {
    const rows = paths.length;
    for (let k = 0; k < this.#channels; k++) {
      for (let i = 0; i < rows; i++) {
        const at = k * rows + i;
        const place = this.#placeFor(k, maxima[at] as number, means[at] as number, paths[i] ?? '');
        if (place >= 0) this.#rows[place] = WRITTEN;
      }
    }
  }

  /** The activations of images that are not written yet; they count as written from now on. */
  take(): KeptActivations {
    const kept: { channel: number; image: number; values: Float32Array }[] = [];
    for (let place = 0; place < this.#rows.length; place++) {
      const image = this.#rows[place] as number;
      if (image === WRITTEN) continue;
      const values = this.#activations.subarray(place * this.#size, (place + 1) * this.#size);
      kept.push({ channel: Math.floor(place / this.#places), image, values });
      this.#rows[place] = WRITTEN;
    }
    return keptActivations(kept, this.#size);
  }

  /** The place of the image, which replaces the weakest one; −1 if it is not stronger. */
  #placeFor(k: number, maximum: number, mean: number, path: string): number {
    const first = k * this.#places;
    const count = this.#counts[k] as number;
    let place = first + count;
    if (count === this.#places) {
      place = first + (this.#weakest[k] as number);
      // Most images end here.
      if (maximum < (this.#maxima[place] as number)) return -1;
      if (!this.#isStronger(maximum, mean, path, place)) return -1;
    } else {
      this.#counts[k] = count + 1;
    }
    this.#maxima[place] = maximum;
    this.#means[place] = mean;
    this.#paths[place] = path;
    if (this.#counts[k] === this.#places) this.#weakest[k] = this.#findWeakest(first) - first;
    return place;
  }

  #findWeakest(first: number): number {
    let weakest = first;
    for (let place = first + 1; place < first + this.#places; place++) {
      const path = this.#paths[weakest] ?? '';
      const maximum = this.#maxima[weakest] as number;
      const mean = this.#means[weakest] as number;
      if (this.#isStronger(maximum, mean, path, place)) weakest = place;
    }
    return weakest;
  }

  #isStronger(maximum: number, mean: number, path: string, place: number): boolean {
    const otherMaximum = this.#maxima[place] as number;
    if (maximum !== otherMaximum) return maximum > otherMaximum;
    const otherMean = this.#means[place] as number;
    if (mean !== otherMean) return mean > otherMean;
    return path < (this.#paths[place] ?? '');
  }
}
