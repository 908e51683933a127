import { t } from '@vscode/l10n';
import { visibleText } from '../../base/visibleText.ts';
import type {
  McNemar,
  ParityBounds,
  ParityPicture,
  ParityReport,
} from '../../results/evaluation/parity.ts';
import type { Finding, Rate, Score } from '../../results/evaluation/scores.ts';
import { brokenBounds } from './brokenBounds.ts';

/** Pictures in the list of the worst. */
const WORST = 10;

/**
 * A comparison as Markdown, for the summary of a step of GitHub Actions: broken bounds, the table, the worst pictures,
 * what is left out.
 */
export function paritySummary(report: ParityReport, bounds: ParityBounds): string {
  const { before, after } = report;
  const sections = [
    `## ${t('{0} against {1}', escaped(after.name), escaped(before.name))}`,
    boundLines(report, bounds),
    table(
      ['', t('before'), t('after'), t('change')],
      [
        [t('model'), escaped(before.name), escaped(after.name), ''],
        [t('accuracy'), rateText(before.accuracy), rateText(after.accuracy), changeText(report)],
      ],
    ),
    table(
      [t('of the class that was predicted before'), t('mean'), t('95 % interval')],
      [
        [t('IoU of the boxes'), ...scoreCells(report.boxIou)],
        [t('correlation of the maps'), ...scoreCells(report.mapCorrelation)],
      ],
    ),
    flipsText(report),
    worstTable(report.worst),
    findingLines(report.findings),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function boundLines(report: ParityReport, bounds: ParityBounds): string {
  if (Object.values(bounds).every((bound) => bound === undefined)) return '';
  const broken = brokenBounds(report, bounds);
  if (broken.length === 0) return `✅ ${t('All bounds are kept.')}`;
  return broken.map(({ text }) => `❌ ${text}`).join('\n\n');
}

function flipsText({ pictures, labelled, mended, broken, changed, mcNemar }: ParityReport): string {
  return [
    t('{0} pictures, {1} of them with a label in both.', pictures, labelled),
    t('Right before and wrong after: {0}; wrong before and right after: {1}.', broken, mended),
    mcNemarText(mcNemar),
    t('Other class predicted: {0}.', changed),
  ].join(' ');
}

function mcNemarText({ kind, statistic, pValue }: McNemar): string {
  const p = pValue < 0.001 ? pValue.toExponential(1) : pValue.toFixed(3);
  return kind === 'exact'
    ? t("McNemar's test, exact: p = {0}.", p)
    : t("McNemar's test: χ² = {0}, p = {1}.", statistic.toFixed(2), p);
}

function worstTable(worst: readonly ParityPicture[]): string {
  if (worst.length === 0) return '';
  const rows = worst
    .slice(0, WORST)
    .map(({ path, names, boxIou, mapCorrelation }) => [
      escaped(path),
      names.truth === undefined ? '–' : escaped(names.truth),
      escaped(names.before),
      escaped(names.after),
      numberText(boxIou),
      numberText(mapCorrelation),
    ]);
  const head = [t('picture'), t('right'), t('before'), t('after'), t('IoU'), t('correlation')];
  return `### ${t('Worst pictures')}\n\n${table(head, rows)}`;
}

function findingLines(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const lines = findings.map(({ count, text, examples }) => {
    const names = examples.map(escaped).join(', ');
    return `- ${count} · ${text} ${examples.length < count ? t('{0}, …', names) : names}`;
  });
  return `### ${t('What does not count')}\n\n${lines.join('\n')}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function rateText({ value, low, high, of }: Rate): string {
  if (of === 0) return '–';
  return t('{0} % ({1}…{2} %, {3} pictures)', percent(value), percent(low), percent(high), of);
}

function changeText({ accuracyChange, labelled }: ParityReport): string {
  if (labelled === 0) return '–';
  const sign = accuracyChange > 0 ? '+' : accuracyChange < 0 ? '−' : '';
  return t('{0} points', `${sign}${Math.abs(accuracyChange).toFixed(2)}`);
}

function scoreCells({ value, low, high }: Score): [string, string] {
  if (Number.isNaN(value)) return ['–', '–'];
  return [numberText(value), `${numberText(low)}…${numberText(high)}`];
}

function numberText(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(3).replace('-', '−');
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** A name from a file as plain text in a table: Markdown and HTML in it are not obeyed. */
function escaped(name: string): string {
  return visibleText(name)
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
