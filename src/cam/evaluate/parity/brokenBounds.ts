import { t } from '@vscode/l10n';
import type { BrokenBound, ParityBounds, ParityReport } from '../../results/evaluation/parity.ts';

/** A bound is kept if it is missed by no more than the rounding of a percentage. */
const ROUNDING = 1e-9;

/** The bounds that a comparison breaks; one whose value is not known is broken. */
export function brokenBounds(report: ParityReport, bounds: ParityBounds): BrokenBound[] {
  const { maxAccuracyDrop, minMapIou, minMapCorrelation } = bounds;
  const broken: BrokenBound[] = [];
  const drop = 0 - report.accuracyChange;
  if (maxAccuracyDrop !== undefined && !(drop <= maxAccuracyDrop + ROUNDING)) {
    const limit = maxAccuracyDrop;
    broken.push({ bound: 'maxAccuracyDrop', limit, value: drop, text: dropText(drop, limit) });
  }
  const atLeast = (
    bound: keyof ParityBounds,
    limit: number | undefined,
    value: number,
    textOf: (value: number, limit: number) => string,
  ): void => {
    if (limit === undefined || value >= limit - ROUNDING) return;
    broken.push({ bound, limit, value, text: textOf(value, limit) });
  };
  atLeast('minMapIou', minMapIou, report.boxIou.value, iouText);
  atLeast('minMapCorrelation', minMapCorrelation, report.mapCorrelation.value, correlationText);
  return broken;
}

function dropText(drop: number, limit: number): string {
  return Number.isNaN(drop)
    ? t(
        'Accuracy is not known: no picture has a label in both. It may fall by at most {0} points.',
        limit,
      )
    : t('Accuracy fell by {0} percentage points; allowed: {1}.', roundedUp(drop), limit);
}

function iouText(value: number, limit: number): string {
  return Number.isNaN(value)
    ? t('IoU of the boxes is not known: no picture has two maps. It must be at least {0}.', limit)
    : t(
        'IoU of the boxes is {0} on average; at least {1} is asked for.',
        roundedDown(value),
        limit,
      );
}

function correlationText(value: number, limit: number): string {
  return Number.isNaN(value)
    ? t(
        'Correlation of the maps is not known: no picture has two maps. It must be at least {0}.',
        limit,
      )
    : t(
        'Correlation of the maps is {0} on average; at least {1} is asked for.',
        roundedDown(value),
        limit,
      );
}

/** Rounded away from what is allowed, so that a broken bound never looks kept. */
function roundedUp(drop: number): string {
  return (Math.ceil(drop * 100 - ROUNDING) / 100).toFixed(2);
}

function roundedDown(value: number): string {
  return (Math.floor(value * 1000 + ROUNDING) / 1000).toFixed(3).replace('-', '−');
}
