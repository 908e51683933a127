import type { Score } from '../../results/evaluation/scores.ts';
import type { TrustRow } from '../../results/evaluation/trust.ts';
import type { MapSource } from '../mapSource.ts';
import { ResampledMean } from '../statistics/bootstrap.ts';
import type { Faithfulness, PictureScores } from './faithfulness.ts';
import { scoresOf } from './faithfulness.ts';
import { REMOVED } from './pictures/road.ts';

const NOTHING: Score = { value: Number.NaN, low: Number.NaN, high: Number.NaN };

/** The scores of one row of the table, picture by picture. */
export class RowScores {
  readonly row: MapSource;
  readonly #means: Record<keyof PictureScores, ResampledMean> = {
    deletion: new ResampledMean(),
    insertion: new ResampledMean(),
    drop: new ResampledMean(),
    increase: new ResampledMean(),
    gain: new ResampledMean(),
    road: new ResampledMean(),
  };
  readonly #stays = { most: REMOVED.map(() => 0), least: REMOVED.map(() => 0) };
  pictures = 0;

  constructor(row: MapSource) {
    this.row = row;
  }

  /**
   * @param probability of the class for the picture as it is
   * @param weights of the picture in the resamples
   */
  add(found: Faithfulness, probability: number, weights: Uint8Array): void {
    const scores = scoresOf(found, probability);
    for (const [name, mean] of Object.entries(this.#means)) {
      mean.add(scores[name as keyof PictureScores], weights);
    }
    for (const side of ['most', 'least'] as const) {
      for (const [i, stays] of found.road[side].entries()) {
        (this.#stays[side][i] as number) += Number(stays);
      }
    }
    this.pictures++;
  }

  report(): TrustRow {
    const { deletion, insertion, drop, increase, gain, road } = this.#means;
    const shares = (counts: readonly number[]) => counts.map((count) => count / this.pictures);
    return {
      source: this.row.source,
      name: this.row.name,
      deletion: deletion.score() ?? NOTHING,
      insertion: insertion.score() ?? NOTHING,
      averageDrop: drop.score() ?? NOTHING,
      increase: increase.score() ?? NOTHING,
      gain: gain.score() ?? NOTHING,
      road: road.score() ?? NOTHING,
      roadCurves: {
        removed: [...REMOVED],
        most: shares(this.#stays.most),
        least: shares(this.#stays.least),
      },
    };
  }
}
