import { areaY, line } from '@observablehq/plot';
import { t } from '@vscode/l10n';
import type { TrustRow } from '../results/evaluation/trust.ts';
import { curveKey, KEY_STEP } from './curveKey.ts';
import type { DrawnPlot, PlotPlace } from './drawPlot.ts';
import { AXIS_LABEL_OFFSET, drawPlot, percentText, sharePercentText } from './drawPlot.ts';
import type { SeriesLook } from './series.ts';
import { MAIN_SERIES } from './series.ts';

const HEIGHT = 260;
const MARGINS = { top: 28, right: 24, bottom: 42 + 2 * KEY_STEP, left: 52 };

const SOLID: SeriesLook = {
  ...{ stroke: MAIN_SERIES, strokeWidth: 2, strokeOpacity: 1, strokeDasharray: 'none' },
};

/**
 * ROAD of one row (Rong et al. 2022): accuracy over the share of pixels that is removed, the least and the most relevant
 * ones first; the area between them is the score.
 */
export function roadPlot({ name, roadCurves }: TrustRow, place: PlotPlace): DrawnPlot {
  const { removed, most, least } = roadCurves;
  const title = t('{0}: accuracy as pixels are removed', name);
  const xs = removed.map((percent) => percent / 100);
  const axis = { domain: [0, 1], ticks: 5, tickFormat: percentText, labelArrow: 'none' } as const;
  const options = {
    x: {
      ...axis,
      label: t('Pixels removed'),
      labelAnchor: 'center' as const,
      labelOffset: AXIS_LABEL_OFFSET,
    },
    y: { ...axis, label: t('Accuracy'), grid: true },
  };
  const curves = [
    { values: least, name: t('Least relevant first'), look: SOLID },
    { values: most, name: t('Most relevant first'), look: { ...SOLID, strokeDasharray: '5 3' } },
  ];
  const key = curves.map((curve, i) => ({
    ...{ name: curve.name, look: curve.look, x: MARGINS.left },
    y: HEIGHT - (1.5 - i) * KEY_STEP,
  }));
  const svg = drawPlot(place, title, HEIGHT, MARGINS, options, [
    areaY(xs, {
      ...{ x: (x: number) => x, y1: most, y2: least, fill: MAIN_SERIES, fillOpacity: 0.12 },
    }),
    ...curves.map(({ values, look }) => line(values, { x: xs, y: values, ...look })),
    ...curveKey(key, { width: place.width, height: HEIGHT, margins: MARGINS }),
  ]);
  const table = {
    columns: [t('Pixels removed'), ...curves.map((curve) => curve.name)],
    rows: xs.map((x, i) => [
      percentText(x),
      ...curves.map(({ values }) => sharePercentText(values[i] ?? Number.NaN)),
    ]),
  };
  return { svg, title, table };
}
