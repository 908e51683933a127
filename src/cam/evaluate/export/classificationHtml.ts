import { t } from '@vscode/l10n';
import { classLabel } from '../../base/classLabel.ts';
import { escapeHtml, isolated } from '../../html/htmlFile.ts';
import { confusionPlot } from '../../plots/confusion.ts';
import { reliabilityPlot } from '../../plots/reliability.ts';
import type { ClassificationReport, ClassRow } from '../../results/evaluation/overview.ts';
import {
  count,
  decimal,
  imagesText,
  intervalText,
  percent,
  shareFigure,
  shownText,
} from './figures.ts';
import type { Section } from './htmlBlocks.ts';
import { paragraph, plotHtml, tableHtml } from './htmlBlocks.ts';
import { plotPlace, svgText } from './svgText.ts';

/** Lines of the tables; the rest is in the JSON file. Further classes are in a table that opens. */
const MOST = { pairs: 20, classes: 200, open: 12 };

/** Figures with intervals, confusion, classes and reliability. */
export function classificationSection(
  report: ClassificationReport,
  classes: readonly string[],
): Section {
  const confusion = confusionPlot(report, plotPlace(620));
  const reliability = reliabilityPlot(report.calibration, plotPlace(520));
  return {
    id: 'classification',
    title: t('Classification'),
    body: [
      `<ul class="figures">${figuresOf(report).join('')}</ul>`,
      '<div class="beside">',
      ...(confusion ? [plotHtml(confusion, svgText(confusion))] : []),
      plotHtml(reliability, svgText(reliability)),
      '</div>',
      ...pairsHtml(report, classes),
      ...classesHtml(report),
    ],
  };
}

function figuresOf(report: ClassificationReport): string[] {
  const { labelled, top1, top5, meanLoss, calibration } = report;
  return [
    figureItem(percent(top1.value), t('right with the first class'), intervalText(top1)),
    ...(top5
      ? [figureItem(percent(top5.value), t('right class among the first five'), intervalText(top5))]
      : []),
    figureItem(decimal(meanLoss, 3), t('mean loss, −log p of the right class'), ''),
    figureItem(
      percent(calibration.error),
      t('calibration error (ECE): how far stated probabilities miss'),
      t('{0} bins', calibration.bins.length),
    ),
    figureItem(count(labelled), t('labelled images'), ''),
  ];
}

function figureItem(value: string, text: string, detail: string): string {
  const small = detail === '' ? '' : `<small>${escapeHtml(detail)}</small>`;
  return `<li><strong>${escapeHtml(value)}</strong><span>${escapeHtml(text)}</span>${small}</li>`;
}

function pairsHtml({ confusions }: ClassificationReport, classes: readonly string[]): string[] {
  if (confusions.length === 0) return [];
  const shown = confusions.slice(0, MOST.pairs);
  const items = shown.map(({ truth, predicted, count: images }) => {
    const [is, said] = [classLabel(classes, truth), classLabel(classes, predicted)];
    return `<li>${isolated(is)} <span class="quiet">→</span> ${isolated(said)} <span class="quiet">${escapeHtml(imagesText(images))}</span></li>`;
  });
  return [
    `<h3>${escapeHtml(t('Most confused'))} <small>${escapeHtml(shownText(shown.length, confusions.length))}</small></h3>`,
    paragraph(t('Right class → predicted class.')),
    `<ol class="pairs">${items.join('')}</ol>`,
  ];
}

function classesHtml({ classes }: ClassificationReport): string[] {
  const sorted = [...classes].sort((a, b) => recallOf(a) - recallOf(b));
  const shown = sorted.slice(0, MOST.classes);
  const title = t('Classes, the least often found first');
  const columns = [
    { name: t('Class'), isText: true },
    ...[t('Images'), t('Predicted'), t('Right')].map((name) => ({ name })),
    ...[t('Recall'), t('Precision'), t('Accuracy')].map((name) => ({ name })),
  ];
  const rows = shown.map((row) => ({
    cells: [
      isolated(row.label),
      ...[row.pictures, row.predicted, row.right].map(count),
      ...[row.recall, row.precision, row.accuracy].map(shareFigure),
    ],
  }));
  const [open, closed] = [rows.slice(0, MOST.open), rows.slice(MOST.open)];
  const more = t('{0} more', count(closed.length));
  return [
    `<h3>${escapeHtml(title)} <small>${escapeHtml(shownText(shown.length, classes.length))}</small></h3>`,
    tableHtml(title, columns, open),
    ...(closed.length > 0
      ? [
          `<details><summary>${escapeHtml(more)}</summary>${tableHtml(more, columns, closed)}</details>`,
        ]
      : []),
  ];
}

/** Classes without a picture come last. */
function recallOf({ recall }: ClassRow): number {
  return recall?.value ?? 2;
}
