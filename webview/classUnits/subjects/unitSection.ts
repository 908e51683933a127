import type { UnitRanking, UnitRow as UnitRowData } from '../../../src/cam/results/units.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { LazyRows } from '../../shared/widgets/lazyRows.ts';
import type { BarExtent } from '../../shared/widgets/signedBar.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { ROW_COUNTS } from '../state/viewState.ts';
import { UnitRow } from './unitRow.ts';

interface SectionTexts {
  title: string;
  none: string;
  testId: string;
}

/** The units that speak for a class, or against it. */
export class UnitSection {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #texts: SectionTexts;
  readonly #count = element('span', { class: 'note' });
  readonly #none = element('p', { class: 'note' });
  readonly #more: HTMLElement;
  readonly #rows: LazyRows<UnitRow>;
  #shown: { row: UnitRowData; ranking: UnitRanking; extent: BarExtent }[] = [];

  constructor(parts: PageParts, texts: SectionTexts) {
    this.#parts = parts;
    this.#texts = texts;
    this.#rows = new LazyRows({
      className: 'unit-rows',
      make: () => new UnitRow(parts),
      fill: (row, index) => {
        const shown = this.#shown[index];
        if (shown) row.update(shown.row, shown.ranking, shown.extent, parts.store.state);
      },
      forget: (row) => row.forget(),
    });
    this.#more = button({
      label: '',
      testId: `more-${texts.testId}`,
      onClick: () => parts.store.updateView({ count: this.#nextCount() }),
    });
    setText(this.#none, texts.none);
    this.element = element(
      'section',
      { class: 'unit-section', 'data-testid': texts.testId },
      element('div', { class: 'section-head' }, element('h2', {}, texts.title), this.#count),
      this.#none,
      this.#rows.element,
      this.#more,
    );
    this.#rows.element.setAttribute('aria-label', texts.title);
  }

  update(
    rows: readonly UnitRowData[],
    all: number,
    ranking: UnitRanking,
    extent: BarExtent,
    state: PageState,
  ): void {
    this.#shown = rows.map((row) => ({ row, ranking, extent }));
    setText(this.#count, all === 0 ? '' : strings.countOf(rows.length, all));
    show(this.#none, all === 0);
    this.#rows.update(rows.length);
    const isMore = rows.length < all;
    show(this.#more, isMore);
    if (!isMore) return;
    const next = Math.min(this.#nextCount(), all);
    const label = next >= all ? strings.all(all) : strings.more(next - rows.length);
    setText(this.#more, label);
    this.#more.title = `${this.#texts.title}: ${label}`;
    const { isPending } = state.answers.classUnits;
    this.#more.toggleAttribute('disabled', isPending && state.view.count > rows.length);
  }

  #nextCount(): number {
    const shown = this.#shown.length;
    const { model } = this.#parts.store.state;
    const all = (model?.channels ?? 0) * (model?.poolings.length ?? 1);
    return ROW_COUNTS.find((count) => count > shown) ?? all;
  }
}
