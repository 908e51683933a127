import type { UnitRanking, UnitRow as UnitRowData } from '../../../src/cam/results/units.ts';
import { formatSigned } from '../../shared/format/numbers.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import type { BarExtent } from '../../shared/widgets/signedBar.ts';
import { placeBar } from '../../shared/widgets/signedBar.ts';
import { checkbox } from '../../shared/widgets/toolkit.ts';
import { PatchStrip } from '../patches/patchStrip.ts';
import { rowLayout } from '../patches/rowLayout.ts';
import type { PageParts } from '../state/page.ts';
import { ablate, openUnit } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { shownClass } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { titleOf } from '../state/unitTitle.ts';
import { RANKINGS } from '../state/viewState.ts';
import { UnitName } from './unitName.ts';

/** One unit of a class: its name, its value for the class, and the images that excite it. */
export class UnitRow {
  readonly element: HTMLElement;
  readonly #name: UnitName;
  readonly #ablate: ReturnType<typeof checkbox>;
  readonly #values = new Map<UnitRanking, { line: HTMLElement; value: HTMLElement }>();
  readonly #bar = element('span');
  readonly #strip: PatchStrip;
  readonly #none = element('p', { class: 'note no-patches' }, strings.noPatches);
  #row: UnitRowData | undefined;

  constructor(parts: PageParts) {
    this.#name = new UnitName(parts, ({ pooledChannel }) => openUnit(parts, pooledChannel));
    this.#ablate = checkbox('', 'ablate-unit', (checked) => {
      if (this.#row) ablate(parts, this.#row.unit.pooledChannel, checked);
    });
    this.#strip = new PatchStrip(parts, strings.strongest, {
      onOpen: ({ path }) => {
        if (!this.#row) return;
        const { pooledChannel } = this.#row.unit;
        const classIndex = shownClass(parts.store.state);
        parts.host.post({ type: 'showCam', path, classIndex, pooledChannel });
      },
    });
    const values = element('dl', { class: 'unit-values' });
    for (const ranking of RANKINGS) {
      const value = element('dd', { class: 'number', 'data-testid': `unit-${ranking}` });
      const line = element('div', {}, element('dt', {}, strings.values[ranking]), value);
      line.title = strings.rankingHints[ranking];
      this.#values.set(ranking, { line, value });
      values.append(line);
    }
    const bar = element('div', { class: 'signed-bar', 'aria-hidden': 'true' }, this.#bar);
    this.element = element(
      'div',
      { class: 'unit-row', 'data-testid': 'unit-row' },
      element(
        'div',
        { class: 'unit-head' },
        element('div', { class: 'unit-head-line' }, this.#ablate.element, this.#name.element),
        bar,
        values,
      ),
      this.#strip.element,
      this.#none,
    );
  }

  update(row: UnitRowData, ranking: UnitRanking, extent: BarExtent, state: PageState): void {
    this.#row = row;
    const { unit, patches } = row;
    this.element.dataset.pooledChannel = String(unit.pooledChannel);
    this.#name.update(unit, state);
    const isOff = state.view.ablated.includes(unit.pooledChannel);
    show(this.#ablate.element, state.model?.hasClassWeights ?? true);
    this.#ablate.setChecked(isOff);
    const hint = strings.ablateHint(titleOf(state, unit));
    this.#ablate.element.title = hint;
    this.#ablate.element.setAttribute('aria-label', hint);
    this.element.classList.toggle('ablated', isOff);
    for (const [name, { line, value }] of this.#values) {
      const number = row[name];
      show(line, number !== undefined);
      line.classList.toggle('ranked', name === ranking);
      setText(value, number === undefined ? '' : formatSigned(number));
    }
    placeBar(this.#bar, row[ranking] ?? 0, extent);
    show(this.#none, patches.length === 0);
    const { columns } = rowLayout(state.widthPx, state.view.patchSize);
    this.#strip.update(patches.slice(0, columns), state);
  }

  /** The row is out of view: pending pictures are no longer needed. */
  forget(): void {
    this.#strip.forget();
  }
}
