import type { LevelOverlaps } from './boxOverlaps.ts';
import { LEVELS } from './levels.ts';

/** Thresholds τ = 0, 0.001 … 0.999. */
const THRESHOLDS = 1000;

/** IoU that a box has to reach for MaxBoxAccV2. */
const V2_OVERLAPS = [0.3, 0.5, 0.7] as const;

/** One bit for each level. */
const BYTES = Math.ceil(LEVELS / 8);

/** Largest contour at 0.5, best contour at each of {@link V2_OVERLAPS}. */
const SETS = 1 + V2_OVERLAPS.length;

/** The 8-bit level of a threshold: int(τ·255), as the evaluator takes it of a map whose maximum is 255. */
export function levelOf(threshold: number): number {
  return Math.floor(threshold * 0.001 * LEVELS);
}

/** A choice of τ and what it is worth, in thousandths. */
export interface ChosenThreshold {
  /** For MaxBoxAcc. */
  single: number;
  /** For MaxBoxAccV2, one for each overlap. */
  several: number[];
}

/**
 * At which levels the boxes of each picture are right: 128 bytes a picture, so that τ can be chosen on some of them and
 * scored on others.
 */
export class BoxAccuracy {
  readonly #bits: Uint8Array;

  /** @param capacity number of pictures */
  constructor(capacity: number) {
    this.#bits = new Uint8Array(capacity * SETS * BYTES);
  }

  /** @param picture counted from 0 */
  set(picture: number, { largest, best }: LevelOverlaps): void {
    this.#setBits(picture, 0, largest, 0.5);
    for (const [i, overlap] of V2_OVERLAPS.entries()) this.#setBits(picture, 1 + i, best, overlap);
  }

  /** BoxAcc(τ, 0.5) of the largest contour over some pictures, for each τ; empty without pictures. */
  curve(pictures: readonly number[]): Float32Array {
    if (pictures.length === 0) return new Float32Array();
    const counts = this.#counts(pictures, 0);
    return Float32Array.from({ length: THRESHOLDS }, (_, threshold) => {
      return (counts[levelOf(threshold)] as number) / pictures.length;
    });
  }

  /** The thresholds that are best for some pictures, the smallest of equal ones. */
  bestThresholds(pictures: readonly number[]): ChosenThreshold {
    const [single = 0, ...several] = Array.from({ length: SETS }, (_, set) => {
      const counts = this.#counts(pictures, set);
      let best = 0;
      for (let threshold = 1; threshold < THRESHOLDS; threshold++) {
        if ((counts[levelOf(threshold)] as number) > (counts[levelOf(best)] as number)) {
          best = threshold;
        }
      }
      return best;
    });
    return { single, several };
  }

  /** Whether the largest contour's box of a picture is right, 0 or 1. */
  isRight(picture: number, { single }: ChosenThreshold): number {
    return this.#bit(picture, 0, levelOf(single));
  }

  /** At how many of the overlaps of MaxBoxAccV2 the picture is right, as a share. */
  shareRight(picture: number, { several }: ChosenThreshold): number {
    const right = several.map((threshold, i) => this.#bit(picture, 1 + i, levelOf(threshold)));
    return right.reduce((sum, one) => sum + one, 0) / several.length;
  }

  #setBits(picture: number, set: number, overlaps: Float64Array, least: number): void {
    const start = (picture * SETS + set) * BYTES;
    for (let level = 0; level < LEVELS; level++) {
      if ((overlaps[level] as number) < least) continue;
      (this.#bits[start + (level >> 3)] as number) |= 1 << (level & 7);
    }
  }

  #bit(picture: number, set: number, level: number): number {
    const byte = this.#bits[(picture * SETS + set) * BYTES + (level >> 3)] as number;
    return (byte >> (level & 7)) & 1;
  }

  #counts(pictures: readonly number[], set: number): Int32Array {
    const counts = new Int32Array(LEVELS);
    for (const picture of pictures) {
      for (let level = 0; level < LEVELS; level++) {
        (counts[level] as number) += this.#bit(picture, set, level);
      }
    }
    return counts;
  }
}
