import { fileNameOf } from '../../shared/format/fileName.ts';
import { element, setAttributes, setName, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button, setDisabled } from '../../shared/widgets/toolkit.ts';
import { comparisonBar } from '../comparison/comparisonBar.ts';
import type { Host } from '../state/host.ts';
import type { ImageSteps } from '../state/imageSteps.ts';
import type { Store } from '../state/store.ts';
import { hasSheet, imageOrder, isComparing, isFailed } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/**
 * The image and its position; how two models are compared, or the way to compare.
 * @param tools at the end of the line
 */
export function header(
  store: Store,
  steps: ImageSteps,
  host: Host,
  tools: HTMLElement,
): HTMLElement {
  const previous = button({
    label: strings.previousImage,
    icon: icon('previous'),
    testId: 'previous-image',
    onClick: () => steps.step(-1),
  });
  const next = button({
    label: strings.nextImage,
    icon: icon('next'),
    testId: 'next-image',
    onClick: () => steps.step(1),
  });
  const all = element(
    'button',
    { class: 'popover-button', type: 'button', 'data-testid': 'all-pictures' },
    icon('sheet'),
    element('span', { class: 'all-pictures-text' }, strings.sheet.all),
  );
  setAttributes(all, { 'aria-label': strings.sheet.allHint, title: strings.sheet.allHint });
  all.addEventListener('click', () => steps.openSheet());
  const name = element('h1', { class: 'image-name', 'data-testid': 'image-name' });
  const position = element('span', { class: 'secondary number' });
  const compare = button({
    label: strings.compareHint,
    icon: icon('compare'),
    testId: 'compare',
    onClick: () => host.post({ type: 'compare', request: 'choose' }),
  });
  const navigation = element('span', { class: 'navigation' }, previous, next);
  store.listen((state) => {
    const { images, model, loaded } = state;
    const order = imageOrder(state);
    const place = order.indexOf(images.index);
    show(all, hasSheet(state));
    show(compare, !isComparing(state));
    setDisabled(compare, model === undefined);
    // While the next picture is computed, the name stays that of the drawn picture.
    const drawn = isFailed(state, 'main') ? undefined : loaded?.explanation.imagePath;
    const file = drawn === undefined ? (images.names[images.index] ?? '') : fileNameOf(drawn);
    setName(name, file);
    name.title = file;
    show(navigation, images.names.length > 1);
    show(position, images.names.length > 1);
    setText(position, strings.position(place, order.length));
    setDisabled(previous, place <= 0);
    setDisabled(next, place >= order.length - 1);
  });
  return element(
    'header',
    { class: 'header' },
    all,
    navigation,
    name,
    position,
    element('span', { class: 'spacer' }),
    comparisonBar(store, host),
    compare,
    tools,
  );
}
