import { t } from '@vscode/l10n';
import { escapeHtml, isolated } from '../../html/htmlFile.ts';
import type { DoctorReport } from '../../results/evaluation/doctor.ts';
import type { McNemar, ParityReport } from '../../results/evaluation/parity.ts';
import { count, decimal, figure, imagesText, shareFigure } from './figures.ts';
import type { Section } from './htmlBlocks.ts';
import { findingsHtml, leftOutText, paragraph, tableHtml } from './htmlBlocks.ts';

/** Pictures that are listed; the rest is in the JSON file. */
const MOST_WORST = 30;

/** Ways of reading pictures and labels. */
export function doctorSection({
  pictures,
  seed,
  variants,
  warning,
  findings,
}: DoctorReport): Section {
  const title = t('Preprocessing and labels');
  return {
    id: 'doctor',
    title,
    body: [
      ...(warning === undefined ? [] : [paragraph(warning, 'warning')]),
      paragraph(t('{0}, drawn with seed {1}.', imagesText(pictures), seed)),
      tableHtml(
        title,
        [
          { name: t('Way of reading'), isText: true },
          { name: t('Images') },
          { name: t('Right') },
          { name: t('Mean margin') },
        ],
        variants.map(({ name, isCurrent, accuracy, meanMargin }) => ({
          cells: [
            isolated(name),
            count(accuracy.of),
            shareFigure(accuracy),
            decimal(meanMargin, 2),
          ],
          kind: isCurrent ? 'current' : undefined,
        })),
      ),
      ...(findings.length > 0 ? [findingsHtml(findings)] : []),
    ],
  };
}

/** The same folder under two models. */
export function paritySection(report: ParityReport): Section {
  const { before, after, findings } = report;
  return {
    id: 'parity',
    title: t('Before and after'),
    body: [
      paragraph(
        t('{0}, {1} of them labelled.', imagesText(report.pictures), count(report.labelled)),
      ),
      tableHtml(
        t('Accuracy of both models'),
        [
          { name: t('Model'), isText: true },
          { name: t('Right') },
          { name: t('SHA-256'), isText: true },
        ],
        [before, after].map(({ name, accuracy, hash }) => ({
          cells: [
            isolated(name),
            shareFigure(accuracy),
            `<code>${escapeHtml(hash.slice(0, 16))}</code>`,
          ],
        })),
      ),
      `<ul class="figures">${figuresOf(report).join('')}</ul>`,
      paragraph(mcNemarText(report.mcNemar)),
      ...worstHtml(report),
      ...(findings.length > 0 ? [findingsHtml(findings)] : []),
    ],
  };
}

function figuresOf(report: ParityReport): string[] {
  const change = `${report.accuracyChange > 0 ? '+' : ''}${decimal(report.accuracyChange, 2)}`;
  return [
    [escapeHtml(change), t('percentage points of accuracy')],
    [count(report.broken), t('right before, wrong now')],
    [count(report.mended), t('wrong before, right now')],
    [count(report.changed), t('with another prediction')],
    [figure(report.boxIou, 3), t('mean IoU of the boxes')],
    [figure(report.mapCorrelation, 3), t('mean correlation of the maps')],
  ].map(
    ([value, text]) => `<li><strong>${value}</strong><span>${escapeHtml(text ?? '')}</span></li>`,
  );
}

function mcNemarText({ kind, statistic, pValue }: McNemar): string {
  const p = pValue < 0.001 ? '< 0.001' : `= ${pValue.toFixed(3)}`;
  return kind === 'exact'
    ? t("McNemar's exact test of the images that only one model gets right: p {0}.", p)
    : t(
        "McNemar's test of the images that only one model gets right: χ² = {0}, p {1}.",
        decimal(statistic, 2),
        p,
      );
}

function worstHtml({ worst }: ParityReport): string[] {
  if (worst.length === 0) return [];
  const shown = worst.slice(0, MOST_WORST);
  const name = (of: string | undefined) => (of === undefined ? '–' : isolated(of));
  const title = t('Images that changed most');
  return [
    `<h3>${escapeHtml(title)}</h3>`,
    ...leftOutText(shown.length, worst.length),
    tableHtml(
      title,
      [
        ...[t('Image'), t('Right'), t('Before'), t('After')].map((text) => ({
          name: text,
          isText: true,
        })),
        ...[t('IoU'), t('Correlation')].map((text) => ({ name: text })),
      ],
      shown.map(({ path, names, boxIou, mapCorrelation }) => ({
        cells: [
          ...[isolated(path), name(names.truth), name(names.before), name(names.after)],
          ...[decimal(boxIou, 2), decimal(mapCorrelation, 2)],
        ],
      })),
    ),
  ];
}
