import path from 'node:path';
import { t } from '@vscode/l10n';
import { escapeHtml, htmlFile, isolated } from '../../html/htmlFile.ts';
import type { EvaluationReport } from '../../results/evaluation/report.ts';
import { classificationSection } from './classificationHtml.ts';
import { doctorSection, paritySection } from './comparisonHtml.ts';
import { evidenceSection } from './evidenceHtml.ts';
import { count, imagesText, intervalText, percent } from './figures.ts';
import type { Section } from './htmlBlocks.ts';
import { localizationSection } from './localizationHtml.ts';
import { findingsSection, originSection } from './originHtml.ts';
import { errorsSection } from './picturesHtml.ts';
import { REPORT_STYLE } from './reportStyle.ts';
import type { ReportTiles } from './reportTiles.ts';
import { trustSection } from './trustHtml.ts';

/**
 * A report as one HTML file without scripts and other files: the answer, then each part that there is. Labels, names and
 * paths are escaped.
 */
export function reportHtml(report: EvaluationReport, tiles: ReportTiles): string {
  const { made, overview } = report;
  const title = t('{0} on {1}', path.basename(made.model), path.basename(overview.folder));
  const sections = sectionsOf(report, tiles);
  return htmlFile(title, REPORT_STYLE, [
    `<header><p class="quiet">${escapeHtml(t('Evaluation of a folder'))}</p><h1>${isolated(title)}</h1>`,
    `<p class="quiet">${isolated(overview.folder)} · ${escapeHtml(made.date.slice(0, 10))}</p>`,
    answerHtml(report),
    ...firstLooks(report),
    `<nav aria-label="${escapeHtml(t('Contents'))}"><ul>${sections.map(({ id, title: name }) => `<li><a href="#${id}">${escapeHtml(name)}</a></li>`).join('')}</ul></nav></header>`,
    '<main>',
    ...sections.map(
      ({ id, title: name, body }) =>
        `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${escapeHtml(name)}</h2>\n${body.join('\n')}\n</section>`,
    ),
    '</main>',
  ]);
}

function sectionsOf(report: EvaluationReport, tiles: ReportTiles): Section[] {
  const { overview, pictures, evidence, trust, doctor, parity, classes } = report;
  const { classification } = overview;
  const sections = [
    classification && classificationSection(classification, classes),
    pictures && errorsSection(pictures, classes, tiles),
    localizationSection(report, tiles),
    evidence && evidenceSection(evidence, tiles),
    trust && trustSection(trust),
    parity && paritySection(parity),
    doctor && doctorSection(doctor),
    findingsSection(report),
    originSection(report),
  ];
  return sections.filter((section) => section !== undefined);
}

/** How many pictures are right; without labels, how many were run. */
function answerHtml({ overview }: EvaluationReport): string {
  const { classification, pictures } = overview;
  if (classification === undefined) {
    return `<p class="answer"><strong>${escapeHtml(imagesText(pictures))}</strong> ${escapeHtml(t('were run; none of them has a label.'))}</p>`;
  }
  const { top1, labelled } = classification;
  const text = t('of {0} are right (95 % interval {1})', imagesText(labelled), intervalText(top1));
  return `<p class="answer"><strong>${escapeHtml(percent(top1.value))}</strong> ${escapeHtml(text)}</p>`;
}

/** What deserves the first look, one sentence from each part. */
function firstLooks({ doctor, parity, evidence, trust, overview }: EvaluationReport): string[] {
  const cluster = evidence?.classes[0]?.clusters[0];
  const left = overview.findings.reduce((sum, finding) => sum + finding.count, 0);
  const looks: [id: string, text: string | undefined][] = [
    ['doctor', doctor?.warning],
    ['classification', doctor ? undefined : overview.diagnosis?.warning],
    [
      'parity',
      parity &&
        t(
          '{0} right before are wrong now, {1} wrong before are right.',
          imagesText(parity.broken),
          count(parity.mended),
        ),
    ],
    ['evidence', cluster && `${evidence?.classes[0]?.label}: ${cluster.text}`],
    ['trust', trust?.conclusions[0]],
    [
      'findings',
      left > 0 ? t('{0} in the folder or its files do not count.', thingsText(left)) : undefined,
    ],
  ];
  const items = looks.flatMap(([id, text]) =>
    text === undefined || text === '' ? [] : [`<li><a href="#${id}">${isolated(text)}</a></li>`],
  );
  if (items.length === 0) return [];
  return [
    `<h2 class="first">${escapeHtml(t('What to look at first'))}</h2>`,
    `<ul class="looks">${items.join('')}</ul>`,
  ];
}

function thingsText(things: number): string {
  return things === 1 ? t('1 thing') : t('{0} things', count(things));
}
