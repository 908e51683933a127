import path from 'node:path';
import { t } from '@vscode/l10n';
import { escapeHtml, isolated } from '../../html/htmlFile.ts';
import type { EvaluationReport } from '../../results/evaluation/report.ts';
import { count, imagesText } from './figures.ts';
import type { Section } from './htmlBlocks.ts';
import { findingsHtml, paragraph } from './htmlBlocks.ts';

/** What was evaluated: model, folder, labels, annotations, date. */
export function originSection({ made, overview }: EvaluationReport): Section {
  const { labels, annotations, folder, pictures, unreadable, complete } = overview;
  const facts: [name: string, html: string][] = [
    [
      t('Model'),
      `${isolated(path.basename(made.model))} <span class="quiet">${isolated(made.model)}</span>`,
    ],
    [t('SHA-256'), `<code>${escapeHtml(made.modelHash)}</code>`],
    [t('Folder'), isolated(folder)],
    [t('Images'), escapeHtml(imagesReadText(pictures, unreadable.length, complete))],
    [t('Right classes'), isolated(labels?.text ?? t('No image has a label.'))],
    [t('Boxes and masks'), isolated(annotations?.text ?? t('None were found.'))],
    [t('Made'), escapeHtml(t('{0} by CAM Lens {1}', dateText(made.date), made.version))],
  ];
  return {
    id: 'origin',
    title: t('What was evaluated'),
    body: [
      `<dl>${facts.map(([name, html]) => `<dt>${escapeHtml(name)}</dt><dd>${html}</dd>`).join('\n')}</dl>`,
    ],
  };
}

function imagesReadText(pictures: number, unreadable: number, complete: boolean): string {
  return [
    imagesText(pictures),
    ...(unreadable > 0 ? [t('{0} cannot be read', count(unreadable))] : []),
    ...(complete ? [] : [t('the folder was not read to its end')]),
  ].join(', ');
}

/** `2026-01-31 14:03 UTC`. */
function dateText(date: string): string {
  return `${date.slice(0, 10)} ${date.slice(11, 16)} UTC`;
}

/** What was found in the folder and is in no score. */
export function findingsSection({ overview }: EvaluationReport): Section | undefined {
  if (overview.findings.length === 0) return undefined;
  return {
    id: 'findings',
    title: t('What does not count'),
    body: [paragraph(t('This is in no score of the report.')), findingsHtml(overview.findings)],
  };
}
