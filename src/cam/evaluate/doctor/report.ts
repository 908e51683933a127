import { t } from '@vscode/l10n';
import type { DoctorReport, Variant, VariantChange } from '../../results/evaluation/doctor.ts';
import { wilson } from '../statistics/wilson.ts';
import { compared, gains, isFarBetter, isWorse, sizeOf, warningOf } from './comparison.ts';
import type { LabelOrder } from './labelOrders.ts';
import type { LabelledPicture } from './sample.ts';
import type { Outcome, Trial } from './trials.ts';
import { accuracyOf, bestTrial } from './trials.ts';

/** A setting by an order of the labels. */
interface Candidate {
  variant: Variant;
  outcome: Outcome;
  change: VariantChange;
}

/**
 * All settings by the labels in use and by the best order of the labels; all orders with the setting in use and with the
 * best one. The best first: by accuracy, then by mean margin.
 * @param trials the setting in use first, as `orders`
 * @param pictures those that were run
 */
export function reportOf(
  trials: readonly Trial[],
  orders: readonly LabelOrder[],
  pictures: readonly LabelledPicture[],
  labelsBy: 'names' | 'numbers',
): Pick<DoctorReport, 'variants' | 'warning' | 'better'> {
  if (pictures.length === 0) return { variants: [], warning: undefined, better: undefined };
  const candidates = listed(trials, orders).map(([trial, order]) =>
    candidateOf(trials, orders, trial, order, labelsBy),
  );
  candidates.sort(byAccuracy);
  const better = farBetter(candidates, new Set(pictures.map(({ classIndex }) => classIndex)).size);
  const current = candidates.find(({ variant }) => variant.isCurrent);
  return {
    variants: candidates.map(({ variant }) => variant),
    warning:
      better &&
      current &&
      warningOf(better.change, better.variant.name, {
        now: current.variant.accuracy,
        other: better.variant.accuracy,
      }),
    better: better?.variant,
  };
}

/** Numbers of the trials and orders that are listed, each pair once. */
function listed(
  trials: readonly Trial[],
  orders: readonly LabelOrder[],
): [trial: number, order: number][] {
  const best = bestTrial(trials);
  const bestOrder = indexOfMost(
    orders.map((_, order) => Math.max(...trials.map(({ outcomes }) => accuracy(outcomes[order])))),
  );
  return trials.flatMap((found, trial) =>
    [...orders.keys()]
      .filter((order) => order === 0 || order === bestOrder || trial === 0 || found === best)
      .map((order): [number, number] => [trial, order]),
  );
}

function candidateOf(
  trials: readonly Trial[],
  orders: readonly LabelOrder[],
  trial: number,
  order: number,
  labelsBy: 'names' | 'numbers',
): Candidate {
  const { setting, outcomes } = trials[trial] as Trial;
  const { text, labels } = orders[order] as LabelOrder;
  const outcome = outcomes[order] as Outcome;
  const isCurrent = trial === 0 && order === 0;
  const change = { ...setting.change, ...(text === undefined ? {} : { labels }) };
  const isStatable = !isCurrent && (text === undefined || labelsBy === 'names');
  const texts = [...setting.texts, ...(text === undefined ? [] : [text])];
  const variant: Variant = {
    id: `${trial}-${order}`,
    name: isCurrent ? t('as now') : texts.join(' · '),
    isCurrent,
    accuracy: wilson(outcome.right.filter(Boolean).length, outcome.right.length),
    meanMargin: finiteMean(outcome.margins),
    change: isStatable ? change : undefined,
  };
  return { variant, outcome, change };
}

function byAccuracy(a: Candidate, b: Candidate): number {
  return (
    b.variant.accuracy.value - a.variant.accuracy.value ||
    orLeast(b.variant.meanMargin) - orLeast(a.variant.meanMargin) ||
    sizeOf(a.change) - sizeOf(b.change)
  );
}

/**
 * If a candidate beats the current one by far: of those that gain ten percentage points, are better than the current one,
 * and are not shown to be worse than the best one, the one with the fewest changes.
 */
function farBetter(candidates: readonly Candidate[], classes: number): Candidate | undefined {
  const [best] = candidates;
  const now = candidates.find(({ variant }) => variant.isCurrent)?.outcome.right;
  if (!best || !now) return undefined;
  const isFar = ({ outcome }: Candidate) =>
    isFarBetter({ ...compared(now, outcome.right), classes });
  if (!candidates.some(isFar)) return undefined;
  const good = candidates.filter(({ outcome: { right } }) => {
    const change = compared(now, right);
    return gains(change) && isWorse(change) && !isWorse(compared(right, best.outcome.right));
  });
  return good.sort((a, b) => sizeOf(a.change) - sizeOf(b.change) || byAccuracy(a, b))[0];
}

function accuracy(outcome: Outcome | undefined): number {
  return outcome ? accuracyOf(outcome) : 0;
}

function indexOfMost(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

function finiteMean(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  return finite.reduce((sum, value) => sum + value, 0) / finite.length;
}

function orLeast(value: number): number {
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}
