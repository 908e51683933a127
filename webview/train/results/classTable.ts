import type { Rate } from '../../../src/cam/results/evaluation/scores.ts';
import type { ClassResult, TrainingReport } from '../../../src/cam/results/training.ts';
import { element, isolated } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';

/** How often the images of each class are recognised, and what they are taken for. */
export function classTable({ store }: PageParts): HTMLElement {
  const { columns } = strings;
  const head = element(
    'tr',
    {},
    ...Object.values(columns).map((text) => element('th', { scope: 'col' }, text)),
  );
  const body = element('tbody');
  const table = element(
    'table',
    { class: 'training-classes', 'data-testid': 'class-table' },
    element('thead', {}, head),
    body,
  );
  const root = element('div', { class: 'table-scroller' }, table);
  store.listen(({ report }, previous) => {
    if (report === previous.report) return;
    body.replaceChildren(...(report?.classes.map((_, c) => row(report, c)) ?? []));
  });
  return root;
}

function row(report: TrainingReport, c: number): HTMLElement {
  const { name, pictures, recall, precision } = report.classes[c] as ClassResult;
  const confused = mostConfused(report.confusion[c] ?? [], c);
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, isolated(name)),
    element('td', { class: 'number' }, pictures.toLocaleString('en')),
    rateCell(recall),
    rateCell(precision),
    element(
      'td',
      {},
      confused
        ? isolated(strings.confused(report.classes[confused.c]?.name ?? '', confused.count))
        : '–',
    ),
  );
}

/** The other class for which images of a class were taken most often. */
function mostConfused(
  counts: readonly number[],
  own: number,
): { c: number; count: number } | undefined {
  const others = counts.map((count, c) => ({ c, count })).filter(({ c }) => c !== own);
  const [most] = others.sort((a, b) => b.count - a.count);
  return most && most.count > 0 ? most : undefined;
}

function rateCell(rate: Rate): HTMLElement {
  return element(
    'td',
    { class: 'number' },
    strings.rate(rate),
    element('span', { class: 'note' }, rate.of > 0 ? ` ${strings.rateInterval(rate)}` : ''),
  );
}
