import { element, setText } from '../dom.ts';
import { strings } from '../strings.ts';
import { formatNumber } from './format.ts';
import type { ShownMap } from './mapSource.ts';
import type { PageState, Store } from './store.ts';
import { titleOf } from './titles.ts';

/** The map as a table of numbers; made only while it is open. */
export function textTwin(store: Store): HTMLElement {
  const caption = element('caption');
  const head = element('thead');
  const body = element('tbody');
  const details = element(
    'details',
    { class: 'text-twin', 'data-testid': 'text-twin' },
    element('summary', {}, strings.textTwin),
    element(
      'div',
      { class: 'text-twin-scroll', tabindex: 0, role: 'region', 'aria-label': strings.textTwin },
      element('table', {}, caption, head, body),
    ),
  );
  let drawn: ShownMap | undefined;
  const update = ({ loaded, view }: PageState): void => {
    if (!details.open || !loaded) return;
    const shown = loaded.maps.shown(view);
    if (shown === drawn) return;
    drawn = shown;
    setText(caption, strings.textTwinCaption(titleOf(shown, loaded.model.model.labels.value)));
    head.replaceChildren(headRow(shown.map.width));
    body.replaceChildren(...bodyRows(shown));
  };
  details.addEventListener('toggle', () => update(store.state));
  store.listen(update);
  return details;
}

function headRow(width: number): HTMLElement {
  const row = element('tr', {}, element('td'));
  for (let x = 0; x < width; x++) row.append(element('th', { scope: 'col' }, String(x)));
  return row;
}

function bodyRows({ map, limit }: ShownMap): HTMLElement[] {
  return Array.from({ length: map.height }, (_, y) => {
    const row = element('tr', {}, element('th', { scope: 'row' }, String(y)));
    for (let x = 0; x < map.width; x++) {
      const value = map.values[y * map.width + x] ?? 0;
      const strong = Math.abs(value) >= limit / 2;
      row.append(
        element(
          'td',
          { class: strong ? 'number strong' : 'number', 'data-value': value },
          formatNumber(value),
        ),
      );
    }
    return row;
  });
}
