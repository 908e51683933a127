import type { LabelSource } from '../../results/evaluation/overview.ts';
import { Tally } from '../tables/tally.ts';

/** What a source says of the pictures of a folder. */
export class ClassReading {
  readonly kind: LabelSource['kind'];
  /** Absolute path of the file or folder. */
  readonly from: string;
  /** From where class numbers are counted; undefined if classes are named. */
  countedFrom: number | undefined;
  /** Classes by the picture's path relative to the folder. */
  readonly classesOf = new Map<string, readonly number[]>();
  /** Names that are no class of the model. */
  readonly unknown = new Tally();
  /** Pictures that are not in the folder. */
  readonly missing = new Tally();

  constructor(kind: LabelSource['kind'], from: string) {
    this.kind = kind;
    this.from = from;
  }

  add(picture: string, classes: readonly number[]): void {
    if (classes.length === 0) return;
    const others = this.classesOf.get(picture);
    this.classesOf.set(picture, others ? [...new Set([...others, ...classes])] : classes);
  }
}

/** Why a source is not used: a sentence. */
export interface Doubt {
  doubt: string;
}

export function isDoubt(reading: ClassReading | Doubt | undefined): reading is Doubt {
  return reading !== undefined && 'doubt' in reading;
}
