import { formatSigned } from '../../shared/format/numbers.ts';
import { element, isolated } from '../../shared/widgets/dom.ts';
import { barExtent, placeBar } from '../../shared/widgets/signedBar.ts';
import { strings } from '../state/strings.ts';

export interface SignedItem {
  label: string;
  value: number;
  hint: string;
  onClick: () => void;
}

/** Names, each with a number and its bar; a click opens the item. */
export function signedList(items: readonly SignedItem[], testId: string): HTMLElement {
  if (items.length === 0) return element('p', { class: 'note' }, strings.none);
  const extent = barExtent(items.map(({ value }) => value));
  return element(
    'ul',
    { class: 'signed-list', 'data-testid': testId },
    ...items.map(({ label, value, hint, onClick }) => {
      const fill = element('span');
      placeBar(fill, value, extent);
      const choose = element(
        'button',
        { type: 'button', class: 'signed-item', title: hint },
        element('span', { class: 'signed-label' }, isolated(label)),
        element('span', { class: 'signed-bar', 'aria-hidden': 'true' }, fill),
        element('span', { class: 'number' }, formatSigned(value)),
      );
      choose.addEventListener('click', onClick);
      return element('li', {}, choose);
    }),
  );
}
