import { canAblate } from '../../../src/cam/maps/ablation.ts';
import { formatNumber, formatSigned } from '../../shared/format/numbers.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { ablate, ablatedOf } from '../state/ablation.ts';
import { hasCam } from '../state/methods.ts';
import type { Loaded, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';

/** The prediction without the switched-off channels, or why no channel can be switched off. */
export class AblatedLine {
  readonly element = element('div', { class: 'ablated-line', 'data-testid': 'ablated' });
  readonly #text = element('p', { role: 'status' });

  constructor(store: Store) {
    const all = button({
      label: strings.switchAllOn,
      testId: 'switch-all-on',
      onClick: () => ablate(store, []),
    });
    this.element.append(this.#text, all);
    store.listen((state) => {
      const { loaded } = state;
      const model = loaded?.model.model;
      if (!model || !hasCam(model)) return;
      const isLinear = canAblate(model);
      const off = ablatedOf(model, loaded.whole, state);
      show(this.element, off.length > 0 || !isLinear);
      show(all, off.length > 0);
      if (!isLinear) setText(this.#text, strings.notAblated(model.mapKind === 'gradCam'));
      else if (off.length > 0) setText(this.#text, changeOf(loaded, off.length));
    });
  }
}

function changeOf({ whole, explanation, model }: Loaded, count: number): string {
  const labels = model.model.labels.value;
  const [before = 0] = whole.ranking;
  const [after = 0] = explanation.ranking;
  const [was = 0, is = 0] = [whole.logits[before], explanation.logits[before]];
  const logit = strings.logitChange(
    labelOf(before, labels),
    formatNumber(was),
    formatNumber(is),
    formatSigned(is - was),
  );
  const flip =
    before === after
      ? strings.predictionStays(labelOf(before, labels))
      : strings.predictionChanges(labelOf(before, labels), labelOf(after, labels));
  return `${strings.channelsOff(count)} ${logit} ${flip}`;
}
