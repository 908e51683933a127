import type { ClassificationReport } from '../../../src/cam/results/evaluation/overview.ts';
import { formatNumber } from '../../shared/format/numbers.ts';
import { element } from '../../shared/widgets/dom.ts';
import { formatPercentOf, strings } from '../state/strings.ts';

/** How far the probability of the predicted class can be believed. */
export class CalibrationView {
  readonly element = element('div', { class: 'calibration', 'data-testid': 'calibration' });
  #shown: ClassificationReport | undefined;

  update(report: ClassificationReport): void {
    if (report === this.#shown) return;
    this.#shown = report;
    const { calibration, labelled, meanLoss } = report;
    this.element.replaceChildren(
      element(
        'p',
        { class: 'calibration-error number', 'data-testid': 'calibration-error' },
        strings.calibrationError(calibration.error),
      ),
      element('p', { class: 'note' }, strings.calibrationNote(labelled)),
      binTable(report),
      element('p', { class: 'note number' }, strings.meanLoss(formatNumber(meanLoss))),
    );
  }
}

function binTable({ calibration }: ClassificationReport): HTMLElement {
  const { range, images, accuracy } = strings.binColumns;
  const head = (text: string) => element('th', { scope: 'col' }, text);
  const bins = calibration.bins.filter(({ count }) => count > 0);
  return element(
    'table',
    { class: 'bins number', 'aria-label': strings.calibrationTable },
    element('thead', {}, element('tr', {}, head(range), head(images), head(accuracy))),
    element(
      'tbody',
      {},
      ...bins.map((bin) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, strings.binRange(bin.from, bin.to)),
          element('td', {}, bin.count.toLocaleString('en')),
          element('td', {}, formatPercentOf(bin.accuracy)),
        ),
      ),
    ),
  );
}
