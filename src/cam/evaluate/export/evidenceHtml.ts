import { t } from '@vscode/l10n';
import { escapeHtml, isolated } from '../../html/htmlFile.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import type {
  ClassEvidence,
  EvidenceCluster,
  EvidenceReport,
  Region,
} from '../../results/evaluation/evidence.ts';
import { MOST_PICTURES } from '../../results/evaluation/report.ts';
import { imagesText, percent } from './figures.ts';
import type { Section } from './htmlBlocks.ts';
import { findingsHtml, leftOutText, paragraph, pictureHtml, tableHtml } from './htmlBlocks.ts';
import type { ReportTiles } from './reportTiles.ts';
import { shownEvidence, typicalKey } from './reportTiles.ts';

/** Where the evidence of each class lies, with its clusters. */
export function evidenceSection(report: EvidenceReport, tiles: ReportTiles): Section | undefined {
  const shown = shownEvidence(report);
  if (shown.length === 0) return undefined;
  return {
    id: 'evidence',
    title: t('Where the evidence lies'),
    body: [
      ...(report.conclusion === undefined ? [] : [paragraph(report.conclusion)]),
      paragraph(
        t(
          'Classes with the most suspicious group of images first. Dark red: where the maps of a class are strong on average.',
        ),
      ),
      ...leftOutText(shown.length, report.classes.length),
      ...shown.map((one) => classHtml(one, tiles)),
      ...(report.findings.length > 0 ? [findingsHtml(report.findings)] : []),
    ],
  };
}

function classHtml(one: ClassEvidence, tiles: ReportTiles): string {
  const { classIndex, label, pictures, meanMap, meanActivation, clusters, text } = one;
  return `<article>
<h3>${isolated(label)} <small>${escapeHtml(imagesText(pictures))}</small></h3>
<div class="evidence"><ul class="means">
${meanHtml(meanMap, t('Mean map of {0}', label), t('Mean map'), tiles)}
${meanHtml(meanActivation, t('Mean activation in images of {0}', label), t('Mean activation, any class'), tiles)}
</ul>${sharesHtml(one)}</div>
${text === undefined ? '' : `<p class="suspicious">${suspicion()} ${isolated(text)}</p>`}
${clusters.map((cluster) => clusterHtml(classIndex, cluster, tiles)).join('\n')}
</article>`;
}

function meanHtml(map: ScalarMap, text: string, caption: string, { means }: ReportTiles): string {
  if (!means.has(map)) return '';
  return `<li>${pictureHtml(means.get(map), text)}<p class="quiet">${escapeHtml(caption)}</p></li>`;
}

function sharesHtml({ label, shares, pictures }: ClassEvidence): string {
  if (shares.length === 0) return '';
  return tableHtml(
    t('Share of the positive evidence of {0} inside parts of the image', label),
    [
      { name: t('Part of the image'), isText: true },
      { name: t('Images') },
      ...[t('Evidence'), t('Any class'), t('Chance')].map((name) => ({ name })),
    ],
    shares.map(({ region, share, ofMeanActivation, chance, pictures: of }) => ({
      cells: [
        escapeHtml(regionName(region)),
        escapeHtml(String(of ?? pictures)),
        ...[share, ofMeanActivation, chance].map((value) => escapeHtml(percent(value))),
      ],
    })),
  );
}

function clusterHtml(
  classIndex: number,
  { images, paths, meanMap, text, suspicious }: EvidenceCluster,
  tiles: ReportTiles,
): string {
  const photos = paths
    .slice(0, MOST_PICTURES.typical)
    .filter((file) => tiles.typical.has(typicalKey(classIndex, file)))
    .map(
      (file) => `<li>${pictureHtml(tiles.typical.get(typicalKey(classIndex, file)), file)}</li>`,
    );
  const mark = suspicious ? { name: 'cluster suspicious', text: `${suspicion()} ` } : undefined;
  return `<section class="${mark?.name ?? 'cluster'}"><p>${mark?.text ?? ''}${isolated(text)} <span class="quiet">${escapeHtml(imagesText(images.length))}</span></p>
<ul class="means">${meanHtml(meanMap, t('Mean map of these images'), t('Mean map'), tiles)}${photos.join('')}</ul></section>`;
}

/** Said in words, not only by a colour. */
function suspicion(): string {
  return `<strong>${escapeHtml(t('Suspicious:'))}</strong>`;
}

function regionName(region: Region): string {
  const names: Record<Region, string> = {
    mask: t('Annotated mask'),
    box: t('Annotated box'),
    centre: t('Centre'),
    border: t('Border'),
    corners: t('Corners'),
  };
  return names[region];
}
