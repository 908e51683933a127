import { t } from '@vscode/l10n';
import { RESAMPLES } from '../statistics/bootstrap.ts';
import { STEPS, stepOf } from './pictures/removal.ts';
import { SEEDS } from './randomisation.ts';

/**
 * How the figures were made, one sentence each.
 * @param pixels of the model's input
 * @param colour to which pixels are deleted
 */
export function conventionsOf(pixels: number, colour: string, seed: number): string[] {
  return [
    t(
      'Maps and probabilities are those of the first class of each picture, as the model gives it.',
    ),
    t(
      'Deletion and insertion: {0} steps of {1} pixels; deleted to {2}, inserted into a Gaussian blur (11×11, σ 5).',
      STEPS,
      stepOf(pixels),
      colour,
    ),
    t(
      'Average drop, increase, gain: the picture, not the normalised input, multiplied by the map, its least value 0 and its largest 1.',
    ),
    t(
      'ROAD: removed pixels filled from their neighbours, with noise (σ 0.01); right is a picture that keeps its first class.',
    ),
    t('Random weights: {0} seeds; correlation by ranks of signed maps, on their own grid.', SEEDS),
    t('Intervals: 95 %, {0} resamples of the pictures; seed {1}.', RESAMPLES, seed),
  ];
}
