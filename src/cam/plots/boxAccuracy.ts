import { dot, line } from '@observablehq/plot';
import { t } from '@vscode/l10n';
import type { LocalizationRow } from '../results/evaluation/localization.ts';
import type { KeyEntry, UnitFrame } from './curveKey.ts';
import { curveKey, KEY_STEP, keyWidth, spreadLines } from './curveKey.ts';
import type { DrawnPlot, PlotPlace, PlotTable } from './drawPlot.ts';
import {
  AXIS_LABEL_OFFSET,
  BACKGROUND,
  drawPlot,
  percentText,
  sharePercentText,
} from './drawPlot.ts';
import { seriesLooks } from './series.ts';

const HEIGHT = 380;
const MARGINS = { top: 28, right: 24, bottom: 42, left: 56 };

/** Every how many thresholds a point is drawn. */
const STEP = 4;

/** Of a plot that has room for names beside the curves. */
const WIDE = 600;

/** Between the frame and the key. */
const KEY_GAP = 10;

/**
 * BoxAcc(τ, 0.5) of each row over the threshold τ, with the name and MaxBoxAcc of each; a dot marks the τ of that.
 */
export function boxAccuracyPlot(rows: readonly LocalizationRow[], place: PlotPlace): DrawnPlot {
  const title = t('Images whose box fits, by the threshold of the box');
  const looks = seriesLooks(rows.map(({ source }) => source));
  const options = {
    x: {
      ...{ domain: [0, 1], labelArrow: 'none' as const, labelAnchor: 'center' as const },
      labelOffset: AXIS_LABEL_OFFSET,
      label: t('Threshold τ, as a share of the largest value of the map'),
    },
    y: {
      ...{ domain: [0, 1], ticks: 5, tickFormat: percentText, labelArrow: 'none' as const },
      ...{ label: t('Images with IoU of at least 0.5'), grid: true },
    },
  };
  const frame = frameOf(rows, place.width);
  const svg = drawPlot(place, title, frame.height, frame.margins, options, [
    // The first row comes last, above the others.
    ...rows.map(({ curve }, i) => line(pointsOf(curve), { ...looks[i] })).reverse(),
    ...rows.flatMap(({ threshold, curve }, i) =>
      threshold === undefined
        ? []
        : dot([[threshold, valueAt(curve, threshold)]], {
            ...{ r: 4.5, fill: looks[i]?.stroke ?? 'currentColor', stroke: BACKGROUND },
          }),
    ),
    ...curveKey(keyOf(rows, frame), frame),
  ]);
  return { svg, title, table: curveTable(rows) };
}

function frameOf(rows: readonly LocalizationRow[], width: number): UnitFrame {
  if (width >= WIDE) {
    const height = Math.max(HEIGHT, MARGINS.top + MARGINS.bottom + rows.length * KEY_STEP);
    const right = KEY_GAP + keyWidth(rows.map(keyText));
    return { width, height, margins: { ...MARGINS, right } };
  }
  const bottom = MARGINS.bottom + rows.length * KEY_STEP + KEY_GAP;
  return { width, height: HEIGHT - MARGINS.bottom + bottom, margins: { ...MARGINS, bottom } };
}

/** In the order of the values: beside the frame near the heights of the curves; where there is no room, below it. */
function keyOf(rows: readonly LocalizationRow[], frame: UnitFrame): KeyEntry[] {
  const { width, height, margins } = frame;
  const looks = seriesLooks(rows.map(({ source }) => source));
  const isBeside = width >= WIDE;
  const bottom = height - margins.bottom;
  const [first, last] = isBeside
    ? [margins.top, bottom]
    : [bottom + MARGINS.bottom + KEY_GAP, height];
  const wishes = rows.map((row) =>
    isBeside ? bottom - scoreOf(row) * (bottom - margins.top) : first - scoreOf(row),
  );
  const heights = spreadLines(wishes, first, last);
  return rows.flatMap((row, i) => {
    const [look, y] = [looks[i], heights[i]];
    if (look === undefined || y === undefined) return [];
    const x = isBeside ? width - margins.right + KEY_GAP : margins.left;
    return [{ name: keyText(row), look, x, y }];
  });
}

function keyText(row: LocalizationRow): string {
  return `${sharePercentText(scoreOf(row))} ${row.name}`;
}

/** MaxBoxAcc as in the table: at the τ that was chosen, not the largest of the curve. */
function scoreOf({ maxBoxAcc, curve }: LocalizationRow): number {
  return maxBoxAcc?.value ?? curve.reduce((most, value) => Math.max(most, value), 0);
}

function pointsOf(curve: Float32Array): [number, number][] {
  const points: [number, number][] = [];
  for (let i = 0; i < curve.length; i += STEP) points.push([i / curve.length, curve[i] as number]);
  return points;
}

function valueAt(curve: Float32Array, threshold: number): number {
  return curve[Math.min(Math.round(threshold * curve.length), curve.length - 1)] ?? Number.NaN;
}

function curveTable(rows: readonly LocalizationRow[]): PlotTable {
  const thresholds = Array.from({ length: 10 }, (_, i) => i / 10);
  return {
    columns: [t('Maps'), ...thresholds.map((threshold) => `τ\u00a0=\u00a0${threshold}`)],
    rows: rows.map(({ name, curve }) => [
      name,
      ...thresholds.map((threshold) => sharePercentText(valueAt(curve, threshold))),
    ]),
  };
}
