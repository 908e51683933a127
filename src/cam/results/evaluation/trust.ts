import type { Baseline, RowSource } from './localization.ts';
import type { Finding, Score } from './scores.ts';

export interface TrustQuery {
  rows: RowSource[];
  seed: number;
  /** Pictures of the sample. */
  sample: number;
}

/** Faithfulness of maps on a sample (`docs/evaluate.md`). */
export interface TrustReport {
  pictures: number;
  seed: number;
  rows: TrustRow[];
  randomisation: RandomisationRow[];
  /** What the scores mean for this model, one sentence each, the most important first. */
  conclusions: string[];
  /** How the figures were made: steps, colours, noise, what counts as right. One sentence each. */
  conventions?: string[];
  findings: Finding[];
}

export interface TrustRow {
  source: RowSource;
  name: string;
  /** Area under p of the top class as pixels are taken away by falling map; low is good. */
  deletion: Score;
  /** … as they are added to a blurred picture; high is good. */
  insertion: Score;
  /** 100·mean max(0, Y − O)/Y, in percent; low is good. */
  averageDrop: Score;
  /** Percent of pictures with O > Y. */
  increase: Score;
  /** 100·mean max(0, O − Y)/(1 − Y). */
  gain: Score;
  /** (least − most)/2 of the share whose first class stays, mean over 10…90 % removed; high is good. */
  road: Score;
  /** Share of pictures whose first class stays at 10, 20 … 90 % removed, the most and the least relevant first. */
  roadCurves: { removed: number[]; most: number[]; least: number[] };
}

/** Spearman's correlation of signed maps with those of the model as it is; near 0 is good for a randomised model. */
export interface RandomisationRow {
  kind: 'headRandomised' | 'allRandomised' | 'otherPicture' | 'otherClass';
  name: string;
  correlation: Score;
}

/** The baselines of the table: those that give the pixels of a picture an order. */
export const TRUST_BASELINES: readonly Baseline[] = [
  'centreGaussian',
  'centreBox',
  'random',
  'meanActivation',
  'otherClass',
];
