import type { Ablation } from '../../../src/cam/results/units.ts';
import { RequestState } from '../../shared/folder/requestState.ts';
import { formatPercent } from '../../shared/format/numbers.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { LazyRows } from '../../shared/widgets/lazyRows.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { ablate, openClass } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf, titleOfPooled } from '../state/unitTitle.ts';
import { FlipTile } from './flipTile.ts';
import { signedList } from './signedList.ts';

/** The model's results for the folder without some units. */
export class AblationView {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #empty = element('p', { class: 'empty-note', 'data-testid': 'ablation-empty' });
  readonly #chips = element('ul', { class: 'chips', 'data-testid': 'ablated-units' });
  readonly #clear: HTMLElement;
  readonly #waiting: RequestState;
  readonly #content: HTMLElement;
  readonly #headline = element('p', { class: 'headline', 'data-testid': 'ablation-headline' });
  readonly #accuracy = element('p', { 'data-testid': 'ablation-accuracy' });
  readonly #changes = element('div', { class: 'changes' });
  readonly #flipCount = element('span', { class: 'note' });
  readonly #flipSection: HTMLElement;
  readonly #flips: LazyRows<FlipTile>;
  #filled: Ablation | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#waiting = new RequestState({
      kind: 'ablation',
      text: strings.computing,
      onRetry: () => parts.questions.retry(),
    });
    this.#clear = button({
      label: strings.clear,
      testId: 'ablation-clear-all',
      onClick: () => parts.store.updateView({ ablated: [] }),
    });
    this.#flips = new LazyRows({
      className: 'flips',
      make: () => new FlipTile(parts),
      fill: (tile, index) => {
        const flip = this.#filled?.flips[index];
        if (flip) tile.update(flip, parts.store.state);
      },
      forget: (tile) => tile.forget(),
    });
    this.#flips.element.setAttribute('aria-label', strings.flipList);
    this.#flipSection = element(
      'section',
      {},
      element(
        'div',
        { class: 'section-head' },
        element('h2', {}, strings.flipList),
        this.#flipCount,
      ),
      this.#flips.element,
    );
    this.#content = element(
      'div',
      { class: 'ablation-content' },
      this.#headline,
      this.#accuracy,
      this.#changes,
      this.#flipSection,
    );
    this.element = element(
      'div',
      { class: 'ablation-view', 'data-testid': 'ablation-view' },
      this.#empty,
      element('div', { class: 'ablated-line' }, this.#chips, this.#clear),
      this.#waiting.element,
      this.#content,
    );
    parts.store.listen((state, previous) => this.#update(state, previous));
  }

  #update(state: PageState, previous: PageState): void {
    const { view, answers } = state;
    const isShown = view.subject === 'ablation';
    show(this.element, isShown);
    if (!isShown) return;
    const isAny = view.ablated.length > 0;
    show(this.#empty, !isAny);
    const canAblate = state.model?.hasClassWeights ?? true;
    setText(this.#empty, canAblate ? strings.ablationEmpty : strings.ablationUnknown);
    show(this.#clear, isAny);
    this.#fillChips(state);
    this.#waiting.update(state.answers.ablation, state.progress !== undefined);
    show(this.#waiting.element, isAny && !this.#waiting.element.hidden);
    const { result, isPending } = answers.ablation;
    show(this.#content, isAny && result !== undefined);
    if (!result || !isAny) return;
    this.#content.setAttribute('aria-busy', String(isPending));
    if (this.#filled === result && state.model === previous.model) return;
    this.#filled = result;
    this.#fill(result, state);
  }

  #fillChips(state: PageState): void {
    const { ablated } = state.view;
    const key = ablated.map((channel) => `${channel} ${titleOfPooled(state, channel)}`).join('\n');
    if (this.#chips.dataset.key === key) return;
    this.#chips.dataset.key = key;
    this.#chips.replaceChildren(
      ...ablated.map((channel) => {
        const title = titleOfPooled(state, channel);
        const again = button({
          label: strings.keepUnit(title),
          icon: icon('close'),
          onClick: () => ablate(this.#parts, channel, false),
        });
        return element('li', { class: 'chip' }, element('span', {}, title), again);
      }),
    );
  }

  #fill(result: Ablation, state: PageState): void {
    const { accuracy, gains, losses, flips, countOfFlips, images } = result;
    setText(this.#headline, strings.flips(countOfFlips, images));
    setText(
      this.#accuracy,
      accuracy
        ? strings.accuracy(
            formatPercent(accuracy.before),
            formatPercent(accuracy.after),
            accuracy.images,
          )
        : strings.noLabels,
    );
    const list = (title: string, changes: Ablation['gains'], testId: string) => {
      const items = changes.map(({ classIndex, change }) => ({
        label: labelOf(state, classIndex),
        value: change,
        hint: strings.openClass(labelOf(state, classIndex)),
        onClick: () => openClass(this.#parts, classIndex),
      }));
      const heading = element('h2', { title: strings.meanChange }, title);
      return element('section', {}, heading, signedList(items, testId));
    };
    this.#changes.replaceChildren(
      list(strings.losses, losses, 'losses'),
      list(strings.gains, gains, 'gains'),
    );
    show(this.#flipSection, flips.length > 0);
    setText(this.#flipCount, strings.flipsShown(flips.length, countOfFlips));
    this.#flips.update(flips.length);
  }
}
