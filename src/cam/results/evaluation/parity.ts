import type { Finding, Rate, Score } from './scores.ts';

/** The same folder under two models: `before` is the baseline. */
export interface ParityReport {
  before: ParitySide;
  after: ParitySide;
  /** Pictures that both have. */
  pictures: number;
  labelled: number;
  /** after − before, in percentage points. */
  accuracyChange: number;
  mcNemar: McNemar;
  /** Wrong before, right after. */
  mended: number;
  /** Right before, wrong after. */
  broken: number;
  /** Pictures with another prediction. */
  changed: number;
  /** IoU of the boxes of the class that was predicted before. */
  boxIou: Score;
  /** Pearson's correlation of its maps. */
  mapCorrelation: Score;
  /** The worst, at most 200: broken ones, then by correlation. */
  worst: ParityPicture[];
  findings: Finding[];
}

export interface ParitySide {
  /** File name of the model. */
  name: string;
  hash: string;
  accuracy: Rate;
}

/** McNemar's test of the pictures that only one model gets right. */
export interface McNemar {
  /** Exact binomial below 25 discordant pictures, otherwise χ² with continuity correction. */
  kind: 'exact' | 'chiSquared';
  statistic: number;
  pValue: number;
}

/** Classes are numbered as in the model after; −1 if it does not have the class. */
export interface ParityPicture {
  path: string;
  /** Undefined without a label. */
  truth: number | undefined;
  before: number;
  after: number;
  /** What these classes are called. */
  names: { truth: string | undefined; before: string; after: string };
  /** NaN if it cannot be compared. */
  boxIou: number;
  /** NaN if it cannot be compared. */
  mapCorrelation: number;
}

/** Bounds that a comparison may break: exit code 3 of the command line. */
export interface ParityBounds {
  /** In percentage points. */
  maxAccuracyDrop?: number | undefined;
  /** Mean IoU of the boxes. */
  minMapIou?: number | undefined;
  minMapCorrelation?: number | undefined;
}

export interface BrokenBound {
  bound: keyof ParityBounds;
  limit: number;
  value: number;
  text: string;
}
