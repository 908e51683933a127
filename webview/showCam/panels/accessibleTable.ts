import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { formatNumber } from '../../shared/format/numbers.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import type { TextMap } from '../compared/textMaps.ts';
import { textMaps } from '../compared/textMaps.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** The maps on the stages as tables of numbers; made only while the section is open. */
export function accessibleTable(store: Store): HTMLElement {
  const tables = [new MapTable(), new MapTable()];
  const tooLarge = element('p', { class: 'note' }, methodStrings.tooLarge);
  const details = element(
    'details',
    { class: 'accessible-table', 'data-testid': 'accessible-table' },
    element('summary', {}, strings.accessibleTable),
    tooLarge,
    ...tables.map((table) => table.element),
  );
  const update = (): void => {
    if (!details.open) return;
    const all = textMaps(store.state);
    const maps = all.filter(({ isOfPixels }) => !isOfPixels);
    show(tooLarge, maps.length < all.length);
    tables.forEach((table, i) => {
      table.fill(maps[i]);
    });
  };
  details.addEventListener('toggle', update);
  store.listen(update);
  return details;
}

class MapTable {
  readonly #caption = element('caption');
  readonly #head = element('thead');
  readonly #body = element('tbody');
  readonly element = element(
    'div',
    {
      class: 'accessible-table-scroll',
      tabindex: 0,
      role: 'region',
      'aria-label': strings.accessibleTable,
    },
    element('table', {}, this.#caption, this.#head, this.#body),
  );
  #drawn: { map: ScalarMap; limit: number } | undefined;

  fill(content: TextMap | undefined): void {
    show(this.element, content !== undefined);
    if (!content) return;
    const { title, map, limit } = content;
    setText(this.#caption, strings.accessibleTableCaption(title));
    if (this.#drawn?.map === map && this.#drawn.limit === limit) return;
    this.#drawn = { map, limit };
    this.#head.replaceChildren(headRow(map.width));
    this.#body.replaceChildren(...bodyRows(map, limit));
  }
}

function headRow(width: number): HTMLElement {
  const row = element('tr', {}, element('td'));
  for (let x = 0; x < width; x++) row.append(element('th', { scope: 'col' }, String(x)));
  return row;
}

function bodyRows(map: ScalarMap, limit: number): HTMLElement[] {
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
