import type { LabelSource } from '../../results/evaluation/overview.ts';
import { Tally } from '../tables/tally.ts';

/** What a source says of the pictures of a folder. */
export class ClassReading {
  readonly kind: LabelSource['kind'];
  /** Absolute path of the file or folder. */
  readonly from: string;
  /** From where class numbers are counted; undefined if classes are named. */
  countedFrom: number | undefined;
  /** Names that are no class of the model. */
  readonly unknown = new Tally();
  /** Pictures that are not in the folder. */
  readonly missing = new Tally();
  /** Absolute paths of files that say what this one's numbers mean. */
  readonly keys: string[] = [];
  /** By the picture's path relative to the folder. */
  readonly #classesOf = new Map<string, readonly number[]>();

  constructor(kind: LabelSource['kind'], from: string) {
    this.kind = kind;
    this.from = from;
  }

  add(picture: string, classes: readonly number[]): void {
    if (classes.length === 0) return;
    const others = this.#classesOf.get(picture);
    this.#classesOf.set(picture, others ? [...new Set([...others, ...classes])] : classes);
  }

  /** Number of pictures with a class. */
  get labelled(): number {
    return this.#classesOf.size;
  }

  /** Classes of each picture of the folder, in the order of the pictures. */
  inOrder(pictures: readonly { path: string }[]): (readonly number[])[] {
    return pictures.map(({ path }) => this.#classesOf.get(path) ?? []);
  }
}

/** What the sub-folders of a folder say: known of each picture in their order, which for many is faster than by path. */
export class SubfolderReading extends ClassReading {
  readonly #classes: (readonly number[])[];

  /** @param folder absolute */
  constructor(folder: string, classes: (readonly number[])[]) {
    super('folders', folder);
    this.#classes = classes;
  }

  override get labelled(): number {
    return this.#classes.reduce((sum, classes) => sum + (classes.length > 0 ? 1 : 0), 0);
  }

  override inOrder(): (readonly number[])[] {
    return this.#classes;
  }
}

/** Why a source is not used: a sentence. */
export interface Doubt {
  doubt: string;
}

export function isDoubt(reading: ClassReading | Doubt | undefined): reading is Doubt {
  return reading !== undefined && 'doubt' in reading;
}
