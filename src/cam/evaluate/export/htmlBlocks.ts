import { t } from '@vscode/l10n';
import type { JpegTile } from '../../drawing/jpegTile.ts';
import { dataUrl, escapeHtml, isolated } from '../../html/htmlFile.ts';
import type { DrawnPlot, PlotTable } from '../../plots/drawPlot.ts';
import type { Finding } from '../../results/evaluation/scores.ts';
import { shownText } from './figures.ts';

/** A part of a report with a heading of its own. */
export interface Section {
  id: string;
  title: string;
  /** HTML. */
  body: string[];
}

/** A column of a table: its heading, and whether it holds text; numbers are set to the right. */
export interface Column {
  name: string;
  isText?: boolean;
}

/**
 * A table that scrolls by itself where it is wider than the page.
 * @param caption plain text, for screen readers
 * @param rows HTML of the cells; the first names the row
 */
export function tableHtml(
  caption: string,
  columns: readonly Column[],
  rows: readonly { cells: readonly string[]; kind?: string | undefined }[],
): string {
  const kindOf = ({ isText }: Column) => (isText ? ' class="words"' : '');
  const head = columns.map(
    (column) => `<th scope="col"${kindOf(column)}>${isolated(column.name)}</th>`,
  );
  const body = rows.map(({ cells: [name = '', ...cells], kind }) => {
    const others = cells.map((cell, i) => `<td${kindOf(columns[i + 1] ?? { name })}>${cell}</td>`);
    const attributes = kind === undefined ? '' : ` class="${kind}"`;
    return `<tr${attributes}><th scope="row" class="words">${name}</th>${others.join('')}</tr>`;
  });
  return `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

/**
 * A plot and, closed, its numbers.
 * @param caption in place of its title
 */
export function plotHtml({ title, table }: DrawnPlot, svg: string, caption = title): string {
  return `<figure class="plot-figure"><figcaption>${isolated(caption)}</figcaption>
${svg}
<details><summary>${escapeHtml(t('As numbers'))}</summary>${numbersHtml(title, table)}</details></figure>`;
}

function numbersHtml(title: string, { columns, rows }: PlotTable): string {
  return tableHtml(
    title,
    columns.map((name, i) => ({ name, isText: i === 0 })),
    rows.map((cells) => ({ cells: cells.map(isolated) })),
  );
}

/** A picture, or in its place that it is not there. */
export function pictureHtml(tile: JpegTile | undefined, text: string): string {
  if (tile === undefined) {
    return `<div class="gone">${escapeHtml(t('This image cannot be read any more.'))}</div>`;
  }
  const { width, height } = tile;
  return `<img src="${dataUrl(tile)}" width="${width}" height="${height}" alt="${escapeHtml(text)}">`;
}

/** What does not count, each with the first examples. */
export function findingsHtml(findings: readonly Finding[]): string {
  const items = findings.map(({ text, count: found, examples }) => {
    const more = found > examples.length ? ' …' : '';
    const names = examples.map((name) => `<code>${isolated(name)}</code>`).join(', ');
    return `<li><p>${isolated(text)}</p>${names === '' ? '' : `<p class="quiet">${names}${more}</p>`}</li>`;
  });
  return `<ul class="findings">${items.join('\n')}</ul>`;
}

export function paragraph(text: string, kind = ''): string {
  return `<p${kind === '' ? '' : ` class="${kind}"`}>${isolated(text)}</p>`;
}

/** Says what a list leaves out. */
export function leftOutText(shown: number, all: number): string[] {
  return shown < all
    ? [paragraph(t('{0} are shown; all are in the JSON file.', shownText(shown, all)))]
    : [];
}
