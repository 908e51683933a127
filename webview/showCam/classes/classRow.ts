import { formatNumber, formatProbability } from '../../shared/format/numbers.ts';
import { element, setName, setText } from '../../shared/widgets/dom.ts';
import { Thumbnail } from '../stage/thumbnail.ts';
import type { Loaded, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';
import { ClassButtons } from './classButtons.ts';

/** One class: small map, name, probability and logit; chosen, or contrasted with the chosen one. */
export class ClassRow {
  readonly element: HTMLLIElement;
  readonly #thumbnail: Thumbnail | undefined;
  readonly #label = element('span', { class: 'class-label' });
  readonly #bar = element('span', { class: 'class-bar' });
  readonly #probability = element('span', { class: 'number', 'data-testid': 'probability' });
  readonly #logit = element('span', { class: 'number secondary', 'data-testid': 'logit' });
  readonly #buttons: ClassButtons;

  constructor(store: Store, withThumbnail: boolean) {
    this.#thumbnail = withThumbnail ? new Thumbnail() : undefined;
    const text = element(
      'span',
      { class: 'class-text' },
      this.#label,
      ' ',
      element('span', { class: 'class-track', 'aria-hidden': 'true' }, this.#bar),
      element('span', { class: 'class-numbers' }, this.#probability, ' ', this.#logit),
    );
    const content = this.#thumbnail ? [this.#thumbnail.canvas, text] : [text];
    const names = { choose: 'class-choose', compare: 'class-against' };
    this.#buttons = new ClassButtons(store, names, ...content);
    this.#buttons.compare.dataset.testid = 'contrast';
    this.element = element(
      'li',
      { class: 'class-row', 'data-testid': 'class-row' },
      this.#buttons.choose,
      this.#buttons.compare,
    );
  }

  update(loaded: Loaded, view: Parameters<Thumbnail['draw']>[2], classIndex: number): void {
    const { explanation, model } = loaded;
    const label = labelOf(classIndex, model.model.labels.value);
    const probability = explanation.probabilities[classIndex] ?? 0;
    const logit = explanation.logits[classIndex] ?? 0;
    setName(this.#label, label);
    this.#label.title = `${label} (${strings.classNumber(classIndex)})`;
    setText(this.#probability, formatProbability(probability));
    setText(this.#logit, `${strings.logit} ${formatNumber(logit)}`);
    this.#probability.dataset.value = String(probability);
    this.#logit.dataset.value = String(logit);
    this.#bar.style.width = `${probability * 100}%`;
    this.element.dataset.classIndex = String(classIndex);
    this.#buttons.update(loaded, view, classIndex, this.element);
    this.#thumbnail?.draw(loaded, classIndex, view);
  }
}
