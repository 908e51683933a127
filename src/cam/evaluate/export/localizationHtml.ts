import { t } from '@vscode/l10n';
import { escapeHtml, isolated } from '../../html/htmlFile.ts';
import { boxAccuracyPlot } from '../../plots/boxAccuracy.ts';
import type {
  LocalizationQuery,
  LocalizationReport,
  LocalizationRow,
} from '../../results/evaluation/localization.ts';
import type { EvaluationReport } from '../../results/evaluation/report.ts';
import { count, decimal, imagesText, percent, shareFigure } from './figures.ts';
import type { Section } from './htmlBlocks.ts';
import { findingsHtml, paragraph, plotHtml, tableHtml } from './htmlBlocks.ts';
import { localizedHtml } from './picturesHtml.ts';
import type { ReportTiles } from './reportTiles.ts';
import { plotPlace, svgText } from './svgText.ts';

/** Columns of the table; one that no row has is left out. */
const columns = (): {
  name: string;
  cell: (row: LocalizationRow) => string;
  has: keyof LocalizationRow;
}[] => [
  {
    name: t('Top-1 error'),
    has: 'top1ClassificationError',
    cell: (row) => shareFigure(row.top1ClassificationError),
  },
  {
    name: t('Top-5 error'),
    has: 'top5ClassificationError',
    cell: (row) => shareFigure(row.top5ClassificationError),
  },
  {
    name: t('Top-1 localization error'),
    has: 'top1LocalizationError',
    cell: (row) => shareFigure(row.top1LocalizationError),
  },
  {
    name: t('Top-5 localization error'),
    has: 'top5LocalizationError',
    cell: (row) => shareFigure(row.top5LocalizationError),
  },
  { name: t('GT-known'), has: 'gtKnown', cell: (row) => shareFigure(row.gtKnown) },
  { name: t('MaxBoxAcc'), has: 'maxBoxAcc', cell: (row) => shareFigure(row.maxBoxAcc) },
  { name: t('MaxBoxAccV2'), has: 'maxBoxAccV2', cell: (row) => shareFigure(row.maxBoxAccV2) },
  { name: t('PxAP'), has: 'pxAP', cell: (row) => shareFigure(row.pxAP) },
  { name: t('Pointing'), has: 'pointing', cell: (row) => shareFigure(row.pointing) },
  { name: t('Energy in the box'), has: 'energy', cell: (row) => shareFigure(row.energy) },
  { name: t('τ'), has: 'threshold', cell: (row) => decimal(row.threshold ?? Number.NaN, 3) },
];

/** The table of all rows, the curve over τ, and the worst boxes. */
export function localizationSection(
  { localization, localized, classes }: EvaluationReport,
  tiles: ReportTiles,
): Section | undefined {
  if (localization === undefined) return undefined;
  const { pictures, rows, findings, query } = localization;
  const scores =
    pictures === 0
      ? [paragraph(t('No image has a box or mask of its class.'))]
      : [
          paragraph(sampleText(localization)),
          ...(query ? [paragraph(conventionText(query))] : []),
          scoresHtml(localization),
          curveHtml(rows),
        ];
  return {
    id: 'localization',
    title: t('Localization'),
    body: [
      ...scores,
      ...(findings.length > 0 ? [findingsHtml(findings)] : []),
      ...(localized ? localizedHtml(localized, classes, tiles) : []),
    ],
  };
}

/** By which of several conventions the scores are made. */
function conventionText({ boxRule, threshold, hasGeometry, seed }: LocalizationQuery): string {
  return [
    boxRule === 'paper'
      ? t('Boxes by the rule of the paper: around the largest part above 20 % of the maximum.')
      : t("Boxes by the authors' program: three thresholds, five guesses."),
    threshold === 'heldOut'
      ? t('τ is chosen on one half of the images, the score is of the other (seed {0}).', seed)
      : t('Oracle: τ is chosen on the images that are scored (seed {0}).', seed),
    hasGeometry
      ? t('Maps lie where the model looked.')
      : t('Maps are stretched over the image, wherever the model looked.'),
  ].join(' ');
}

/** Twice: a wide plot would have tiny letters on a narrow page, which shows the other. */
function curveHtml(rows: readonly LocalizationRow[]): string {
  const [wide, narrow] = [860, 440].map((width) => boxAccuracyPlot(rows, plotPlace(width)));
  if (wide === undefined || narrow === undefined) return '';
  const both = `<div class="on-wide">${svgText(wide)}</div><div class="on-narrow">${svgText(narrow)}</div>`;
  return plotHtml(wide, both);
}

function sampleText({ pictures, annotated, rows }: LocalizationReport): string {
  const [first] = rows;
  const area = first
    ? ` ${t('The boxes cover {0} of an image on average.', percent(first.boxArea))}`
    : '';
  const images =
    pictures === annotated
      ? t('All {0} annotated images.', count(annotated))
      : t('A sample of {0} of {1} annotated images.', count(pictures), count(annotated));
  return `${images}${area} ${t('Below each score is its 95 % interval.')}`;
}

function scoresHtml({ rows, pictures }: LocalizationReport): string {
  const used = columns().filter(({ has }) => rows.some((row) => row[has] !== undefined));
  return tableHtml(
    t('Localization scores of methods and baselines'),
    [{ name: t('Maps'), isText: true }, ...used],
    rows.map((row) => ({
      cells: [rowName(row, pictures), ...used.map(({ cell }) => cell(row))],
      kind: row.source.kind === 'baseline' ? 'baseline' : undefined,
    })),
  );
}

/** With the number of pictures where that is another than in the other rows. */
function rowName({ name, pictures }: LocalizationRow, all: number): string {
  if (pictures === undefined || pictures === all) return isolated(name);
  return `${isolated(name)}<small>${escapeHtml(imagesText(pictures))}</small>`;
}
