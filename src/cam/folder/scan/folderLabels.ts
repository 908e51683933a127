import type { IndexedImage } from '../folderIndex.ts';

/** The class of each picture of a folder, as its sub-folders name it; see `labelsByFolder`. */
export type LabelsOf = (images: readonly { path: string }[]) => readonly (number | undefined)[];

/** For which classes gradient × activation of a picture is kept. */
export interface PictureClasses {
  /** The class that its folder names. */
  label: number | undefined;
  /** @param predicted the class with the largest logit */
  wanted(predicted: number): number[];
}

/**
 * The classes that each picture of a folder counts for, as the views decide it: that of its sub-folder; also the
 * predicted one, unless sub-folders name that for other pictures.
 */
export class FolderLabels {
  readonly #labels: ReadonlyMap<string, number | undefined>;
  readonly #named: ReadonlySet<number | undefined>;

  constructor(images: readonly { path: string }[], labelsOf: LabelsOf) {
    const labels = labelsOf(images);
    this.#labels = new Map(images.map(({ path }, i) => [path, labels[i]]));
    this.#named = new Set(labels);
  }

  of(path: string): PictureClasses {
    const label = this.#labels.get(path);
    const ofLabel = label === undefined ? [] : [label];
    return {
      label,
      wanted: (predicted) => (this.#named.has(predicted) ? ofLabel : [...ofLabel, predicted]),
    };
  }

  /** Whether all that is wanted of an image is in the index. */
  isComplete({ path, predicted, gradientClasses = [] }: IndexedImage): boolean {
    return this.of(path)
      .wanted(predicted)
      .every((classIndex) => gradientClasses.includes(classIndex));
  }
}
