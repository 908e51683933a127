import { formatNumber, formatProbability } from '../../shared/format/numbers.ts';
import { element, setAttributes, setName, setText } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { Thumbnail } from '../stage/thumbnail.ts';
import type { Loaded, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';

/** One class: small map, name, probability and logit; chosen, or contrasted with the chosen one. */
export class ClassRow {
  readonly element: HTMLLIElement;
  readonly #thumbnail: Thumbnail | undefined;
  readonly #label = element('span', { class: 'class-label' });
  readonly #bar = element('span', { class: 'class-bar' });
  readonly #probability = element('span', { class: 'number', 'data-testid': 'probability' });
  readonly #logit = element('span', { class: 'number secondary', 'data-testid': 'logit' });
  readonly #choose = element('button', { class: 'class-choose', type: 'button' });
  readonly #against = element('button', {
    class: 'class-against',
    type: 'button',
    'data-testid': 'contrast',
  });
  #classIndex = -1;

  constructor(store: Store, withThumbnail: boolean) {
    this.#thumbnail = withThumbnail ? new Thumbnail() : undefined;
    if (this.#thumbnail) this.#choose.append(this.#thumbnail.canvas);
    this.#choose.append(
      element(
        'span',
        { class: 'class-text' },
        this.#label,
        ' ',
        element('span', { class: 'class-track', 'aria-hidden': 'true' }, this.#bar),
        element('span', { class: 'class-numbers' }, this.#probability, ' ', this.#logit),
      ),
    );
    this.#against.append(icon('versus'));
    this.element = element(
      'li',
      { class: 'class-row', 'data-testid': 'class-row' },
      this.#choose,
      this.#against,
    );
    this.#choose.addEventListener('click', () => chooseClass(store, this.#classIndex));
    this.#against.addEventListener('click', () => toggleContrast(store, this.#classIndex));
  }

  update(loaded: Loaded, view: Parameters<Thumbnail['draw']>[2], classIndex: number): void {
    const { explanation, maps, model } = loaded;
    const rank = explanation.ranking.indexOf(classIndex) + 1;
    this.#classIndex = classIndex;
    const label = labelOf(classIndex, model.model.labels.value);
    const probability = explanation.probabilities[classIndex] ?? 0;
    const logit = explanation.logits[classIndex] ?? 0;
    const shown = maps.shown(view);
    setName(this.#label, label);
    this.#label.title = `${label} (${strings.classNumber(classIndex)})`;
    setText(this.#probability, formatProbability(probability));
    setText(this.#logit, `${strings.logit} ${formatNumber(logit)}`);
    this.#probability.dataset.value = String(probability);
    this.#logit.dataset.value = String(logit);
    this.#bar.style.width = `${probability * 100}%`;
    const chosen = shown.classIndex === classIndex;
    const against = shown.contrastIndex === classIndex;
    this.element.dataset.classIndex = String(classIndex);
    this.element.classList.toggle('chosen', chosen);
    this.element.classList.toggle('against', against);
    setAttributes(this.#choose, {
      'aria-pressed': String(chosen),
      title: strings.showClass(label, rank),
    });
    setAttributes(this.#against, {
      'aria-pressed': String(against),
      'aria-label': against ? strings.contrastStop : strings.contrastWith(label),
      title: against ? strings.contrastStop : strings.contrastWith(label),
      disabled: chosen,
    });
    this.#thumbnail?.draw(loaded, classIndex, view);
  }
}

/** Shows a class's own map; a contrast with that same class ends. */
export function chooseClass(store: Store, classIndex: number): void {
  const { contrastClass } = store.state.view;
  store.updateView({
    selectedClass: classIndex,
    otherClass: undefined,
    selectedChannel: undefined,
    contrastClass: contrastClass === classIndex ? undefined : contrastClass,
  });
}

/** Compares a class with the chosen one; the same again ends the comparison. */
export function toggleContrast(store: Store, classIndex: number): void {
  const { contrastClass } = store.state.view;
  store.updateView({
    contrastClass: contrastClass === classIndex ? undefined : classIndex,
    selectedChannel: undefined,
  });
}
