import { classLabel } from '../../cam/base/classLabel.ts';
import type { DoctorReport } from '../../cam/results/evaluation/doctor.ts';
import type { EvidenceReport } from '../../cam/results/evaluation/evidence.ts';
import type {
  LocalizationReport,
  LocalizationRow,
} from '../../cam/results/evaluation/localization.ts';
import type {
  ClassificationReport,
  EvaluatedPicture,
  EvaluationOverview,
} from '../../cam/results/evaluation/overview.ts';
import type { ParityReport } from '../../cam/results/evaluation/parity.ts';
import type { Finding, Rate, Score } from '../../cam/results/evaluation/scores.ts';
import type { TrustReport } from '../../cam/results/evaluation/trust.ts';
import { rateText, share } from '../text/rates.ts';
import { table } from '../text/table.ts';

/** Number of examples that are named. */
const EXAMPLES = 3;

/** Number of confused pairs that are listed. */
const PAIRS = 10;

function interval(score: Rate | Score | undefined): string {
  if (!score || Number.isNaN(score.value)) return '–';
  return `${(100 * score.value).toFixed(1)} [${(100 * score.low).toFixed(1)}, ${(100 * score.high).toFixed(1)}]`;
}

/** What was found in the folder. */
export function foundText({ labels, annotations, pictures }: EvaluationOverview): string[] {
  return [
    `${pictures} images`,
    labels?.text ?? 'No labels were found: nothing can be right or wrong. Give `--labels FILE`.',
    ...(annotations ? [annotations.text] : []),
  ];
}

/** One line for stderr; the text says how many there are. */
export function findingText({ text, examples }: Finding): string {
  const named = examples.slice(0, EXAMPLES).join(', ');
  return `note: ${text}${named === '' ? '' : ` For example: ${named}`}`;
}

export function classificationText(
  { top1, top5, meanLoss, calibration, confusions, classes }: ClassificationReport,
  labels: readonly string[],
): string[] {
  return [
    '',
    `Right: ${rateText(top1)}`,
    ...(top5 ? [`Among the first five: ${rateText(top5)}`] : []),
    `Top-1 error ${share(1 - top1.value)}, ${top5 ? `top-5 error ${share(1 - top5.value)}, ` : ''}mean loss ${meanLoss.toFixed(4)}, expected calibration error ${share(calibration.error)}`,
    ...(confusions.length === 0 || classes.length === 0
      ? []
      : [
          '',
          'Confused most often:',
          ...table(
            ['images', 'are', 'said to be'],
            confusions
              .slice(0, PAIRS)
              .map(({ truth, predicted, count }) => [
                String(count),
                classLabel(labels, truth),
                classLabel(labels, predicted),
              ]),
          ),
        ]),
  ];
}

/** The worst images. */
export function picturesText(
  rows: readonly EvaluatedPicture[],
  labels: readonly string[],
): string[] {
  if (rows.length === 0) return [];
  return [
    '',
    'Wrong, the largest loss first:',
    ...table(
      ['loss', 'image', 'is', 'said to be', 'probability'],
      rows.map(({ loss, path, truth, predicted, confidence }) => [
        loss.toFixed(3),
        path,
        classLabel(labels, truth),
        classLabel(labels, predicted),
        share(confidence),
      ]),
    ),
  ];
}

export function localizationText({ pictures, annotated, rows }: LocalizationReport): string[] {
  const sample = pictures < annotated ? ` of ${annotated}` : '';
  return [
    '',
    `Localization, ${pictures}${sample} images with boxes or masks; per cent, with 95 % intervals:`,
    ...table(
      [
        ...['', 'top-1 error', 'top-1 loc. error', 'top-5 loc. error', 'GT-known'],
        ...['MaxBoxAcc', 'MaxBoxAccV2', 'PxAP', 'pointing', 'energy in box (area)', 'tau'],
      ],
      rows.map(localizationCells),
    ),
  ];
}

function localizationCells(row: LocalizationRow): string[] {
  const energy = row.energy ? `${interval(row.energy)} (${(100 * row.boxArea).toFixed(1)})` : '–';
  return [
    row.name,
    interval(row.top1ClassificationError),
    interval(row.top1LocalizationError),
    interval(row.top5LocalizationError),
    interval(row.gtKnown),
    interval(row.maxBoxAcc),
    interval(row.maxBoxAccV2),
    interval(row.pxAP),
    interval(row.pointing),
    energy,
    row.threshold?.toFixed(3) ?? '–',
  ];
}

/** Classes that are listed. */
const CLASSES = 10;

export function evidenceText({ classes, conclusion }: EvidenceReport): string[] {
  return [
    '',
    'Where the evidence lies, the most suspicious class first:',
    ...(conclusion === undefined ? [] : [`  ${conclusion}`]),
    ...classes
      .slice(0, CLASSES)
      .flatMap(({ label, pictures, shares, clusters, text }) => [
        `  ${label} (${pictures} images): ${shares
          .map(
            ({ region, share: inside, ofMeanActivation, chance, pictures: of }) =>
              `${region} ${share(inside)} (${of === undefined || of === pictures ? '' : `${of} images, `}any class ${share(ofMeanActivation)}, even ${share(chance)})`,
          )
          .join(', ')}`,
        ...(text === undefined ? [] : [`    Suspicious: ${text}`]),
        ...clusters
          .filter(({ suspicious }) => suspicious)
          .map((cluster) => `    Suspicious: ${cluster.text}`),
      ]),
  ];
}

export function trustText({ pictures, seed, rows, randomisation, conclusions }: TrustReport) {
  const plain = ({ value, low, high }: Score, digits: number) =>
    `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;
  return [
    '',
    `Faithfulness on ${pictures} images (seed ${seed}):`,
    ...table(
      ['', 'deletion (low is good)', 'insertion', 'average drop (low is good)', 'ROAD'],
      rows.map(({ name, deletion, insertion, averageDrop, road }) => [
        name,
        plain(deletion, 3),
        plain(insertion, 3),
        `${plain(averageDrop, 1)} %`,
        plain(road, 3),
      ]),
    ),
    ...table(
      ['correlation of signed maps', ''],
      randomisation.map(({ name, correlation }) => [name, plain(correlation, 2)]),
    ),
    ...conclusions.map((conclusion) => `  ${conclusion}`),
  ];
}

/** Variants that are listed. */
const VARIANTS = 8;

export function doctorText({ pictures, variants, warning }: DoctorReport): string[] {
  return [
    '',
    `Ways to read images and labels, on ${pictures} images:`,
    ...table(
      ['right', 'mean margin', ''],
      variants
        .filter(({ isCurrent }, i) => i < VARIANTS || isCurrent)
        .map(({ name, isCurrent, accuracy, meanMargin }) => [
          share(accuracy.value),
          meanMargin.toFixed(2),
          isCurrent ? `${name} (in use)` : name,
        ]),
    ),
    ...(warning === undefined ? [] : [`  ${warning}`]),
  ];
}

function mean({ value }: Score, digits: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(digits);
}

export function parityText(report: ParityReport): string[] {
  const { before, after, pictures, mended, broken: lost, changed, mcNemar } = report;
  return [
    '',
    `Before (${before.name}) and after (${after.name}), ${pictures} images:`,
    `  right ${interval(before.accuracy)} → ${interval(after.accuracy)} %, McNemar p = ${mcNemar.pValue.toPrecision(3)}`,
    `  ${changed} other predictions: ${lost} wrong now, ${mended} right now`,
    `  boxes' IoU ${mean(report.boxIou, 3)}, correlation of maps ${mean(report.mapCorrelation, 4)}`,
  ];
}
