import { t } from '@vscode/l10n';
import { escapeHtml, isolated } from '../../html/htmlFile.ts';
import { roadPlot } from '../../plots/road.ts';
import type { TrustReport } from '../../results/evaluation/trust.ts';
import { figure, imagesText } from './figures.ts';
import type { Section } from './htmlBlocks.ts';
import { findingsHtml, paragraph, plotHtml, tableHtml } from './htmlBlocks.ts';
import { plotPlace, svgText } from './svgText.ts';

/** What the maps can be trusted for: conclusions, scores with baselines, ROAD, randomisation. */
export function trustSection(report: TrustReport): Section {
  const { pictures, seed, rows, conclusions, findings } = report;
  const plots = rows.map((row) => {
    const plot = roadPlot(row, plotPlace(330));
    return plotHtml(plot, svgText(plot), row.name);
  });
  return {
    id: 'trust',
    title: t('Can the maps be trusted?'),
    body: [
      `<ul class="conclusions">${conclusions.map((text) => `<li>${isolated(text)}</li>`).join('')}</ul>`,
      paragraph(
        t(
          'A sample of {0}, drawn with seed {1}. Below each score is its 95 % interval.',
          imagesText(pictures),
          seed,
        ),
      ),
      scoresHtml(report),
      `<h3>${escapeHtml(t('Accuracy as pixels are removed (ROAD)'))}</h3>`,
      `<div class="beside">${plots.join('\n')}</div>`,
      ...randomisationHtml(report),
      ...(findings.length > 0 ? [findingsHtml(findings)] : []),
      ...conventionsHtml(report),
    ],
  };
}

function conventionsHtml({ conventions = [] }: TrustReport): string[] {
  if (conventions.length === 0) return [];
  const items = conventions.map((text) => `<li>${isolated(text)}</li>`);
  const summary = `<summary>${escapeHtml(t('How this was measured'))}</summary>`;
  return [`<details>${summary}<ul>${items.join('')}</ul></details>`];
}

function scoresHtml({ rows }: TrustReport): string {
  return tableHtml(
    t('Faithfulness of methods and baselines'),
    [
      { name: t('Maps'), isText: true },
      ...[t('Insertion ↑'), t('Deletion ↓'), t('Average drop ↓, %'), t('Increase ↑, %')].map(
        (name) => ({ name }),
      ),
      ...[t('Gain ↑, %'), t('ROAD ↑')].map((name) => ({ name })),
    ],
    rows.map((row) => ({
      cells: [
        isolated(row.name),
        ...[figure(row.insertion, 3), figure(row.deletion, 3), figure(row.averageDrop, 1)],
        ...[figure(row.increase, 1), figure(row.gain, 1), figure(row.road, 3)],
      ],
      kind: row.source.kind === 'baseline' ? 'baseline' : undefined,
    })),
  );
}

function randomisationHtml({ randomisation }: TrustReport): string[] {
  if (randomisation.length === 0) return [];
  const title = t('Do the maps depend on what the model has learned?');
  return [
    `<h3>${escapeHtml(title)}</h3>`,
    paragraph(
      t('Correlation with the maps of the model as it is: near 0 is good for a randomised model.'),
    ),
    tableHtml(
      title,
      [{ name: t('Compared with'), isText: true }, { name: t('Rank correlation of signed maps') }],
      randomisation.map(({ name, correlation }) => ({
        cells: [isolated(name), figure(correlation, 2)],
      })),
    ),
  ];
}
