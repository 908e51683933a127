/** A share of pictures, 0…1, with its 95 % interval (Wilson). */
export interface Rate {
  value: number;
  low: number;
  high: number;
  /** Number of pictures that it is a share of. */
  of: number;
}

/** A score with its 95 % interval (bootstrap over the pictures, seeded). */
export interface Score {
  value: number;
  low: number;
  high: number;
}

/**
 * Something that was found in a folder and does not count: how often, and what to look at first. Nothing is left out of
 * a score without one.
 */
export interface Finding {
  kind: FindingKind;
  count: number;
  /** One sentence for the user, without the examples. */
  text: string;
  /** Names of the first ones: paths relative to the folder, or what is named in a file. */
  examples: string[];
}

export type FindingKind =
  /** A picture that cannot be read. */
  | 'unreadable'
  /** A picture without a class. */
  | 'unlabelled'
  /** A name of a folder, table or annotation that is no class of the model. */
  | 'unknownClass'
  /** A file or sub-folders with labels that are not used, because what they mean is not certain. */
  | 'refusedLabels'
  /** A line or an annotation of a picture that is not in the folder. */
  | 'missingPicture'
  /** A picture whose right class is another one than in the run that it is compared with. */
  | 'otherClass'
  /** An annotation that cannot be used. */
  | 'badAnnotation'
  /** A box that lies outside its picture. */
  | 'boxOutside'
  /** A picture of a model that has one class only: it is always right. */
  | 'oneClass'
  /** A mask among the pictures, which is not run. */
  | 'mask'
  /** A mask without a pixel. */
  | 'emptyMask'
  /** A labelled picture without a box or mask of its class. */
  | 'notAnnotated'
  /** A picture without a map of its class. */
  | 'noMap';
