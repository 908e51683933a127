import { formatNumber, formatPercent, formatSigned } from '../../shared/format/numbers.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { ShownMap } from '../state/mapSource.ts';
import type { Loaded, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { titleOf } from '../state/titles.ts';

interface Sum {
  terms: { value: number; name: string }[];
  /** Undefined if the terms are not a sum that gives the logit. */
  result: { value: number; name: string } | undefined;
  note: string;
}

/** How the map on the stage adds up to the logit, to the gap of two logits, or to a part of it. */
export function sumLine(store: Store): HTMLElement {
  const title = element('span', { class: 'sum-title' });
  const terms = element('div', { class: 'sum-terms number', 'data-testid': 'sum' });
  const back = button({
    label: strings.contrastStop,
    icon: icon('close'),
    testId: 'back-to-class',
    onClick: () => store.updateView({ contrastClass: undefined, selectedChannel: undefined }),
  });
  store.listen((state, previous) => {
    const { loaded, view } = state;
    if (!loaded || loaded.by || (previous.loaded === loaded && previous.view === view)) return;
    const shown = loaded.maps.shown(view);
    setText(title, titleOf(shown, loaded.model.model));
    show(back, shown.kind !== 'class');
    const label = shown.kind === 'channel' ? strings.allChannels : strings.contrastStop;
    back.title = label;
    back.setAttribute('aria-label', label);
    terms.replaceChildren(...sumNodes(sumOf(loaded, shown)));
  });
  return element(
    'section',
    { class: 'sum', 'aria-label': strings.identity('') },
    element('div', { class: 'sum-head' }, title, back),
    terms,
  );
}

function sumOf(loaded: Loaded, shown: ShownMap): Sum {
  const { logits } = loaded.explanation;
  const { readout, mapKind } = loaded.model.model;
  const bias = mapKind === 'gradCam' ? strings.gradientBias : strings.bias;
  const own = logits[shown.classIndex] ?? 0;
  const gap =
    shown.contrastIndex === undefined ? undefined : own - (logits[shown.contrastIndex] ?? 0);
  const total =
    gap === undefined
      ? { value: own, name: strings.logit }
      : { value: gap, name: strings.logitGap };
  if (shown.kind === 'channel') {
    const note =
      readout.kind === 'mean' && Math.abs(total.value) > 1e-6
        ? strings.ofLogit(formatPercent(shown.mean / total.value))
        : '';
    return { terms: [{ value: shown.mean, name: strings.channelShare }], result: undefined, note };
  }
  if (readout.kind !== 'mean') {
    const name = gap === undefined ? strings.reluReadout : strings.logitGap;
    return { terms: [], result: { value: total.value, name }, note: '' };
  }
  return {
    terms: [
      { value: shown.mean, name: strings.meanOfMap },
      { value: shown.bias, name: gap === undefined ? bias : strings.biasGap },
    ],
    result: total,
    note: '',
  };
}

function sumNodes({ terms, result, note }: Sum): Node[] {
  const nodes: Node[] = [];
  terms.forEach(({ value, name }, i) => {
    const [sign, shown] = i === 0 ? ['', value] : [value < 0 ? '\u2212' : '+', Math.abs(value)];
    nodes.push(term(sign, formatNumber(shown), name));
  });
  if (result) {
    const sign = terms.length === 0 ? '' : addsUp(terms, result.value) ? '=' : '≈';
    nodes.push(term(sign, formatSigned(result.value), result.name, 'sum-result'));
  }
  if (note) nodes.push(element('span', { class: 'secondary' }, note));
  return nodes;
}

/** Whether the terms give the result to the three or so digits that are shown. */
function addsUp(terms: Sum['terms'], result: number): boolean {
  const sum = terms.reduce((total, { value }) => total + value, 0);
  return Math.abs(sum - result) <= 1e-3 * Math.max(1, Math.abs(result));
}

function term(sign: string, value: string, name: string, className = ''): HTMLElement {
  const number = element(
    'span',
    { class: `sum-term ${className}` },
    element('b', {}, value),
    element('small', {}, name),
  );
  return element(
    'span',
    { class: 'sum-part' },
    element('span', { class: 'sum-sign' }, sign),
    number,
  );
}
