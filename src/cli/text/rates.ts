import type { Rate } from '../../cam/results/evaluation/scores.ts';

/** `85.0 %` of a share; a dash where it is one of nothing. */
export function share(value: number): string {
  return Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`;
}

/** A share with its interval, and of how many images it is. */
export function rateText({ value, low, high, of }: Rate): string {
  return `${share(value)} (95 % interval ${share(low)} to ${share(high)}, ${of} images)`;
}
