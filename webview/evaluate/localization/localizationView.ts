import { boxAccuracyPlot } from '../../../src/cam/plots/boxAccuracy.ts';
import type {
  LocalizationReport,
  LocalizationRow,
} from '../../../src/cam/results/evaluation/localization.ts';
import { plotFigure } from '../../shared/plots/plotFigure.ts';
import { choices, field, segmented } from '../../shared/widgets/controls.ts';
import { element, setText } from '../../shared/widgets/dom.ts';
import { checkbox } from '../../shared/widgets/toolkit.ts';
import { ReportFrame } from '../panels/reportFrame.ts';
import type { ScoreColumn } from '../panels/scoreTable.ts';
import { scoreTable } from '../panels/scoreTable.ts';
import type { PageParts } from '../state/page.ts';
import { reportStrings as strings } from '../state/reportStrings.ts';
import type { Threshold } from '../state/viewState.ts';
import { BOX_RULES, THRESHOLDS } from '../state/viewState.ts';
import { furtherMaps } from './furtherMaps.ts';
import { LocalizedList } from './localizedList.ts';

/** Widest plot in CSS pixels. */
const MOST_PX = 860;

type Score = Exclude<keyof typeof strings.localizationColumns, 'name'>;

const SCORES: readonly Score[] = [
  'top1ClassificationError',
  'top5ClassificationError',
  'top1LocalizationError',
  'top5LocalizationError',
  'gtKnown',
  'maxBoxAcc',
  'maxBoxAccV2',
  'pxAP',
  'pointing',
  'energy',
];

/** How well boxes and masks of the maps fit the annotated ones, beside the baselines; and the images, worst first. */
export function localizationView(parts: PageParts): HTMLElement {
  const scored = element('p', { class: 'note number', 'data-testid': 'scored' });
  const table = element('div', { class: 'score-place' });
  const curve = element('div', { class: 'report-plot' });
  const list = new LocalizedList(parts);
  const frame = new ReportFrame(parts, {
    kind: 'localization',
    text: strings.localizing,
    head: settings(parts),
    content: element('div', { class: 'localization' }, scored, table, curve, list.element),
    fill: (report) => {
      setText(scored, strings.scored(report.pictures, report.annotated));
      table.replaceChildren(tableOf(report));
      const width = Math.min(curve.clientWidth, MOST_PX);
      curve.replaceChildren(plotFigure(boxAccuracyPlot(report.rows, { document, width })));
    },
  });
  return frame.element;
}

function settings(parts: PageParts): HTMLElement {
  const { store } = parts;
  const rule = segmented(
    'box-rule',
    strings.boxRule,
    choices(BOX_RULES, strings.boxRules, strings.boxRuleHints),
    (boxRule) => store.updateView({ boxRule }),
  );
  const threshold = segmented<Threshold>(
    'threshold',
    strings.threshold,
    choices(THRESHOLDS, strings.thresholds, strings.thresholdHints),
    (value) => store.updateView({ threshold: value }),
  );
  const geometry = checkbox(strings.geometry, 'geometry', (hasGeometry) =>
    store.updateView({ hasGeometry }),
  );
  geometry.element.title = strings.geometryHint;
  store.listen(({ view }) => {
    rule.setValue(view.boxRule);
    threshold.setValue(view.threshold);
    geometry.setChecked(view.hasGeometry);
  });
  return element(
    'div',
    { class: 'report-settings' },
    field(strings.boxRule, rule.element),
    field(strings.threshold, threshold.element),
    geometry.element,
    furtherMaps(parts),
  );
}

function tableOf({ rows }: LocalizationReport): HTMLElement {
  const scores = SCORES.map(
    (score): ScoreColumn<LocalizationRow> => ({
      title: strings.localizationColumns[score],
      hint: strings.localizationHints[score],
      figureOf: (row) => figureOf(row, score),
      format: percent,
      ...(score === 'energy'
        ? { hintOf: (row: LocalizationRow) => strings.energyOf(row.boxArea) }
        : {}),
    }),
  );
  const tau: ScoreColumn<LocalizationRow> = {
    title: strings.localizationColumns.threshold,
    hint: strings.localizationHints.threshold,
    figureOf: ({ threshold }) => (threshold === undefined ? undefined : { value: threshold }),
    format: (value) => value.toFixed(3),
  };
  return scoreTable<LocalizationRow>(
    {
      label: strings.localizationTable,
      testId: 'localization-table',
      nameTitle: strings.localizationColumns.name,
      nameHint: strings.localizationHints.name,
      nameOf: ({ name }) => name,
      isQuiet: ({ source }) => source.kind === 'baseline',
      columns: [...scores, tau],
    },
    rows,
  );
}

function figureOf(row: LocalizationRow, score: Score) {
  if (score === 'threshold') return undefined;
  return row[score];
}

/** The head of the table has the unit for all. */
function percent(value: number): string {
  return (value * 100).toFixed(1);
}
