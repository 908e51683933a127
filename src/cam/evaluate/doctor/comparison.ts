import { t } from '@vscode/l10n';
import type { VariantChange } from '../../results/evaluation/doctor.ts';
import type { Rate } from '../../results/evaluation/scores.ts';
import { percent } from '../../results/fidelity.ts';
import { mcNemar } from '../statistics/mcNemar.ts';

/** Fewer labelled pictures say nothing about settings. */
const LEAST_PICTURES = 20;

/** What another way must gain: a share of the pictures… */
const LEAST_GAIN = 0.1;

/** … and so unlikely by chance that the best of twenty ways has it in one of twenty cases. */
const MOST_P = 0.05 / 20;

/** A way that is worse with such a probability need not be run on all pictures. */
const FAR_WORSE_P = 0.001;

/** Pictures that each of two ways is right about, and how many only one is. */
export interface Comparison {
  pictures: number;
  classes: number;
  onlyCurrent: number;
  onlyOther: number;
}

/** Counts for the same pictures, in the same order; of the first ones, if one way was not run on all. */
export function compared(
  current: readonly boolean[],
  other: readonly boolean[],
): Omit<Comparison, 'classes'> {
  const pictures = Math.min(current.length, other.length);
  const counts = { pictures, onlyCurrent: 0, onlyOther: 0 };
  for (let i = 0; i < pictures; i++) {
    if (current[i] && !other[i]) counts.onlyCurrent++;
    if (other[i] && !current[i]) counts.onlyOther++;
  }
  return counts;
}

/**
 * Whether another way beats the current one by far: on at least 20 pictures of two classes, at least ten percentage
 * points, and p < 0.0025 by McNemar's exact test.
 */
export function isFarBetter(comparison: Comparison): boolean {
  const { pictures, classes, onlyCurrent, onlyOther } = comparison;
  if (pictures < LEAST_PICTURES || classes < 2) return false;
  return gains(comparison) && mcNemar(onlyCurrent, onlyOther).pValue < MOST_P;
}

/** Whether another way gains ten percentage points. */
export function gains({ pictures, onlyCurrent, onlyOther }: Omit<Comparison, 'classes'>): boolean {
  return onlyOther - onlyCurrent >= LEAST_GAIN * pictures;
}

/** Whether the one way is shown to be worse than the other: p < 0.05, or below a smaller bound. */
export function isWorse(
  { onlyCurrent, onlyOther }: Omit<Comparison, 'classes'>,
  mostP = 0.05,
): boolean {
  return onlyOther > onlyCurrent && mcNemar(onlyCurrent, onlyOther).pValue < mostP;
}

/** Whether the one way is worse than the other beyond doubt. */
export function isFarWorse(comparison: Omit<Comparison, 'classes'>): boolean {
  return isWorse(comparison, FAR_WORSE_P);
}

/** How many things a change changes. */
export function sizeOf(change: VariantChange): number {
  return Object.keys(change).length;
}

/** What is wrong, the way that is better, and by how much: one sentence. */
export function warningOf(
  change: VariantChange,
  name: string,
  { now, other }: { now: Rate; other: Rate },
): string {
  return t(
    '{0}: of {1} labelled pictures {2} are right as now, {3} with “{4}”.',
    whatDoesNotFit(change),
    now.of,
    percent(now.value),
    percent(other.value),
    name,
  );
}

function whatDoesNotFit({ labels, ...settings }: VariantChange): string {
  if (!labels) return t('The preprocessing may not fit this model');
  if (sizeOf(settings) === 0) return t('The order of the labels may not fit this model');
  return t('The preprocessing and the order of the labels may not fit this model');
}
