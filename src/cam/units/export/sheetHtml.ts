import path from 'node:path';
import type { Patch, UnitRow } from '../../results/units.ts';
import type { ContactSheet, SheetPart } from './contactSheet.ts';
import { labelOf, partsOf, patchText, rowFigures, sheetLines, unitTitle } from './contactSheet.ts';

/** A patch's picture as a file's bytes; undefined if the photo could not be read. */
export type TileOf = (
  patch: Patch,
) => { jpeg: Uint8Array; width: number; height: number } | undefined;

/** Shown at half of the tile's pixels, so that it is sharp on fine screens and paper. */
const PIXELS_PER_CSS_PIXEL = 2;

/**
 * The units of a class as one HTML file without other files or scripts: its policy forbids scripts and every request.
 * Labels, names and paths are escaped.
 */
export function sheetHtml(sheet: ContactSheet, tileOf: TileOf): string {
  const title = labelOf(sheet.labels, sheet.units.classIndex);
  const lines = sheetLines(sheet).map((line) => `<p>${isolated(line)}</p>`);
  const parts = partsOf(sheet).map((part) => partHtml(part, sheet, tileOf));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}: units</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${isolated(title)}</h1>
${[...lines, ...parts].join('\n')}
</body>
</html>
`;
}

function partHtml({ title, rows, count }: SheetPart, sheet: ContactSheet, tileOf: TileOf): string {
  const items = rows.map((row) => rowHtml(row, sheet, tileOf));
  return `<section>
<h2>${isolated(title)} <small>${rows.length} of ${count} channels</small></h2>
<ol>
${items.join('\n')}
</ol>
</section>`;
}

function rowHtml(row: UnitRow, sheet: ContactSheet, tileOf: TileOf): string {
  const { unit, patches } = row;
  const channel = unitTitle(unit, sheet);
  const name = unit.name === undefined ? '' : `<strong>${isolated(unit.name)}</strong> `;
  const figures = rowFigures(row).map((figure) => `<li>${figure}</li>`);
  const called = unit.name === undefined ? channel : `${channel} (${unit.name})`;
  const tiles = patches.map((patch) => tileHtml(patch, called, sheet, tileOf));
  return `<li><h3>${name}${channel}</h3>
<ul class="figures">${figures.join('')}</ul>
<ul class="patches">
${tiles.join('\n')}
</ul></li>`;
}

function tileHtml(patch: Patch, called: string, { labels }: ContactSheet, tileOf: TileOf): string {
  const text = escapeHtml(patchText(patch, labels));
  const tile = tileOf(patch);
  if (tile === undefined) {
    return `<li class="missing" title="${text}">${isolated(path.basename(patch.path))} cannot be read</li>`;
  }
  const width = Math.round(tile.width / PIXELS_PER_CSS_PIXEL);
  const height = Math.round(tile.height / PIXELS_PER_CSS_PIXEL);
  const source = `data:image/jpeg;base64,${Buffer.from(tile.jpeg).toString('base64')}`;
  const alt = `${escapeHtml(called)} in ${text}`;
  return `<li><img src="${source}" width="${width}" height="${height}" alt="${alt}" title="${text}"></li>`;
}

/** Text whose reading direction does not affect its surroundings. */
function isolated(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const STYLE = `
:root { color-scheme: light dark; --text: #1f1f1f; --quiet: #5a5a5a; --line: #d5d5d5; --back: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e6e6; --quiet: #a8a8a8; --line: #444; --back: #1b1b1b; }
}
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; font: 1rem/1.45 system-ui, sans-serif; color: var(--text); background: var(--back); overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; margin: 0 0 .5rem; }
h1 + p, p { margin: .1rem 0; color: var(--quiet); }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h2 small { font-weight: normal; font-size: .875rem; color: var(--quiet); }
h3 { font-size: 1rem; font-weight: normal; margin: 0; display: inline; }
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
