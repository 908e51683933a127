import { roadPlot } from '../../../src/cam/plots/road.ts';
import type {
  RandomisationRow,
  TrustReport,
  TrustRow,
} from '../../../src/cam/results/evaluation/trust.ts';
import { plotFigure } from '../../shared/plots/plotFigure.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { ReportFrame } from '../panels/reportFrame.ts';
import type { ScoreColumn } from '../panels/scoreTable.ts';
import { scoreTable } from '../panels/scoreTable.ts';
import type { PageParts } from '../state/page.ts';
import { sampleSize } from '../state/reportQueries.ts';
import { reportStrings as strings } from '../state/reportStrings.ts';

/** Widest plot in CSS pixels. */
const MOST_PX = 560;

/** Conclusions above the scores; the others open below them. */
const MOST_SAID = 5;

/** Shares, and scores in percent. */
const SHARES = ['deletion', 'insertion', 'road'] as const;
const SCORES = ['deletion', 'insertion', 'averageDrop', 'increase', 'gain', 'road'] as const;
const LOW_IS_GOOD: readonly string[] = ['deletion', 'averageDrop'];

/** Whether the maps show what the model uses: what the scores mean, then the scores. */
export function trustView(parts: PageParts): HTMLElement {
  const conclusions = element('ul', { class: 'conclusions', 'data-testid': 'conclusions' });
  const sample = element('p', { class: 'note number' });
  const table = element('div', { class: 'score-place' });
  const plot = element('div', { class: 'report-plot' });
  const randomised = element('div', { class: 'score-place' });
  const others = element('details', {});
  const measured = element('details', { class: 'note' });
  const body = element(
    'div',
    { class: 'report-body' },
    ...[
      conclusions,
      others,
      sample,
      element('div', { class: 'trust-scores' }, table, plot),
      randomised,
      measured,
    ],
  );
  const frame = new ReportFrame(parts, {
    kind: 'trust',
    text: strings.trusting,
    beforeStart: (state) => strings.beforeTrust(sampleSize(state)),
    content: body,
    fill: (report: TrustReport) => {
      const [said, more] = [
        report.conclusions.slice(0, MOST_SAID),
        report.conclusions.slice(MOST_SAID),
      ];
      conclusions.replaceChildren(...itemsOf(said));
      show(others, more.length > 0);
      others.replaceChildren(
        element('summary', {}, strings.moreConclusions(more.length)),
        element('ul', {}, ...itemsOf(more)),
      );
      setText(sample, strings.trustSample(report.pictures, report.seed));
      table.replaceChildren(tableOf(report.rows));
      const [first] = report.rows;
      // An empty part of the body has no width of its own.
      const width = Math.min(body.clientWidth, MOST_PX);
      plot.replaceChildren(...(first ? [plotFigure(roadPlot(first, { document, width }))] : []));
      randomised.replaceChildren(
        element('h2', {}, strings.randomisation),
        element('p', { class: 'note' }, strings.randomisationNote),
        randomisationTable(report.randomisation),
      );
      const conventions = report.conventions ?? [];
      show(measured, conventions.length > 0);
      measured.replaceChildren(
        element('summary', {}, strings.howMeasured),
        element('ul', {}, ...itemsOf(conventions)),
      );
    },
  });
  return frame.element;
}

function itemsOf(texts: readonly string[]): HTMLElement[] {
  return texts.map((text) => element('li', {}, text));
}

function tableOf(rows: readonly TrustRow[]): HTMLElement {
  const columns = SCORES.map((score): ScoreColumn<TrustRow> => {
    const isShare = SHARES.some((other) => other === score);
    return {
      title: strings.trustColumns[score],
      hint: strings.trustHints[score],
      note: LOW_IS_GOOD.includes(score) ? strings.better.low : strings.better.high,
      figureOf: (row) => row[score],
      format: (value) => value.toFixed(isShare ? 3 : 1).replace('-', '\u2212'),
    };
  });
  return scoreTable(
    {
      label: strings.trustTable,
      testId: 'trust-table',
      nameTitle: strings.trustColumns.name,
      nameHint: strings.trustHints.name,
      nameOf: ({ name }) => name,
      isQuiet: ({ source }) => source.kind === 'baseline',
      columns,
    },
    rows,
  );
}

function randomisationTable(rows: readonly RandomisationRow[]): HTMLElement {
  return scoreTable(
    {
      label: strings.randomisation,
      testId: 'randomisation-table',
      nameTitle: strings.randomisationColumns.name,
      nameHint: strings.randomisationNote,
      nameOf: ({ kind }) => strings.randomised[kind],
      isQuiet: () => false,
      columns: [
        {
          title: strings.randomisationColumns.correlation,
          hint: strings.randomisationNote,
          figureOf: ({ correlation }) => correlation,
          format: (value) => value.toFixed(2).replace('-', '\u2212'),
        },
      ],
    },
    rows,
  );
}
