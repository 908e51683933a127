import { CamError } from '../../../src/cam/base/errors.ts';
import type {
  DoctorReport,
  Variant,
  VariantChange,
} from '../../../src/cam/results/evaluation/doctor.ts';
import { formatSigned } from '../../shared/format/numbers.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { ReportFrame } from '../panels/reportFrame.ts';
import type { PageParts } from '../state/page.ts';
import { reportStrings as strings } from '../state/reportStrings.ts';
import { formatPercentOf, strings as pageStrings } from '../state/strings.ts';

/** Other ways to read images and labels, and which of them fits the labelled images best. */
export function preprocessingView(parts: PageParts): HTMLElement {
  const warning = element('p', { class: 'doctor-warning', 'data-testid': 'doctor-warning' });
  const sample = element('p', { class: 'note number' });
  const table = element('div', { class: 'score-scroller' });
  const written = element('p', { role: 'status', 'data-testid': 'written' });
  const use = async (change: VariantChange) => {
    try {
      setText(written, strings.written(await parts.requests.send('useVariant', change)));
    } catch (error) {
      const { message, nextAction } = CamError.toData(error);
      setText(written, `${message} ${nextAction}`);
    }
  };
  const frame = new ReportFrame(parts, {
    kind: 'preprocessing',
    text: strings.examining,
    content: element('div', { class: 'report-body' }, warning, written, sample, table),
    fill: (report: DoctorReport) => {
      show(warning, report.warning !== undefined);
      setText(warning, report.warning ?? '');
      setText(written, '');
      setText(sample, strings.variantsNote(report.pictures, report.seed));
      table.replaceChildren(variantTable(report, (change) => void use(change)));
    },
    missing: ({ overview }) =>
      overview?.labels ? undefined : element('p', { class: 'empty-note' }, strings.needsLabels),
  });
  return frame.element;
}

function variantTable(
  { variants }: DoctorReport,
  onUse: (change: VariantChange) => void,
): HTMLElement {
  const { name, accuracy, margin } = strings.variantColumns;
  const head = (text: string, title?: string) => element('th', { scope: 'col', title }, text);
  return element(
    'table',
    {
      class: 'score-table variants number',
      'aria-label': strings.variants,
      'data-testid': 'variants',
    },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        head(name),
        head(accuracy),
        head(margin, strings.marginHint),
        element('td'),
      ),
    ),
    element('tbody', {}, ...variants.map((variant) => variantRow(variant, onUse))),
  );
}

function variantRow(variant: Variant, onUse: (change: VariantChange) => void): HTMLElement {
  const { name, isCurrent, accuracy, meanMargin, change } = variant;
  const { value, low, high, of } = accuracy;
  const use = change
    ? button({
        label: strings.useThis,
        title: strings.useVariant(name),
        testId: 'use-variant',
        onClick: () => onUse(change),
      })
    : element('span', { class: 'note' }, isCurrent ? strings.current : '');
  return element(
    'tr',
    { class: isCurrent ? 'current' : '' },
    element('th', { scope: 'row' }, name),
    element(
      'td',
      { title: pageStrings.rateSpoken(value, low, high, of) },
      formatPercentOf(value),
      element('span', { class: 'note' }, pageStrings.rateInterval(low, high)),
    ),
    element('td', {}, Number.isFinite(meanMargin) ? formatSigned(meanMargin) : strings.none),
    element('td', {}, use),
  );
}
