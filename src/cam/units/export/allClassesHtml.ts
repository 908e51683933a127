import path from 'node:path';
import { classLabel } from '../../base/classLabel.ts';
import type { JpegTile } from '../../drawing/jpegTile.ts';
import { dataUrl, escapeHtml, htmlFile, isolated } from '../../html/htmlFile.ts';
import type { Patch } from '../../results/units.ts';
import type { ContactSheet } from './contactSheet.ts';
import { classImagesText, partsOf, patchText, sheetSubject } from './contactSheet.ts';
import { missingHtml, partHtml, ROWS_STYLE, unitText } from './htmlParts.ts';
import { PIXELS_PER_CSS_PIXEL } from './sheetHtml.ts';

/** The same for every class in which a channel appears: its patch in one photo. */
export function patchKey({ image, path: file }: Patch, channel: number): string {
  return `${channel} ${image} ${file}`;
}

/**
 * The units of several classes as one HTML file: a table of contents, then each class with its channels and their
 * patches. A channel's patches are the same in every class, so each picture is in the file once, as a background of the
 * style. Labels, names and paths are escaped.
 * @param sheets one for each class, of the same model and folder
 * @param tiles by {@link patchKey}; none for photos that could not be read
 */
export function allClassesHtml(
  sheets: readonly ContactSheet[],
  tiles: ReadonlyMap<string, JpegTile>,
): string {
  const [first] = sheets;
  const title = `Units of ${path.basename(first?.modelPath ?? '')}`;
  const styles: string[] = [];
  const names = new Map<string, string>();
  for (const [key, tile] of tiles) {
    const name = `t${names.size}`;
    names.set(key, name);
    styles.push(tileStyle(name, tile));
  }
  const entries = sheets.map(
    (sheet) =>
      `<li><a href="#class-${sheet.units.classIndex}">${isolated(labelIn(sheet))}</a> <small>${sheet.units.classImages.all}</small></li>`,
  );
  return htmlFile(title, ROWS_STYLE + STYLE + styles.join('\n'), [
    `<h1 id="contents">${isolated(title)}</h1>`,
    ...(first ? [`<p>${isolated(sheetSubject(first))}</p>`, `<p>${first.images} images</p>`] : []),
    `<nav aria-label="Classes"><h2>${sheets.length} classes <small>with their numbers of images</small></h2>`,
    `<ol class="contents">\n${entries.join('\n')}\n</ol></nav>`,
    ...sheets.map((sheet) => classHtml(sheet, names)),
  ]);
}

function classHtml(sheet: ContactSheet, names: ReadonlyMap<string, string>): string {
  const { classIndex, notices } = sheet.units;
  const parts = partsOf(sheet).map((part) =>
    partHtml(part, sheet, 3, (row) => {
      const unit = unitText(row, sheet);
      return row.patches.map((patch) =>
        tileHtml(patch, unit, sheet, names.get(patchKey(patch, row.unit.channel))),
      );
    }),
  );
  return `<article id="class-${classIndex}">
<h2>${isolated(labelIn(sheet))} <small>${classImagesText(sheet)} · <a href="#contents">All classes</a></small></h2>
${[...notices.map((notice) => `<p>${isolated(notice)}</p>`), ...parts].join('\n')}
</article>`;
}

function tileHtml(
  patch: Patch,
  unit: string,
  { labels }: ContactSheet,
  name: string | undefined,
): string {
  const text = patchText(patch, labels);
  if (name === undefined) return missingHtml(path.basename(patch.path), text);
  const label = escapeHtml(`${unit} in ${text}`);
  return `<li role="img" class="tile ${name}" aria-label="${label}" title="${escapeHtml(text)}"></li>`;
}

function tileStyle(name: string, tile: JpegTile): string {
  const width = Math.round(tile.width / PIXELS_PER_CSS_PIXEL);
  const height = Math.round(tile.height / PIXELS_PER_CSS_PIXEL);
  return `.${name}{width:${width}px;height:${height}px;background-image:url(${dataUrl(tile)})}`;
}

function labelIn({ labels, units }: ContactSheet): string {
  return classLabel(labels, units.classIndex);
}

const STYLE = `
a { color: var(--link); }
nav h2 { margin-top: 1rem; }
.contents { columns: 14rem; padding-left: 2.5rem; margin: 0; }
.contents small { color: var(--quiet); }
article { border-top: 2px solid var(--line); margin-top: 2rem; }
article h2 { margin-top: 1rem; }
article h3 { font-size: 1.05rem; margin: 1.25rem 0 .4rem; }
article section > ol h4 { font-size: 1rem; }
.tile { background-size: 100% 100%; print-color-adjust: exact; -webkit-print-color-adjust: exact; forced-color-adjust: none; }
.missing { width: 5rem; min-height: 5rem; }
`;
