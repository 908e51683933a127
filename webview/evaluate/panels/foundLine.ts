import type { EvaluationOverview } from '../../../src/cam/results/evaluation/overview.ts';
import type { Finding } from '../../../src/cam/results/evaluation/scores.ts';
import type { ChosenSources } from '../../../src/protocol/evaluate.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { popover } from '../../shared/widgets/popover.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';

/** Where labels, boxes and masks come from, and what of the folder is not counted. */
export function foundLine(parts: PageParts): HTMLElement {
  const { store } = parts;
  const labels = element('span', { 'data-testid': 'labels-from' });
  const boxes = element('span', { 'data-testid': 'boxes-from' });
  const findings = element('span', { class: 'number' });
  const title = element('h2', {}, strings.findingsTitle);
  const list = element('div', { class: 'findings', 'data-testid': 'finding-list' });
  const menu = popover(
    strings.found,
    'found',
    source(parts, 'labels'),
    source(parts, 'annotations'),
    title,
    list,
  );
  const warning = element('span', { class: 'found-warning' }, icon('inexact'));
  menu.button.replaceChildren(warning, findings, icon('unfold'));
  const root = element(
    'div',
    { class: 'found-line note' },
    labels,
    boxes,
    element('div', { class: 'menu' }, menu.button, menu.panel),
  );
  store.listen(({ overview }, previous) => {
    show(root, overview !== undefined);
    if (!overview || overview === previous.overview) return;
    setText(labels, overview.labels?.text ?? '');
    show(labels, overview.labels !== undefined);
    setText(boxes, overview.annotations?.text ?? strings.noAnnotations);
    const all = overview.findings;
    setText(findings, all.length > 0 ? strings.findings(all.length) : strings.found);
    show(warning, all.length > 0);
    list.replaceChildren(...findingItems(overview));
  });
  return root;
}

/** What is known of labels or annotations, and a way to choose others. */
function source({ store, host }: PageParts, kind: keyof ChosenSources): HTMLElement {
  const text = element('p', {});
  const from = element('p', { class: 'note folder-path' });
  const choose = button({
    label: kind === 'labels' ? strings.chooseLabels : strings.chooseAnnotations,
    testId: `choose-${kind}`,
    onClick: () => host.post({ type: 'chooseSource', source: kind }),
  });
  store.listen(({ overview, sources }) => {
    const found = overview?.[kind];
    const none = kind === 'labels' ? strings.noLabels : strings.noAnnotations;
    setText(text, found?.text ?? none);
    setText(from, found?.from ?? sources[kind] ?? '');
  });
  return element(
    'section',
    { class: 'found-source' },
    element('h2', {}, kind === 'labels' ? strings.labels : strings.annotations),
    text,
    from,
    choose,
  );
}

function findingItems({ findings }: EvaluationOverview): HTMLElement[] {
  return findings.length === 0
    ? [element('p', { class: 'note' }, strings.noFindings)]
    : findings.map(findingItem);
}

/** A finding, with its first examples when it is opened. */
export function findingItem({ count, text, examples }: Finding): HTMLElement {
  if (examples.length === 0) return element('p', {}, text);
  const more = count - examples.length;
  return element(
    'details',
    {},
    element('summary', {}, text),
    element(
      'ul',
      { class: 'note' },
      ...examples.map((example) => element('li', {}, element('bdi', {}, example))),
      ...(more > 0 ? [element('li', {}, strings.moreExamples(more))] : []),
    ),
  );
}
