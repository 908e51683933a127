import { element, setText, show } from '../../shared/widgets/dom.ts';
import { measureOf } from '../stage/units.ts';
import type { Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** The end of the colours, set by hand; empty for the one that the scale gives. */
export function scaleLimit(store: Store): HTMLElement {
  const input = element('input', {
    class: 'number-field',
    type: 'number',
    min: 0,
    step: 'any',
    'data-testid': 'scale-limit',
  });
  const units = element('span', { class: 'secondary' });
  const label = element('label', { class: 'scale-limit' }, strings.scaleLimit, input, units);
  input.addEventListener('input', () => {
    const { loaded } = store.state;
    const typed = input.valueAsNumber;
    if (!loaded) return;
    const value = typed * measureOf(store.state, loaded).divisor;
    store.updateView({ scaleLimit: value > 0 && Number.isFinite(value) ? value : undefined });
  });
  store.listen((state) => {
    const { loaded, other, view } = state;
    show(label, other === undefined);
    if (!loaded || other) return;
    const measure = measureOf(state, loaded);
    setText(units, measure.units);
    const { limit } = loaded.maps.shown(view);
    input.placeholder = (limit / measure.divisor).toPrecision(3);
    // What is being typed stays as it is.
    if (document.activeElement === input) return;
    input.value =
      view.scaleLimit === undefined
        ? ''
        : String(+(view.scaleLimit / measure.divisor).toPrecision(4));
  });
  return label;
}
