import { element } from '../../shared/widgets/dom.ts';
import { textField } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { openUnit } from '../state/page.ts';
import { strings } from '../state/strings.ts';

/** If no unit was chosen yet: a field to choose one by its number. */
export function unitNumberField(parts: PageParts): HTMLElement {
  const field = textField(strings.unitNumber, '0', 'unit-number', () => undefined);
  field.addEventListener('keydown', (event) => {
    const text = 'value' in field ? String(field.value).trim() : '';
    const channel = Number(text);
    const { model } = parts.store.state;
    const isChannel = /^\d+$/.test(text) && channel < (model?.channels ?? 0);
    if (event.key === 'Enter' && isChannel) openUnit(parts, channel);
  });
  return element(
    'div',
    { class: 'choose-unit', 'data-testid': 'choose-unit' },
    element('p', {}, strings.chooseUnit),
    field,
  );
}
