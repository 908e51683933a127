import { dot, line, ruleX, text } from '@observablehq/plot';
import { t } from '@vscode/l10n';
import type { Calibration } from '../results/evaluation/overview.ts';
import type { DrawnPlot, PlotPlace } from './drawPlot.ts';
import { BACKGROUND, drawPlot, percentText, sharePercentText } from './drawPlot.ts';
import { MAIN_SERIES } from './series.ts';

const HEIGHT = 340;
const MARGINS = { top: 50, right: 24, bottom: 42, left: 56 };

/**
 * Reliability diagram (Guo et al., ICML 2017): for each bin, the share of its pictures that is right over their mean
 * probability, with the gap to the diagonal; the area of a dot grows with the number of pictures.
 */
export function reliabilityPlot(calibration: Calibration, place: PlotPlace): DrawnPlot {
  const bins = calibration.bins.filter(({ count }) => count > 0);
  const most = Math.max(...bins.map(({ count }) => count), 1);
  const title = t('How often the model is right, by the probability that it states');
  const axis = { domain: [0, 1], ticks: 5, tickFormat: percentText, labelArrow: 'none' } as const;
  const options = {
    x: { ...axis, label: t('Probability of the predicted class'), labelAnchor: 'center' as const },
    y: { ...axis, label: t('Share that is right'), grid: true },
    r: { type: 'identity' as const },
  };
  const svg = drawPlot(place, title, HEIGHT, MARGINS, options, [
    line(
      [
        [0, 0],
        [1, 1],
      ],
      { stroke: 'currentColor', strokeOpacity: 0.6, strokeDasharray: '4 4' },
    ),
    text([[0.5, 0.5]], {
      text: [t('right as often as it is sure')],
      ...{ rotate: diagonalAngle(place.width), dx: -5, dy: -8, fillOpacity: 0.8 },
    }),
    ruleX(bins, {
      x: 'confidence',
      y1: 'confidence',
      y2: 'accuracy',
      ...{ stroke: MAIN_SERIES, strokeWidth: 6, strokeOpacity: 0.3 },
    }),
    dot(bins, {
      ...{ x: 'confidence', y: 'accuracy', fill: MAIN_SERIES, stroke: BACKGROUND },
      r: ({ count }) => dotRadius(count, most),
    }),
    text(bins, {
      x: ({ from, to }) => (from + to) / 2,
      text: ({ count }) => shortCount(count),
      ...{ frameAnchor: 'top', dy: -20, fillOpacity: 0.8, fontVariant: 'tabular-nums' },
    }),
    text([t('Images in each bin')], {
      text: (label: string) => label,
      ...{ frameAnchor: 'top-right', dy: -38, fillOpacity: 0.8 },
    }),
  ]);
  return { svg, title, table: reliabilityTable(calibration) };
}

function reliabilityTable({ bins }: Calibration) {
  return {
    columns: [t('Probability'), t('Images'), t('Mean probability'), t('Share that is right')],
    rows: bins.map(({ from, to, count, confidence, accuracy }) => [
      `${percentText(from)} – ${percentText(to)}`,
      count.toLocaleString('en'),
      sharePercentText(confidence),
      sharePercentText(accuracy),
    ]),
  };
}

/** The area grows with the number of pictures: few of them say little. */
function dotRadius(count: number, most: number): number {
  return 2.5 + 6.5 * Math.sqrt(count / most);
}

/** Of the diagonal, in degrees. */
function diagonalAngle(width: number): number {
  const inside = [width - MARGINS.left - MARGINS.right, HEIGHT - MARGINS.top - MARGINS.bottom];
  return (-Math.atan2(inside[1] ?? 0, inside[0] ?? 1) * 180) / Math.PI;
}

/** `980`, `1.2k`, `12k`: a bin is a few letters wide. */
function shortCount(count: number): string {
  if (count < 1000) return String(count);
  return count < 9950 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`;
}
