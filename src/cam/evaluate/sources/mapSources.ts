import type { Baseline } from '../../results/evaluation/localization.ts';
import { BASELINES } from '../../results/evaluation/localization.ts';
import type { Evaluation } from '../evaluation.ts';
import type { MapSource } from '../mapSource.ts';
import { baselineSource } from './baselineSources.ts';
import { KeptReader, ownSource } from './keptMaps.ts';

/** The maps that an evaluated folder has without another run of the model. */
export interface KeptSources {
  /** The maps of classes that the pass over the folder kept. */
  own: MapSource;
  baselines: Record<Baseline, MapSource>;
}

/** @param seed of the random maps */
export function keptSources(evaluation: Evaluation, seed: number): KeptSources {
  const kept = new KeptReader(evaluation);
  const baselines = BASELINES.map((baseline): [Baseline, MapSource] => {
    return [baseline, baselineSource(evaluation, baseline, seed, kept)];
  });
  return {
    own: ownSource(evaluation, kept),
    baselines: Object.fromEntries(baselines) as Record<Baseline, MapSource>,
  };
}
