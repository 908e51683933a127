import type { ClassificationReport } from '../../../src/cam/results/evaluation/overview.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { foundLine } from './foundLine.ts';

/** How often the model is right, of how many images, and where their labels come from. */
export function answer(parts: PageParts): HTMLElement {
  const { store, host } = parts;
  const right = element('h1', { class: 'answer-right number', 'data-testid': 'answer' });
  const details = element('p', { class: 'answer-details number', 'data-testid': 'answer-details' });
  const choose = button({
    label: strings.chooseLabels,
    appearance: 'primary',
    testId: 'choose-labels-first',
    onClick: () => host.post({ type: 'chooseSource', source: 'labels' }),
  });
  const root = element(
    'section',
    { class: 'answer' },
    element('div', { class: 'answer-line' }, right, details, choose),
    foundLine(parts),
  );
  store.listen((state) => {
    const report = state.overview?.classification;
    setText(right, report ? strings.right(report.top1.value) : noneText(state));
    setText(details, report ? detailsOf(report) : strings.noLabelsNote);
    show(choose, report === undefined);
  });
  return root;
}

function detailsOf({ top1, top5 }: ClassificationReport): string {
  const { value, low, high, of } = top1;
  return [
    strings.rightOf(Math.round(value * of), of),
    strings.interval(low, high),
    ...(top5 ? [strings.top5(top5.value)] : []),
  ].join(' · ');
}

function noneText({ overview }: PageState): string {
  return overview?.labels ? strings.noneLabelled : strings.noLabels;
}
