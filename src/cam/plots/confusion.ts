import { cell, text } from '@observablehq/plot';
import { t } from '@vscode/l10n';
import type { ClassificationReport, ClassRow } from '../results/evaluation/overview.ts';
import type { DrawnPlot, PlotPlace, PlotTable } from './drawPlot.ts';
import { drawPlot, LETTER } from './drawPlot.ts';

/** With more classes, names and numbers cannot be read; the list of confused pairs says the same. */
export const MOST_CONFUSION_CLASSES = 30;

/** Of names along the axes; the whole name is in the tooltip. */
const LONGEST_NAME = 22;

/** Strongest colour of a cell: its number stays readable. */
const STRONGEST = 0.55;

/** Class of the group of cells. */
const CELLS = 'plot-cells';

interface Cell {
  truth: number;
  predicted: number;
  count: number;
  /** Of the pictures of the right class. */
  share: number;
}

/**
 * Confusion matrix: a row for each right class, a column for each predicted one, the number of pictures in each cell;
 * the colour is the share of the row. Cells carry `data-truth` and `data-predicted`.
 * @returns undefined for no class or more than {@link MOST_CONFUSION_CLASSES}
 */
export function confusionPlot(
  report: ClassificationReport,
  place: PlotPlace,
): DrawnPlot | undefined {
  const { classes } = report;
  if (classes.length === 0 || classes.length > MOST_CONFUSION_CLASSES) return undefined;
  const cells = cellsOf(report);
  const names = new Map(classes.map(({ classIndex, label }) => [classIndex, label]));
  const label = (classIndex: number) => names.get(classIndex) ?? String(classIndex);
  const title = t('Right and predicted classes');
  const room = nameRoom(classes);
  const margins = { top: room + 22, right: 8, bottom: 8, left: room + 12 };
  const inside = Math.min(place.width - margins.left - margins.right, classes.length * 64);
  const side = Math.max(inside / classes.length, 1);
  const domain = classes.map(({ classIndex }) => classIndex);
  const shown = (classIndex: number) => shortened(label(classIndex));
  const options = {
    padding: 0.04,
    x: {
      domain,
      axis: 'top' as const,
      tickFormat: shown,
      tickRotate: -90,
      tickSize: 0,
      label: null,
    },
    y: { domain, tickFormat: shown, tickSize: 0, label: null },
  };
  const width = Math.round(margins.left + inside + margins.right);
  const height = Math.round(margins.top + side * classes.length + margins.bottom);
  const at = { x: 'predicted', y: 'truth' } as const;
  const svg = drawPlot({ ...place, width }, title, height, margins, options, [
    text([t('Predicted class')], {
      ...{ text: (name: string) => name, frameAnchor: 'top-left', textAnchor: 'start' },
      ...{ dx: 2, dy: -room - 16, fontWeight: 600 },
    }),
    text([t('Right class')], {
      ...{ text: (name: string) => name, frameAnchor: 'top-left', textAnchor: 'end' },
      ...{ dx: -9, dy: -18, fontWeight: 600 },
    }),
    cell(cells, {
      ...at,
      className: CELLS,
      fill: ({ truth, predicted }: Cell) =>
        truth === predicted ? 'var(--plot-right)' : 'var(--plot-wrong)',
      fillOpacity: ({ share }: Cell) => 0.06 + share * (STRONGEST - 0.06),
      title: (of: Cell) => cellText(of, label),
    }),
    text(
      cells.filter(({ count }) => count > 0),
      { ...at, text: 'count', fontVariant: 'tabular-nums', pointerEvents: 'none' },
    ),
  ]);
  markCells(svg, cells);
  return { svg, title, table: matrixTable(classes, cells, label) };
}

function cellsOf({ classes, confusions }: ClassificationReport): Cell[] {
  const counts = new Map(confusions.map((pair) => [`${pair.truth} ${pair.predicted}`, pair.count]));
  return classes.flatMap(({ classIndex: truth, pictures, right }) =>
    classes.map(({ classIndex: predicted }) => {
      const count = truth === predicted ? right : (counts.get(`${truth} ${predicted}`) ?? 0);
      return { truth, predicted, count, share: pictures > 0 ? count / pictures : 0 };
    }),
  );
}

/** Plot draws the cells in the order of the data. */
function markCells(svg: DrawnPlot['svg'], cells: readonly Cell[]): void {
  const groups = Array.from(svg.getElementsByTagName('g'));
  const group = groups.find((candidate) => candidate.getAttribute('class') === CELLS);
  for (const [i, rect] of Array.from(group?.getElementsByTagName('rect') ?? []).entries()) {
    rect.setAttribute('data-truth', String(cells[i]?.truth));
    rect.setAttribute('data-predicted', String(cells[i]?.predicted));
  }
}

function cellText({ truth, predicted, count }: Cell, label: (of: number) => string): string {
  const images = count.toLocaleString('en');
  return t('{0} predicted as {1}: {2} images', label(truth), label(predicted), images);
}

function matrixTable(
  classes: readonly ClassRow[],
  cells: readonly Cell[],
  label: (of: number) => string,
): PlotTable {
  const names = classes.map(({ classIndex }) => label(classIndex));
  return {
    columns: [t('Right class'), ...names],
    rows: names.map((name, row) => [
      name,
      ...cells
        .slice(row * names.length, (row + 1) * names.length)
        .map(({ count }) => count.toLocaleString('en')),
    ]),
  };
}

/** Room for the longest name, in CSS pixels. */
function nameRoom(classes: readonly ClassRow[]): number {
  return Math.max(...classes.map(({ label }) => shortened(label).length), 4) * LETTER + 8;
}

function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1).trimEnd()}…`;
}
