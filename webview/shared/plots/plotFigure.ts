import { t } from '@vscode/l10n';
import type { DrawnPlot, PlotTable } from '../../../src/cam/plots/drawPlot.ts';
import { element, isolated } from '../widgets/dom.ts';

/** A plot with its title, and its numbers in a table that opens below it. Draw it with the page's `document`. */
export function plotFigure({ svg, title, table }: DrawnPlot): HTMLElement {
  return element(
    'figure',
    { class: 'plot-figure' },
    element('figcaption', {}, isolated(title)),
    svg as unknown as SVGSVGElement,
    element(
      'details',
      {},
      element('summary', {}, t('As numbers')),
      element('div', { class: 'plot-numbers', tabindex: 0 }, tableElement(title, table)),
    ),
  );
}

function tableElement(title: string, { columns, rows }: PlotTable): HTMLElement {
  const head = columns.map((name) => element('th', { scope: 'col' }, isolated(name)));
  const body = rows.map(([name = '', ...cells]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, isolated(name)),
      ...cells.map((cell) => element('td', {}, cell)),
    ),
  );
  return element(
    'table',
    { 'aria-label': title },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
}
