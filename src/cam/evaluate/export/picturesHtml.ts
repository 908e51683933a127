import { t } from '@vscode/l10n';
import { classLabel } from '../../base/classLabel.ts';
import type { Rect } from '../../base/geometry.ts';
import { escapeHtml, isolated } from '../../html/htmlFile.ts';
import type { LocalizedPage, LocalizedPicture } from '../../results/evaluation/localization.ts';
import type { EvaluatedPicture, PicturesPage } from '../../results/evaluation/overview.ts';
import { decimal, percent, shownText } from './figures.ts';
import type { Section } from './htmlBlocks.ts';
import { paragraph, pictureHtml } from './htmlBlocks.ts';
import type { ReportTiles } from './reportTiles.ts';

/** The worst errors: each photo with the map of what made it say the predicted and not the right class. */
export function errorsSection(
  { rows, total }: PicturesPage,
  classes: readonly string[],
  { errors }: ReportTiles,
): Section | undefined {
  if (rows.length === 0) return undefined;
  const shown = rows.filter(({ image }) => errors.has(image));
  return {
    id: 'errors',
    title: t('Worst errors'),
    body: [
      paragraph(`${t('{0} wrong images.', shownText(shown.length, total))} ${mapText(rows)}`),
      `<ul class="tiles">${shown.map((row) => errorHtml(row, classes, errors)).join('\n')}</ul>`,
    ],
  };
}

function mapText(rows: readonly EvaluatedPicture[]): string {
  return rows.some(({ map }) => map !== undefined)
    ? t(
        'Warm: what made it say the predicted class and not the right one. Cool: what spoke against that.',
      )
    : t('This model has no map of its own.');
}

function errorHtml(
  row: EvaluatedPicture,
  classes: readonly string[],
  tiles: ReportTiles['errors'],
): string {
  const [is, said] = [classLabel(classes, row.truth), classLabel(classes, row.predicted)];
  const text = t('{0}: {1}, predicted as {2}', row.path, is, said);
  return `<li>${pictureHtml(tiles.get(row.image), text)}
<p class="answer"><strong>${isolated(said)}</strong> ${escapeHtml(percent(row.confidence))}</p>
<p>${escapeHtml(t('Right:'))} <strong>${isolated(is)}</strong> ${escapeHtml(percent(row.truthProbability))}</p>
<p class="quiet">${isolated(row.path)}</p></li>`;
}

/** Pictures by IoU, with both boxes. */
export function localizedHtml(
  { rows, total }: LocalizedPage,
  classes: readonly string[],
  { localized }: ReportTiles,
): string[] {
  if (rows.length === 0) return [];
  const shown = rows.filter(({ image }) => localized.has(image));
  const items = shown.map((row) => {
    const text = t('{0}: {1}', row.path, classLabel(classes, row.truth));
    return `<li><div class="boxed">${pictureHtml(localized.get(row.image), text)}${boxesSvg(row)}</div>
<p class="answer">IoU <strong>${decimal(row.iou, 2)}</strong></p>
<p>${isolated(classLabel(classes, row.truth))}</p><p class="quiet">${isolated(row.path)}</p></li>`;
  });
  return [
    `<h3>${escapeHtml(t('Worst boxes'))} <small>${escapeHtml(shownText(shown.length, total))}</small></h3>`,
    `<p class="key"><span class="box-annotated"></span> ${escapeHtml(t('annotated'))} <span class="box-found"></span> ${escapeHtml(t('of the map'))}</p>`,
    `<ul class="tiles">${items.join('\n')}</ul>`,
  ];
}

/** Lies over the picture; its unit is a pixel of the photo. */
function boxesSvg({ box, boxes, photo }: LocalizedPicture): string {
  const rect = ({ x, y, width, height }: Rect, kind: string) =>
    ['under', kind].map(
      (of) => `<rect class="${of}" x="${x}" y="${y}" width="${width}" height="${height}"/>`,
    );
  const rects = [
    ...boxes.flatMap((one) => rect(one, 'annotated')),
    ...(box ? rect(box, 'found') : []),
  ];
  return `<svg viewBox="0 0 ${photo.width} ${photo.height}" preserveAspectRatio="none" aria-hidden="true">${rects.join('')}</svg>`;
}
