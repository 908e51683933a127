import type { Rect } from '../../base/geometry.ts';
import type { Finding, Rate, Score } from './scores.ts';

/** The baselines of every table (`docs/evaluate.md`). */
export const BASELINES = [
  'centreGaussian',
  'wholePicture',
  'centreBox',
  'random',
  'meanActivation',
  'otherClass',
] as const;

export type Baseline = (typeof BASELINES)[number];

/** Where the maps of a row come from. */
export type RowSource =
  | { kind: 'method'; method: string; crops: 1 | 10 }
  | { kind: 'baseline'; baseline: Baseline }
  /** A folder of `.npy` maps in the layout of wsolevaluation, absolute. */
  | { kind: 'folder'; folder: string };

/**
 * `paper`: largest component above 20 % of the maximum (Zhou et al. 2016, section 3.2); `authors`: thresholds 20, 100 and
 * 110 of 255, boxes merged, five guesses of three classes, as their program does it.
 */
export type BoxRule = 'paper' | 'authors';

export interface LocalizationQuery {
  rows: RowSource[];
  boxRule: BoxRule;
  /** How τ of MaxBoxAcc is chosen: on one half of the pictures, scored on the other; or on all of them. */
  threshold: 'heldOut' | 'oracle';
  /** Whether maps are put where the model looked; otherwise they are stretched over the picture. */
  hasGeometry: boolean;
  seed: number;
  /** Pictures of the seeded sample; undefined for all. */
  sample?: number | undefined;
}

export interface LocalizationReport {
  /** What was asked for: rule, choice of τ, geometry, seed. */
  query?: LocalizationQuery | undefined;
  /** Annotated pictures that are scored. */
  pictures: number;
  /** Annotated pictures of the folder, of which `pictures` is a sample. */
  annotated: number;
  rows: LocalizationRow[];
  findings: Finding[];
}

/** One line of the table. Scores are shares, 0…1; errors too. */
export interface LocalizationRow {
  source: RowSource;
  /** As it is called in the table. */
  name: string;
  /** Pictures that have a map: those of the report, or fewer. */
  pictures?: number;
  /** Undefined for a row without class scores of its own. */
  top1ClassificationError: Rate | undefined;
  top5ClassificationError: Rate | undefined;
  /** By {@link LocalizationQuery.boxRule}. */
  top1LocalizationError: Rate | undefined;
  top5LocalizationError: Rate | undefined;
  gtKnown: Rate | undefined;
  maxBoxAcc: Score | undefined;
  maxBoxAccV2: Score | undefined;
  /** Undefined without masks. */
  pxAP: Score | undefined;
  pointing: Score | undefined;
  /** Share of the positive evidence inside the boxes, mean over the pictures. */
  energy: Score | undefined;
  /** Mean share of the picture that the boxes cover: the energy of an even map. */
  boxArea: number;
  /** τ of MaxBoxAcc; undefined if there are too few pictures to choose it. */
  threshold: number | undefined;
  /** BoxAcc(τ, 0.5) for τ = 0, 0.001 … 0.999, of the pictures that MaxBoxAcc is scored on; empty if there are none. */
  curve: Float32Array;
}

export interface LocalizedPage {
  total: number;
  rows: LocalizedPicture[];
}

/** One picture of the table's first row, by IoU, worst first. */
export interface LocalizedPicture {
  /** Row of the index. */
  image: number;
  path: string;
  truth: number;
  predicted: number;
  /** Of the map's box with the best of the annotated boxes. */
  iou: number;
  /** Photo pixels; undefined if nothing supports the class. */
  box: Rect | undefined;
  /** The annotated boxes, photo pixels. */
  boxes: Rect[];
  photo: { width: number; height: number };
}
