import type { IndexedImage } from '../folderIndex.ts';

/**
 * The classes that each picture of a folder is of, often one or none; undefined for a file that is no picture to run: a
 * mask.
 */
export type LabelsOf = (
  images: readonly { path: string }[],
) => Promise<readonly (readonly number[] | undefined)[]>;

/** What is kept of a picture for which classes. */
export interface PictureClasses {
  /** The right ones. */
  labels: readonly number[];
  /**
   * For which gradient × activation is kept.
   * @param predicted the class with the largest logit
   */
  ofActivations(predicted: number): number[];
  /** For which maps are kept, where each needs a gradient. */
  ofMaps(predicted: number): number[];
  /** Whether a map of the predicted class is kept, whatever class that is. */
  hasMapOfPredicted: boolean;
}

/**
 * The classes that each picture of a folder counts for, as the views decide it: its label; also the predicted one,
 * unless labels name that for other pictures.
 */
export class FolderLabels {
  readonly #labels: ReadonlyMap<string, readonly number[]>;
  readonly #named: ReadonlySet<number>;
  readonly #keeps: KeptClasses;

  private constructor(labels: ReadonlyMap<string, readonly number[]>, keeps: KeptClasses) {
    this.#labels = labels;
    this.#named = new Set([...labels.values()].flat());
    this.#keeps = keeps;
  }

  static async of(
    images: readonly { path: string }[],
    labelsOf: LabelsOf,
    keeps: KeptClasses,
  ): Promise<FolderLabels> {
    const labels = await labelsOf(images);
    const known = new Map<string, readonly number[]>();
    for (const [i, { path }] of images.entries()) {
      const own = labels[i];
      if (own !== undefined) known.set(path, own);
    }
    return new FolderLabels(known, keeps);
  }

  /** Whether a file is run: it may be a mask. */
  isPicture(path: string): boolean {
    return this.#labels.has(path);
  }

  of(path: string): PictureClasses {
    const labels = this.#labels.get(path) ?? [];
    const ofActivations = (predicted: number) =>
      this.#named.has(predicted) ? [...labels] : [...labels, predicted];
    return {
      labels,
      ofActivations,
      hasMapOfPredicted: this.#keeps.maps,
      ofMaps: (predicted) =>
        this.#keeps.maps ? [...new Set([...labels, predicted])] : ofActivations(predicted),
    };
  }

  /** Whether all that is wanted of an image is in the index. */
  isComplete({ path, predicted, gradientClasses, mapClasses }: IndexedImage): boolean {
    const { labels, ofActivations } = this.of(path);
    const hasAll = (kept: readonly number[] | undefined, wanted: readonly number[]) =>
      kept !== undefined && wanted.every((classIndex) => kept.includes(classIndex));
    const { activations, maps } = this.#keeps;
    return (
      (!activations || hasAll(gradientClasses ?? [], ofActivations(predicted))) &&
      (!maps || hasAll(mapClasses, [...labels, predicted]))
    );
  }
}

/** What an index must have of each picture: gradient × activation, maps of its labels. */
export interface KeptClasses {
  activations: boolean;
  maps: boolean;
}
