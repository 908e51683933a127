import { escapeHtml, isolated } from '../../html/htmlFile.ts';
import type { UnitRow } from '../../results/units.ts';
import type { ContactSheet, SheetPart } from './contactSheet.ts';
import { rowFigures, unitName, unitTitle } from './contactSheet.ts';

/**
 * The rows of a part, each with its name and numbers.
 * @param level of the part's heading; the rows have the next one
 * @param patchesOf the patches of a row as list items
 */
export function partHtml(
  { title, rows, count }: SheetPart,
  sheet: ContactSheet,
  level: number,
  patchesOf: (row: UnitRow) => string[],
): string {
  const items = rows.map((row) => rowHtml(row, sheet, level + 1, patchesOf(row)));
  return `<section>
<h${level}>${isolated(title)} <small>${rows.length} of ${count} channels</small></h${level}>
<ol>
${items.join('\n')}
</ol>
</section>`;
}

function rowHtml(row: UnitRow, sheet: ContactSheet, level: number, patches: string[]): string {
  const channel = unitTitle(row.unit, sheet);
  const name = unitName(row.unit, sheet);
  const title = name === undefined ? channel : `<strong>${isolated(name)}</strong> ${channel}`;
  const figures = rowFigures(row).map((figure) => `<li>${figure}</li>`);
  return `<li><h${level}>${title}</h${level}>
<ul class="figures">${figures.join('')}</ul>
<ul class="patches">
${patches.join('\n')}
</ul></li>`;
}

/** A unit in words: `channel 17 (sofa)`. */
export function unitText({ unit }: UnitRow, sheet: ContactSheet): string {
  const channel = unitTitle(unit, sheet);
  const name = unitName(unit, sheet);
  return name === undefined ? channel : `${channel} (${name})`;
}

/** In place of the patch of a photo that cannot be read. */
export function missingHtml(fileName: string, text: string): string {
  return `<li class="missing" title="${escapeHtml(text)}">${isolated(fileName)} cannot be read</li>`;
}

/** Of the rows and patches. */
export const ROWS_STYLE = `
ol h3, ol h4 { font-size: 1rem; font-weight: normal; margin: 0; display: inline; }
section > ol { padding-left: 2.5rem; margin: 0; }
section > ol > li { border-top: 1px solid var(--line); padding: .6rem 0 .8rem; }
section > ol > li::marker { color: var(--quiet); }
ul { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; }
.figures { gap: 0 1.25rem; color: var(--quiet); font-size: .875rem; margin: .1rem 0 .5rem; font-variant-numeric: tabular-nums; }
.patches { gap: .375rem; }
.missing { width: 7.5rem; min-height: 7.5rem; box-sizing: border-box; padding: .5rem; border: 1px dashed var(--quiet); color: var(--quiet); font-size: .75rem; }
@media print { section > ol > li { break-inside: avoid; } }
`;
