import { element, setName, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import type { Host } from '../state/host.ts';
import type { Store } from '../state/store.ts';
import { isComparing } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/**
 * Under the picture: the check of the map, the model, and the settings of the view.
 * @param check in few words
 * @param method opens the list of methods
 * @param settings opens the settings
 */
export function pictureLine(
  store: Store,
  host: Host,
  check: HTMLElement,
  method: HTMLElement,
  settings: HTMLElement,
): HTMLElement {
  const name = element('span', { class: 'model-name', 'data-testid': 'model-name' });
  const model = element(
    'button',
    { class: 'popover-button', type: 'button', 'data-testid': 'change-model' },
    name,
    icon('unfold'),
  );
  model.addEventListener('click', () => host.act('main', 'chooseModel'));
  store.listen((state) => {
    const { fileName = '', model: description } = state.model ?? {};
    show(model, !isComparing(state));
    setName(name, fileName);
    model.title = strings.changeModelHint(description?.path ?? '');
  });
  return element(
    'div',
    { class: 'picture-line' },
    check,
    element('span', { class: 'spacer' }),
    element('span', { class: 'picture-tools' }, method, model, settings),
  );
}
