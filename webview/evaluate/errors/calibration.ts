import { reliabilityPlot } from '../../../src/cam/plots/reliability.ts';
import type { ClassificationReport } from '../../../src/cam/results/evaluation/overview.ts';
import { formatNumber } from '../../shared/format/numbers.ts';
import { plotFigure } from '../../shared/plots/plotFigure.ts';
import { element } from '../../shared/widgets/dom.ts';
import { strings } from '../state/strings.ts';

/** Widest plot in CSS pixels. */
const MOST_PX = 640;

/** How far the probability of the predicted class can be believed. */
export class CalibrationView {
  readonly element = element('div', { class: 'calibration', 'data-testid': 'calibration' });
  #shown: { report: ClassificationReport; width: number } | undefined;

  update(report: ClassificationReport): void {
    const width = Math.min(this.element.clientWidth, MOST_PX);
    if (report === this.#shown?.report && width === this.#shown.width) return;
    this.#shown = { report, width };
    const { calibration, labelled, meanLoss } = report;
    this.element.replaceChildren(
      element(
        'p',
        { class: 'calibration-error number', 'data-testid': 'calibration-error' },
        strings.calibrationError(calibration.error),
      ),
      element('p', { class: 'note' }, strings.calibrationNote(labelled)),
      plotFigure(reliabilityPlot(calibration, { document, width })),
      element('p', { class: 'note number' }, strings.meanLoss(formatNumber(meanLoss))),
    );
  }
}
