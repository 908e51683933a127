import { formatProbability, formatShortProbability } from '../../shared/format/numbers.ts';
import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';
import { isFailed } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';
import { ClassButtons } from './classButtons.ts';

/** Classes after the first that have a chip, and one more for a chosen class that is none of them. */
const CHIPS = 4;

/** What the model says, over its picture: the first class and its probability, and the next ones to choose from. */
export function answer(store: Store): HTMLElement {
  const first = new AnswerClass(store, 'answer-first');
  const chips = Array.from({ length: CHIPS + 1 }, () => new AnswerClass(store, 'answer-chip'));
  const list = element('ol', { class: 'answer-chips' }, ...chips.map((chip) => chip.element));
  const verdict = element('span', { class: 'answer-verdict', 'data-testid': 'answer-verdict' });
  const line = element(
    'section',
    { class: 'answer', 'aria-label': strings.answer, 'data-testid': 'answer' },
    element('ol', { class: 'answer-top' }, first.element),
    verdict,
    list,
  );
  store.listen((state, previous) => {
    const { loaded } = state;
    const isShown = !state.other && !isFailed(state, 'main');
    show(line, isShown && loaded !== undefined);
    if (!loaded || (loaded === previous.loaded && state.view === previous.view)) return;
    const [top, ...others] = classesOf(loaded, state);
    first.update(loaded, state, top);
    for (const [i, chip] of chips.entries()) chip.update(loaded, state, others[i]);
    sayVerdict(verdict, loaded);
    hideWrapped(list);
  });
  new ResizeObserver(() => hideWrapped(list)).observe(list);
  line.hidden = true;
  return line;
}

/** The first classes by logit; behind them the chosen and the compared class, if they are others. */
function classesOf({ explanation, maps }: Loaded, { view }: PageState): number[] {
  const first = Array.from(explanation.ranking.subarray(0, CHIPS + 1));
  const chosen = [maps.classOf(view), view.contrastClass].filter(
    (index): index is number => index !== undefined && index < explanation.ranking.length,
  );
  const others = chosen.filter((index) => !first.includes(index));
  return others.length === 0 ? first : [...first.slice(0, 1), ...others, ...first.slice(1)];
}

/** Whether the model says what the picture's folder says. */
function sayVerdict(verdict: HTMLElement, { explanation, model }: Loaded): void {
  const { expectedClass } = explanation;
  show(verdict, expectedClass !== undefined);
  if (expectedClass === undefined) return;
  const label = labelOf(expectedClass, model.model.labels.value);
  const isRight = explanation.ranking[0] === expectedClass;
  verdict.classList.toggle('right', isRight);
  setText(verdict, isRight ? strings.asExpected : strings.notAsExpected(label));
  verdict.title = strings.expectedBecause(label);
}

/** Chips that do not fit into the line are out of sight, and out of the way of the keyboard. */
function hideWrapped(list: HTMLElement): void {
  const { right, bottom } = list.getBoundingClientRect();
  for (const chip of list.children as HTMLCollectionOf<HTMLElement>) {
    const box = chip.getBoundingClientRect();
    chip.style.visibility = box.right <= right + 1 && box.bottom <= bottom + 1 ? '' : 'hidden';
  }
}

/** One class with its probability; a click shows its map, the button beside it compares. */
class AnswerClass {
  readonly element: HTMLLIElement;
  readonly #name = element('span', { class: 'answer-name' });
  readonly #probability = element('span', { class: 'answer-probability number' });
  readonly #bar = element('span', { class: 'answer-bar' });
  readonly #buttons: ClassButtons;

  constructor(store: Store, className: string) {
    const names = { choose: 'answer-choose', compare: 'answer-compare' };
    const content = [this.#name, ' ', this.#probability, this.#bar];
    this.#buttons = new ClassButtons(store, names, ...content);
    const { choose, compare } = this.#buttons;
    choose.dataset.testid = className;
    compare.dataset.testid = `${className}-compare`;
    this.element = element('li', { class: className }, choose, compare);
  }

  update(loaded: Loaded, { view }: PageState, classIndex: number | undefined): void {
    show(this.element, classIndex !== undefined);
    if (classIndex === undefined) return;
    const { explanation, model } = loaded;
    const probability = explanation.probabilities[classIndex] ?? 0;
    setName(this.#name, labelOf(classIndex, model.model.labels.value));
    setText(this.#probability, formatShortProbability(probability));
    this.#probability.title = formatProbability(probability);
    this.#bar.style.width = `${100 * probability}%`;
    this.#buttons.update(loaded, view, classIndex, this.element);
  }
}
