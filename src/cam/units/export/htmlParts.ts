import type { UnitRow } from '../../results/units.ts';
import type { ContactSheet, SheetPart } from './contactSheet.ts';
import { rowFigures, unitName, unitTitle } from './contactSheet.ts';
import type { JpegTile } from './jpegTile.ts';

/**
 * An HTML file without other files or scripts: its policy forbids scripts and every request.
 * @param title plain text
 * @param style added to the common one
 * @param body HTML
 */
export function htmlFile(title: string, style: string, body: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
${body.join('\n')}
</body>
</html>
`;
}

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

export function dataUrl({ jpeg }: JpegTile): string {
  return `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`;
}

/** Text whose reading direction does not affect its surroundings. */
export function isolated(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const STYLE = `
:root { color-scheme: light dark; --text: #1f1f1f; --quiet: #5a5a5a; --line: #d5d5d5; --back: #fff; --link: #0b57a4; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e6e6; --quiet: #a8a8a8; --line: #444; --back: #1b1b1b; --link: #8ab8f0; }
}
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; font: 1rem/1.45 system-ui, sans-serif; color: var(--text); background: var(--back); overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; margin: 0 0 .5rem; }
h1 + p, p { margin: .1rem 0; color: var(--quiet); }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h2 small, h3 small { font-weight: normal; font-size: .875rem; color: var(--quiet); }
ol h3, ol h4 { font-size: 1rem; font-weight: normal; margin: 0; display: inline; }
section > ol { padding-left: 2.5rem; margin: 0; }
section > ol > li { border-top: 1px solid var(--line); padding: .6rem 0 .8rem; }
section > ol > li::marker { color: var(--quiet); }
ul { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; }
.figures { gap: 0 1.25rem; color: var(--quiet); font-size: .875rem; margin: .1rem 0 .5rem; font-variant-numeric: tabular-nums; }
.patches { gap: .375rem; }
img { display: block; }
.missing { width: 7.5rem; min-height: 7.5rem; box-sizing: border-box; padding: .5rem; border: 1px dashed var(--quiet); color: var(--quiet); font-size: .75rem; }
@media print { section > ol > li { break-inside: avoid; } }
`;
