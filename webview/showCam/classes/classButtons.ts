import { element, setAttributes } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';
import { chooseClass, toggleContrast } from './choice.ts';

/** The two buttons of a class: one shows its map, the other compares it with the chosen class. */
export class ClassButtons {
  readonly choose: HTMLButtonElement;
  readonly compare: HTMLButtonElement;
  #classIndex = -1;

  /** @param content of the button that shows the map */
  constructor(
    store: Store,
    names: { choose: string; compare: string },
    ...content: (Node | string)[]
  ) {
    this.choose = element('button', { class: names.choose, type: 'button' }, ...content);
    this.compare = element('button', { class: names.compare, type: 'button' }, icon('versus'));
    this.choose.addEventListener('click', () => chooseClass(store, this.#classIndex));
    this.compare.addEventListener('click', () => toggleContrast(store, this.#classIndex));
  }

  /** @param row gets `chosen`, `against` or neither as a class */
  update(
    { explanation, maps, model }: Loaded,
    view: PageState['view'],
    classIndex: number,
    row: HTMLElement,
  ): void {
    this.#classIndex = classIndex;
    const label = labelOf(classIndex, model.model.labels.value);
    const rank = explanation.ranking.indexOf(classIndex) + 1;
    const isChosen = maps.classOf(view) === classIndex;
    const isCompared = maps.contrastOf(view) === classIndex;
    row.classList.toggle('chosen', isChosen);
    row.classList.toggle('against', isCompared);
    setAttributes(this.choose, {
      'aria-pressed': String(isChosen),
      title: strings.showClass(label, rank),
    });
    const compare = isCompared ? strings.contrastStop : strings.contrastWith(label);
    setAttributes(this.compare, {
      'aria-pressed': String(isCompared),
      'aria-label': compare,
      title: compare,
      disabled: isChosen,
    });
  }
}
